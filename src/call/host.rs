//! The page that shows a call and holds its media.

use crate::codec::Codec;
use crate::domain::TabId;

/// Which page holds a call's media. At most one does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
pub enum MediaHost {
    /// The toast in this CRM tab.
    Toast(TabId),
    /// A window (or tab) of the call's own.
    Window(TabId),
}

impl MediaHost {
    /// The tab that the page is in.
    #[must_use]
    pub fn tab(self) -> TabId {
        match self {
            Self::Toast(tab) | Self::Window(tab) => tab,
        }
    }
}

/// Where the toast stands and how big it is.
#[derive(Clone, Copy, Debug, PartialEq, Codec)]
pub struct ToastPosition {
    /// Distance from the viewport's right edge, in CSS pixels.
    pub right: f64,
    /// Distance from its bottom edge, in CSS pixels.
    pub bottom: f64,
    /// Whether it is small (200×80).
    pub minimised: bool,
}

impl Default for ToastPosition {
    fn default() -> Self {
        Self {
            right: 24.0,
            bottom: 24.0,
            minimised: false,
        }
    }
}
