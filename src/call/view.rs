//! What a tab shows, derived from the state by one function.

use super::guest::Attendance;
use super::state::{Current, ElsewherePhase, Live, Phase, State};
use crate::codec::Codec;
use crate::domain::{CallId, EndReason, Media, Peer, Quality, SiteNumber, TabId, Timestamp};

pub use super::account::AccountView;
pub use super::host::{MediaHost, ToastPosition};
pub use super::notice::Notice;

/// Everything a CRM tab or the popup shows of calls.
#[derive(Clone, Debug, Default, PartialEq, Codec)]
pub struct View {
    /// Incremented with each change, so that a late push cannot undo a newer
    /// one.
    pub revision: u64,
    /// Whether Ringside is signed in.
    pub account: AccountView,
    /// What the toast shows in this tab.
    pub toast: ToastState,
    /// Incoming calls, oldest first.
    pub rings: Vec<RingView>,
    /// One sentence that the user should read, if any.
    pub notice: Option<Notice>,
    /// Where the toast stands.
    pub toast_position: ToastPosition,
    /// Whether the page is a CRM's whose sign-in is used: then the CRM's own
    /// records are known by its profile.
    pub is_crm: bool,
    /// The site whose call the toast is about: a call page is of one site.
    pub site: SiteNumber,
}

/// What the toast shows.
#[derive(Clone, Debug, Default, PartialEq, Codec)]
pub enum ToastState {
    /// No toast.
    #[default]
    Hidden,
    /// The peer is being called and has not answered.
    Calling {
        peer: Peer,
        /// With or without camera.
        media: Media,
        /// Whether it rings there already (the CRM has the call).
        rings: bool,
        /// Whether this tab shows the toast; other tabs only mark the record.
        here: bool,
    },
    /// An answered call.
    InCall(CallView),
    /// A call of the user's that this browser does not carry.
    Elsewhere(ElsewhereView),
    /// It is over; shown for some seconds.
    Ended {
        /// With whom it was.
        peer: Peer,
        /// How it ended.
        reason: EndReason,
        /// Whether this tab shows the toast.
        here: bool,
        /// Whether a note can be added to it.
        notes: NoteOffer,
    },
}

impl View {
    /// Whether this tab shows anything of it over its page.
    #[must_use]
    pub fn is_visible(&self) -> bool {
        self.toast.is_visible() || !self.rings.is_empty() || self.notice.is_some()
    }
}

impl ToastState {
    /// Whether this tab shows a toast.
    #[must_use]
    pub fn is_visible(&self) -> bool {
        match self {
            Self::Hidden => false,
            Self::Calling { here, .. } | Self::Ended { here, .. } => *here,
            Self::InCall(call) => call.location != MediaLocation::OtherTab,
            Self::Elsewhere(_) => true,
        }
    }
}

/// Whether a note can be added to a call that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
pub enum NoteOffer {
    /// There was no call to add a note to.
    None,
    /// The toast offers to add one.
    Offered,
    /// The call page is there: it shows the note, or finishes its work.
    Open,
}

/// A call that is on.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct CallView {
    pub call: CallId,
    pub peer: Peer,
    /// What it started with.
    pub media: Media,
    /// When it was answered.
    pub since: Timestamp,
    /// Whether both are in the meeting; before, it connects.
    pub connected: bool,
    /// Where the media is, seen from this tab.
    pub location: MediaLocation,
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
    /// Whether both were in the meeting, and no longer are.
    pub interrupted: bool,
    /// Whether it goes on in a tab of the meeting's own, from which nothing is
    /// heard.
    pub in_own_tab: bool,
    /// Whether the guest is there whom the user invited; `None` in a call of the
    /// CRM's.
    pub guest: Option<Attendance>,
}

/// A call that was started or answered in the CRM's own window, or on another
/// device.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct ElsewhereView {
    pub call: CallId,
    pub peer: Peer,
    /// Whether it was answered; otherwise it rings at the peer's end.
    pub answered: bool,
    /// Whether it is known to be in the CRM's window, which carries calls at
    /// this site. Otherwise it can be taken here.
    pub in_crm_window: bool,
}

