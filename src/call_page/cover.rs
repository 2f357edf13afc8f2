//! What can lie over the meeting's picture, and what can stand above it.

use super::button::Button;
use super::words::Words;

/// What lies over the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    /// A person's initials; a warning sign when `None`.
    pub mark: Option<String>,
    /// Whether something is under way.
    pub pulse: bool,
    /// What is the matter.
    pub title: Words,
    /// What to do about it.
    pub help: Option<Words>,
    /// With which buttons; at most [`MOST_BUTTONS`].
    pub buttons: Vec<(Button, &'static str)>,
}

/// How many buttons a cover has room for.
pub const MOST_BUTTONS: usize = 2;

/// A line above the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What it says.
    pub words: Words,
    /// A button in it.
    pub button: Option<(Button, &'static str)>,
    /// Whether it is mere news and no warning.
    pub calm: bool,
}

impl Notice {
    /// Mere news, without a button.
    #[must_use]
    pub fn calm(words: Words) -> Self {
        Self {
            words,
            button: None,
            calm: true,
        }
    }
}
