//! What can lie over the meeting's picture, and what can stand above it.

use super::button::Button;
use crate::text::Text;

/// What lies over the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    /// A person's initials; a warning sign when `None`.
    pub mark: Option<String>,
    /// Whether something is under way.
    pub pulse: bool,
    /// What is the matter.
    pub title: Text,
    /// What to do about it.
    pub help: Option<Text>,
    /// With which buttons; at most [`MOST_BUTTONS`].
    pub buttons: Vec<(Button, Text)>,
}

/// How many buttons a cover has room for.
pub const MOST_BUTTONS: usize = 2;

/// A line above the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What it says.
    pub words: Text,
    /// A button in it.
    pub button: Option<(Button, Text)>,
    /// Whether it is mere news and no warning.
    pub calm: bool,
}

impl Notice {
    /// Mere news, without a button.
    #[must_use]
    pub fn calm(words: Text) -> Self {
        Self {
            words,
            button: None,
            calm: true,
        }
    }
}
