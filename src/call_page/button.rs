//! The buttons of the call page.

/// A button. The HTML names it in `data-press`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// Microphone on or off.
    Mic,
    /// Camera on or off.
    Camera,
    /// Share the screen, or stop.
    Share,
    /// Open or close the menu.
    More,
    /// End the call.
    HangUp,
    /// Raise or lower the hand.
    Hand,
    /// Turn video off or on, to save data.
    LowBandwidth,
    /// Start or stop recording on the server.
    Record,
    /// Start or stop recording in this browser.
    RecordHere,
    /// Choose a recording to be stored with the call.
    AddRecording,
    /// Upload the same recording once more.
    UploadAgain,
    /// Cancel the upload of a recording, or dismiss its outcome.
    UploadEnd,
    /// Show or hide the invitation.
    Invite,
    /// Copy the address that invites somebody.
    Copy,
    /// Show or hide the list of participants.
    People,
    /// Show or hide the connection's figures.
    Details,
    /// Fill the screen, or stop.
    FullScreen,
    /// Load the meeting again.
    Retry,
    /// Load it again without the camera.
    WithoutCamera,
    /// Dismiss the trouble and continue.
    Dismiss,
    /// Move the call into its own window.
    PopOut,
    /// Open the meeting itself in a tab.
    OpenTab,
    /// Open or close the note on the call.
    NoteOffer,
    /// Show the controls in a small window on top of others, or close it.
    OnTop,
    /// Bring the call's own window to the front.
    Back,
    /// Let in who waits in the lobby.
    Admit,
    /// Send them away.
    Reject,
    /// Agree to be recorded.
    Agree,
    /// Agree to be recorded, and turn the microphone on.
    AgreeAndSpeak,
    /// Stop the broadcast.
    StopStream,
    /// Go to the meeting's server, which is new.
    AllowServer,
}

/// All buttons with their names in the HTML.
pub(super) const NAMES: &[(&str, Button)] = &[
    ("mic", Button::Mic),
    ("camera", Button::Camera),
    ("share", Button::Share),
    ("more", Button::More),
    ("hang-up", Button::HangUp),
    ("hand", Button::Hand),
    ("low-bandwidth", Button::LowBandwidth),
    ("record", Button::Record),
    ("record-here", Button::RecordHere),
    ("add-recording", Button::AddRecording),
    ("upload-again", Button::UploadAgain),
    ("upload-end", Button::UploadEnd),
    ("invite", Button::Invite),
    ("copy", Button::Copy),
    ("people", Button::People),
    ("details", Button::Details),
    ("full-screen", Button::FullScreen),
    ("retry", Button::Retry),
    ("without-camera", Button::WithoutCamera),
    ("dismiss", Button::Dismiss),
    ("pop-out", Button::PopOut),
    ("open-tab", Button::OpenTab),
    ("notes", Button::NoteOffer),
    ("on-top", Button::OnTop),
    ("back", Button::Back),
    ("admit", Button::Admit),
    ("reject", Button::Reject),
    ("agree", Button::Agree),
    ("agree-and-speak", Button::AgreeAndSpeak),
    ("stop-stream", Button::StopStream),
    ("allow-server", Button::AllowServer),
];

/// The keys that press buttons. The HTML names each in `aria-keyshortcuts`,
/// from where tooltips and the menu show it.
pub const KEYS: &[(char, Button)] = &[
    ('m', Button::Mic),
    ('v', Button::Camera),
    ('s', Button::Share),
    ('r', Button::Hand),
    ('n', Button::NoteOffer),
    ('i', Button::Invite),
    ('p', Button::People),
    ('d', Button::Details),
    ('f', Button::FullScreen),
    ('t', Button::OnTop),
];

impl Button {
    /// The button of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, button)| *button)
    }

    /// Its name in the HTML.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES
            .iter()
            .find(|(_, button)| *button == self)
            .map_or("", |(name, _)| name)
    }

    /// The button that a key presses. None hangs up, because a key is easily
    /// pressed by mistake.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        let mut chars = key.chars();
        let key = chars.next().filter(|_| chars.next().is_none())?;
        KEYS.iter()
            .find(|(known, _)| key.eq_ignore_ascii_case(known))
            .map(|(_, button)| *button)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_hangs_up() {
        assert!(KEYS.iter().all(|(_, button)| *button != Button::HangUp));
        for key in ["Escape", "h", "H", "Enter", " ", ""] {
            assert_eq!(Button::of_key(key), None, "{key}");
        }
        assert_eq!(Button::of_key("M"), Some(Button::Mic));
    }
}