/// Where a call's media is, seen from one tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
pub enum MediaLocation {
    /// In this tab's toast: it embeds the call page.
    Here,
    /// In another tab: this one only marks the record.
    OtherTab,
    /// In its own window: the toast is a remote control.
    Window,
}

/// An incoming call, as a banner shows it.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct RingView {
    pub call: CallId,
    /// Who calls.
    pub peer: Peer,
    /// With or without camera.
    pub media: Media,
    /// Whether the user is in another call: "end and answer" is offered.
    pub waiting: bool,
}

/// The view of this tab. `None` is the popup, which never shows a toast.
#[must_use]
pub fn of(state: &State, tab: Option<TabId>) -> View {
    View {
        revision: state.revision,
        account: state.account.clone(),
        toast: toast(state, tab),
        rings: state
            .rings
            .iter()
            .map(|ring| RingView {
                call: ring.call,
                peer: ring.peer.clone(),
                media: ring.media,
                waiting: state.is_talking(),
            })
            .collect(),
        notice: state.notice.as_ref().map(|(notice, _)| notice.clone()),
        toast_position: state.toast_position,
        is_crm: true,
        site: SiteNumber::default(),
    }
}

fn toast(state: &State, tab: Option<TabId>) -> ToastState {
    let Some(current) = &state.current else {
        return elsewhere(state);
    };
    let peer = current.peer.clone();
    let media = current.media;
    let here = current.host.is_some_and(|host| Some(host.tab()) == tab);
    match &current.phase {
        Phase::Dialing { .. } => ToastState::Calling {
            peer,
            media,
            rings: false,
            here,
        },
        Phase::Ringing { .. } => ToastState::Calling {
            peer,
            media,
            rings: true,
            here,
        },
        Phase::Live(live) => ToastState::InCall(call_view(current, live, tab)),
        Phase::Ended { reason, .. } => ToastState::Ended {
            peer,
            reason: reason.clone(),
            here,
            notes: match reason {
                _ if current.keeps_page() => NoteOffer::Open,
                _ if current.guest.is_some() => NoteOffer::None,
                // It could not be saved.
                _ if state.is_signed_out() => NoteOffer::None,
                EndReason::Over { .. } => NoteOffer::Offered,
                _ => NoteOffer::None,
            },
        },
    }
}

fn elsewhere(state: &State) -> ToastState {
    let elsewhere = state.elsewhere.as_ref();
    let Some(elsewhere) = elsewhere.filter(|_| !state.is_signed_out()) else {
        return ToastState::Hidden;
    };
    ToastState::Elsewhere(ElsewhereView {
        call: elsewhere.call,
        peer: elsewhere.peer.clone(),
        answered: elsewhere.phase != ElsewherePhase::Ringing,
        in_crm_window: state.rules.crm_carries,
    })
}

/// The current call as a page shows it.
#[must_use]
pub fn call_view(current: &Current, live: &Live, tab: Option<TabId>) -> CallView {
    let location = match current.host {
        Some(MediaHost::Toast(host)) if Some(host) == tab => MediaLocation::Here,
        Some(MediaHost::Window(_)) => MediaLocation::Window,
        _ => MediaLocation::OtherTab,
    };
    // Who has just left has hung up, as a rule; the end comes in a moment.
    let parted = live.alone_since.is_some() && !live.is_interrupted();
    CallView {
        call: live.call,
        peer: current.peer.clone(),
        media: current.media,
        since: live.since,
        connected: live.joined && (live.others > 0 || parted),
        location,
        mic_muted: current.mic_muted,
        camera_muted: current.camera_muted,
        quality: current.quality,
        peer_speaking: current.peer_speaking,
        recording: current.recording,
        interrupted: live.is_interrupted(),
        in_own_tab: live.own_tab.is_some(),
        guest: current.attendance(),
    }
}
