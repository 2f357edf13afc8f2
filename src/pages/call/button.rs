//! What can be pressed in the call page (pure).

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
    /// No pictures, little data.
    LowBandwidth,
    /// Start or stop recording on the server.
    Record,
    /// Start or stop recording in this browser.
    RecordHere,
    /// Choose a recording to be kept with the call.
    AddRecording,
    /// Hand in the same recording once more.
    UploadAgain,
    /// Give up handing in a recording, or take down what is said of it.
    UploadEnd,
    /// Show or hide the invitation.
    Invite,
    /// Copy the address that invites somebody.
    Copy,
    /// Show or hide who is there.
    People,
    /// Show or hide the connection's figures.
    Details,
    /// Fill the screen, or stop.
    FullScreen,
    /// Load the meeting again.
    Retry,
    /// Load it again without the camera.
    WithoutCamera,
    /// Go on as it is.
    Dismiss,
    /// Move the call into its own window.
    PopOut,
    /// Open the meeting itself in a tab.
    OpenTab,
    /// Open or close the note on the call.
    Notes,
}

/// All buttons with their names in the HTML.
const NAMES: &[(&str, Button)] = &[
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
    ("notes", Button::Notes),
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

    /// The button that a key presses. Esc hangs nothing up.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        match key {
            "m" | "M" => Some(Self::Mic),
            "v" | "V" => Some(Self::Camera),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_button_of_the_page_is_known() {
        let html = include_str!("../../../extension/pages/call.html");
        let mut count = 0;
        for part in html.split("data-press=\"").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(Button::parse(name).is_some(), "{name}");
            count += 1;
        }
        assert!(count > 5);
    }

    #[test]
    fn no_key_hangs_up() {
        for key in ["Escape", "h", "H", "Enter", " "] {
            assert_ne!(Button::of_key(key), Some(Button::HangUp));
        }
    }
}
