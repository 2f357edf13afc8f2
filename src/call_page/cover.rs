//! What can cover the meeting's picture, and the line above it.

use super::button::Button;
use crate::text::Text;

/// A cover of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    /// A person's initials; a warning sign if `None`.
    pub mark: Option<String>,
    /// Whether to show progress.
    pub pulse: bool,
    /// The problem.
    pub title: Text,
    /// What to do about it.
    pub help: Option<Text>,
    /// Its buttons; at most [`MOST_BUTTONS`].
    pub buttons: Vec<(Button, Text)>,
}

/// The most buttons that fit on a cover, or in a line above the picture.
pub const MOST_BUTTONS: usize = 2;

/// A line above the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What it says.
    pub words: Text,
    /// Its buttons; at most [`MOST_BUTTONS`].
    pub buttons: Vec<(Button, Text)>,
    /// Whether it is information and no warning.
    pub calm: bool,
    /// Whether it stands beside the picture and not over it: the meeting's own
    /// dialog is there.
    pub beside_dialog: bool,
}

impl Notice {
    /// Information, without a button.
    #[must_use]
    pub fn calm(words: Text) -> Self {
        Self {
            words,
            buttons: Vec::new(),
            calm: true,
            beside_dialog: false,
        }
    }

    /// Information, with a button.
    #[must_use]
    pub fn offer(words: Text, button: Button, label: Text) -> Self {
        Self {
            buttons: vec![(button, label)],
            ..Self::calm(words)
        }
    }
}
