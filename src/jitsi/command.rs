//! What the host tells the meeting (pure).

use super::json::Json;

/// A command. Jitsi answers none; its effect shows in events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Microphone on or off. There is no absolute "mute" for oneself.
    ToggleAudio,
    /// Camera on or off.
    ToggleVideo,
    /// Stop sharing the screen. Starting needs a click inside the meeting.
    StopSharing,
    /// Leave, without the server's question how it was.
    HangUp,
    /// Raise or lower the hand.
    ToggleRaiseHand,
    /// No pictures, little data.
    LowBandwidth(bool),
    /// Record the meeting on the server.
    StartRecording,
    /// Stop recording.
    StopRecording,
    /// Show the meeting's own screen-sharing button, or no button.
    ShowShareButton(bool),
}

impl Command {
    /// What goes over the wire: names with their arguments. More than one
    /// where Jitsi renamed a command: unknown ones are ignored there.
    /// Omitted arguments are left off, never `null`.
    #[must_use]
    pub fn wire(&self) -> Vec<(&'static str, Vec<Json>)> {
        let plain = |name| vec![(name, Vec::new())];
        let with = |name, argument| vec![(name, vec![argument])];
        match self {
            Self::ToggleAudio => plain("toggle-audio"),
            Self::ToggleVideo => plain("toggle-video"),
            Self::StopSharing => with(
                "toggle-share-screen",
                Json::Object(vec![("enable", false.into())]),
            ),
            Self::HangUp => with("video-hangup", false.into()),
            Self::ToggleRaiseHand => plain("toggle-raise-hand"),
            Self::LowBandwidth(on) => vec![
                ("set-low-bandwidth-mode", vec![(*on).into()]),
                ("set-audio-only", vec![(*on).into()]),
            ],
            Self::StartRecording => with(
                "start-recording",
                Json::Object(vec![("mode", Json::text("file"))]),
            ),
            Self::StopRecording => with("stop-recording", Json::text("file")),
            Self::ShowShareButton(show) => {
                let buttons = if *show {
                    vec![Json::text("desktop")]
                } else {
                    Vec::new()
                };
                with(
                    "overwrite-config",
                    Json::Object(vec![
                        ("toolbarButtons", Json::List(buttons)),
                        (
                            "toolbarConfig",
                            Json::Object(vec![("alwaysVisible", (*show).into())]),
                        ),
                    ]),
                )
            }
        }
    }
}
