//! Jitsi's notifications, as far as they explain something.
//!
//! They are named by the keys of Jitsi's own texts, and sent to the host even
//! where the configuration keeps them from being shown.

/// What a notification explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notification {
    /// Somebody turned this user's microphone or camera off.
    TurnedOff(Medium),
    /// The meeting began with this user's microphone off.
    MutedAtStart,
    /// A moderator keeps this off, so it was not turned on.
    NotAllowed(Medium),
    /// A moderator asks this user to speak.
    AskedToSpeak,
    /// The server prepares a recording.
    RecordingPending,
    /// The server cannot record.
    RecordingUnavailable,
    /// All recorders of the server are in use.
    RecordersBusy,
}

/// What a moderator can keep off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    Microphone,
    Camera,
    Screen,
}

impl Medium {
    /// Jitsi's media types.
    pub(super) fn parse(media_type: &str) -> Option<Self> {
        match media_type {
            "audio" => Some(Self::Microphone),
            "video" => Some(Self::Camera),
            "desktop" | "screenshare" | "presenter" => Some(Self::Screen),
            _ => None,
        }
    }
}

impl Notification {
    /// Whether it explains why a recording does not begin.
    pub(super) fn refuses_recording(self) -> bool {
        matches!(self, Self::RecordingUnavailable | Self::RecordersBusy)
    }

    /// The notification with these keys; `None` for those that explain nothing
    /// that a person has to know.
    pub(super) fn parse(title: Option<&str>, description: Option<&str>) -> Option<Self> {
        if let Some("recording.pending" | "liveStreaming.pending") = description {
            return Some(Self::RecordingPending);
        }
        match title? {
            "notify.mutedRemotelyTitle" => Some(Self::TurnedOff(Medium::Microphone)),
            "notify.videoMutedRemotelyTitle" => Some(Self::TurnedOff(Medium::Camera)),
            "notify.mutedTitle" => Some(Self::MutedAtStart),
            "notify.moderationInEffectTitle" | "notify.audioUnmuteBlockedTitle" => {
                Some(Self::NotAllowed(Medium::Microphone))
            }
            "notify.moderationInEffectVideoTitle" | "notify.videoUnmuteBlockedTitle" => {
                Some(Self::NotAllowed(Medium::Camera))
            }
            "notify.moderationInEffectCSTitle" => Some(Self::NotAllowed(Medium::Screen)),
            "notify.hostAskedUnmute" => Some(Self::AskedToSpeak),
            "recording.unavailableTitle" | "liveStreaming.unavailableTitle" => {
                Some(Self::RecordingUnavailable)
            }
            "recording.busyTitle" | "liveStreaming.busyTitle" => Some(Self::RecordersBusy),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_explains_nothing_is_left_out() {
        let parse = |title| Notification::parse(Some(title), None);
        assert_eq!(parse("notify.connectedOneMember"), None);
        assert_eq!(Notification::parse(None, None), None);
        assert_eq!(
            parse("recording.unavailableTitle"),
            Some(Notification::RecordingUnavailable)
        );
    }
}
