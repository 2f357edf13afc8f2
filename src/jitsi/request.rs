//! The requests from the host to the meeting.

use crate::domain::Duration;

/// A request. Any of them may be answered with a failure that looks like
/// success, without a result, or never: each has a time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// Is the microphone off? Also the watchdog's question.
    IsAudioMuted,
    /// Is the camera off?
    IsVideoMuted,
    /// How is the connection? Servers since July 2026; ask only while in the
    /// meeting, else the answer never comes.
    ConnectionStats,
}

/// How long an answer may take.
pub const TIME_LIMIT: Duration = Duration::from_secs(5);

impl Request {
    /// Its name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::IsAudioMuted => "is-audio-muted",
            Self::IsVideoMuted => "is-video-muted",
            Self::ConnectionStats => "connection-stats",
        }
    }
}
