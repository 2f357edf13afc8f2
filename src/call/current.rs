//! The call that this browser makes or holds.

use super::guest::{Attendance, Guest};
use super::host::MediaHost;
use super::work::PendingWork;
use crate::codec::Codec;
use crate::crm::session::Room;
use crate::domain::{CallId, EndReason, Media, Peer, Quality, TabId, Timestamp};
use crate::site::RecordRef;

/// The call that this browser makes or holds.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct Current {
    /// The other person.
    pub peer: Peer,
    /// What it started with.
    pub media: Media,
    /// How far it is.
    pub phase: Phase,
    /// The page that holds (or will hold) its media.
    pub host: Option<MediaHost>,
    /// The window that was requested for it, and whose page is not ready yet.
    pub moving: Option<Moving>,
    /// Whether the microphone is off.
    pub mic_muted: bool,
    /// Whether the camera is off.
    pub camera_muted: bool,
    /// The connection's quality, when known.
    pub quality: Option<Quality>,
    /// Whether the peer is speaking.
    pub peer_speaking: bool,
    /// Whether the call is being recorded.
    pub recording: bool,
    /// The user's note on it.
    pub note: String,
    /// Whether the panel with the note is open.
    pub note_open: bool,
    /// The work of its page, which may outlast the call.
    pub work: PendingWork,
    /// Whom an invitation brings into it, where the CRM has no part in it.
    pub guest: Option<Guest>,
}

/// A window that a call is to move to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
pub struct Moving {
    /// When it was requested.
    pub since: Timestamp,
    /// Its tab, once it is open.
    pub tab: Option<TabId>,
}

impl Moving {
    /// Requested now.
    #[must_use]
    pub fn at(since: Timestamp) -> Self {
        Self { since, tab: None }
    }
}

/// The phase of the current call.
#[derive(Clone, Debug, PartialEq, Codec)]
pub enum Phase {
    /// The CRM was asked to ring the peer and has not answered yet.
    Dialing {
        /// The attempt's number, which its answer carries.
        attempt: u64,
        /// Whom the attempt is for.
        record: RecordRef,
        /// When the button was pressed.
        since: Timestamp,
    },
    /// It rings at the peer's end.
    Ringing {
        call: CallId,
        /// Its meeting.
        room: Option<Room>,
        since: Timestamp,
    },
    /// It was answered.
    Live(Live),
    /// It is over and its outcome is shown for a moment.
    Ended {
        /// The call, if there was one.
        call: Option<CallId>,
        /// How it ended.
        reason: EndReason,
        /// Until when it is shown.
        until: Timestamp,
    },
}

/// An answered call.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct Live {
    pub call: CallId,
    /// Its meeting.
    pub room: Option<Room>,
    /// When it was answered.
    pub since: Timestamp,
    /// Whether the CRM knows that it was answered. An answer given here is
    /// shown at once and confirmed later.
    pub confirmed: bool,
    /// Whether this browser is in the meeting.
    pub joined: bool,
    /// How many others are in it.
    pub others: u32,
    /// Since when this user is alone in it, after the peer had joined.
    pub alone_since: Option<Timestamp>,
    /// How often the CRM was asked since then whether the peer hung up.
    pub alone_asked: u32,
    /// Since when no page holds it.
    pub unhosted_since: Option<Timestamp>,
    /// The tab of the meeting's own in which it goes on, outside any page of
    /// Ringside's.
    pub own_tab: Option<TabId>,
}

/// How often the CRM is asked whether a call is over whose peer is gone, before
/// that is taken for an interruption.
pub(super) const ALONE_ASKS: u32 = 2;

impl Live {
    /// Whether the peer is gone, and not because they hung up a moment ago: the
    /// CRM would have said so.
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        self.alone_since.is_some() && self.alone_asked >= ALONE_ASKS
    }

    /// A call that the CRM says is answered, in which nobody is yet.
    #[must_use]
    pub fn new(call: CallId, room: Option<Room>, since: Timestamp) -> Self {
        Self {
            call,
            room,
            since,
            confirmed: true,
            joined: false,
            others: 0,
            alone_since: None,
            alone_asked: 0,
            unhosted_since: None,
            own_tab: None,
        }
    }
}

impl Current {
    /// A new current call, in its first phase.
    #[must_use]
    pub fn new(peer: Peer, media: Media, phase: Phase, host: Option<MediaHost>) -> Self {
        Self {
            peer,
            media,
            phase,
            host,
            moving: None,
            mic_muted: false,
            camera_muted: media == Media::Audio,
            quality: None,
            peer_speaking: false,
            recording: false,
            note: String::new(),
            note_open: false,
            work: PendingWork::None,
            guest: None,
        }
    }

    /// The CRM's number of the call, once there is one.
    #[must_use]
    pub fn call(&self) -> Option<CallId> {
        match &self.phase {
            Phase::Dialing { .. } => None,
            Phase::Ringing { call, .. } => Some(*call),
            Phase::Live(live) => Some(live.call),
            Phase::Ended { call, .. } => *call,
        }
    }
}

impl Current {
    /// Whether the guest of this call is there, if it is with one.
    #[must_use]
    pub fn attendance(&self) -> Option<Attendance> {
        let (Some(guest), Phase::Live(live)) = (&self.guest, &self.phase) else {
            return None;
        };
        Some(match (live.others, guest.came) {
            _ if !live.joined => Attendance::Unseen,
            (0, false) => Attendance::Awaited,
            (0, true) => Attendance::Left,
            _ => Attendance::Here,
        })
    }

    /// Lets the call with a guest begin when the first of the others is there.
    /// `true` when it did just now.
    pub fn begins_with_guest(&mut self, now: Timestamp) -> bool {
        let (Some(guest), Phase::Live(live)) = (&mut self.guest, &mut self.phase) else {
            return false;
        };
        let begins = live.others > 0 && !guest.came;
        if begins {
            guest.came = true;
            live.since = now;
        }
        begins
    }

    /// Whether the call's page stays when the call is over.
    #[must_use]
    pub fn keeps_page(&self) -> bool {
        self.note_open || self.work != PendingWork::None
    }
}
