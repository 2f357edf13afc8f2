//! The commands from the host to the meeting.

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
    /// Turn video off, to save data.
    LowBandwidth(bool),
    /// Record the meeting.
    StartRecording(Recorder),
    StopRecording(Recorder),
    /// Let somebody in who waits in the lobby, or send them away.
    AnswerKnock {
        id: String,
        admit: bool,
    },
    /// Agree to be recorded; and be heard again, if the meeting turned the
    /// microphone off until then.
    AgreeToRecording {
        unmute: bool,
    },
    /// Show the meeting's own screen-sharing button, or no button.
    ShowShareButton(bool),
    /// Show the meeting's own recording button, or no button.
    ShowRecordButton(bool),
}

/// Who records: Jitsi's modes. Both can run at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorder {
    /// The server (`file`).
    Server,
    /// The server, which broadcasts what it records (`stream`). It can be
    /// stopped here; starting one needs keys that the host does not have.
    Stream,
    /// This browser (`local`): Jitsi saves the file among the downloads, and
    /// the host never gets it.
    Browser,
}

impl Recorder {
    fn mode(self) -> Json {
        Json::text(match self {
            Self::Server => "file",
            Self::Stream => "stream",
            Self::Browser => "local",
        })
    }
}

/// Shows one of the meeting's own buttons, or none.
fn own_button(name: &'static str, show: bool) -> Json {
    let buttons = if show {
        vec![Json::text(name)]
    } else {
        Vec::new()
    };
    Json::Object(vec![
        ("toolbarButtons", Json::List(buttons)),
        (
            "toolbarConfig",
            Json::Object(vec![("alwaysVisible", show.into())]),
        ),
    ])
}

impl Command {
    /// The wire form: names with their arguments. More than one where Jitsi
    /// renamed a command: unknown ones are ignored there. Omitted arguments are
    /// left off, never `null`.
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
            Self::StartRecording(recorder) => with(
                "start-recording",
                Json::Object(vec![("mode", recorder.mode())]),
            ),
            Self::StopRecording(recorder) => with("stop-recording", recorder.mode()),
            Self::AnswerKnock { id, admit } => vec![(
                "answer-knocking-participant",
                vec![Json::text(id.as_str()), (*admit).into()],
            )],
            Self::AgreeToRecording { unmute } => with("grant-recording-consent", (*unmute).into()),
            Self::ShowShareButton(show) => with("overwrite-config", own_button("desktop", *show)),
            Self::ShowRecordButton(show) => {
                with("overwrite-config", own_button("recording", *show))
            }
        }
    }
}
