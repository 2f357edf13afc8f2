//! The CRM's call session, parsed from what the real backend sends.
//!
//! REST answers carry more fields than push frames do (`session_id`,
//! `is_active`, …); only what both have is read, and every field that was ever
//! seen missing or null is optional.

use crate::codec::Codec;
use crate::domain::{CallId, Duration, Media, Origin, Timestamp, UserId};

/// A call session at the CRM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The session's number.
    pub id: CallId,
    /// Where the call stands.
    pub status: Status,
    /// What it started with. The e-mail endpoint stores any text as call
    /// type, so anything but "audio" counts as video.
    pub media: Media,
    /// Who calls.
    pub initiator: UserId,
    /// The caller's name.
    pub initiator_name: String,
    /// Who is called; nobody in a group call without recipient.
    pub recipient: Option<UserId>,
    /// The name of the person called.
    pub recipient_name: String,
    /// When the caller pressed the button, by the CRM's clock.
    pub created_at: Option<Timestamp>,
    /// When it was answered, by the CRM's clock.
    pub started_at: Option<Timestamp>,
    /// How long it lasted in whole seconds, once it is over and was answered.
    pub duration: Option<Duration>,
    /// Where the meeting is. `None` when the CRM could not make one.
    pub room: Option<Room>,
    /// Notes on the call; a decline leaves its reason here.
    pub notes: String,
}

/// Where a call stands at the CRM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Made, nobody answered yet.
    Pending,
    /// Rings. The backend seen never sets it, its documents name it.
    Ringing,
    /// Answered.
    Active,
    /// Ended; also what a cancelled call becomes.
    Completed,
    /// Nobody answered.
    Missed,
    /// Declined.
    Rejected,
    /// The caller gave up.
    Cancelled,
    /// It went wrong.
    Failed,
}

impl Status {
    /// Whether it can still be answered.
    #[must_use]
    pub fn rings(self) -> bool {
        matches!(self, Self::Pending | Self::Ringing)
    }

    /// Whether it is over, in whatever way.
    #[must_use]
    pub fn is_over(self) -> bool {
        !self.rings() && self != Self::Active
    }
}

/// Where a call's meeting is held. Known only to the worker and the call page.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct Room {
    /// The meeting's address as the CRM gave it (`jitsi_url.video_url`).
    pub address: String,
    /// The token that admits this user, if the server requires one.
    pub jwt: Option<String>,
}

impl Room {
    /// Whether the server ends embedded calls after five minutes and lets only
    /// moderators who are signed in there open a room: the public one does.
    #[must_use]
    pub fn cuts_embedded_calls(&self) -> bool {
        Origin::parse(&self.address).is_some_and(|origin| origin.is_public_jitsi())
    }
}

impl Session {
    /// Whether `me` is the one who is called.
    #[must_use]
    pub fn is_incoming(&self, me: UserId) -> bool {
        self.recipient == Some(me)
    }

    /// Whether `me` made the call.
    #[must_use]
    pub fn is_outgoing(&self, me: UserId) -> bool {
        self.initiator == me
    }
}
