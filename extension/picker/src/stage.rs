//! How far somebody has come.

use ringside::site::profile::learn::choice::Reading;
use web_sys::Element;

use super::people::Found;

/// What is to be pointed at, or kept.
#[derive(Debug)]
pub(super) enum Stage {
    Row,
    Name(Element),
    Email(Named),
    Preview(Box<Preview>),
}

/// A row with the name in it.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) row: Element,
    pub(super) name: Element,
    /// What the ways to read the name read, and their selectors.
    pub(super) names: Vec<(String, Vec<Reading>)>,
}

/// Whom the profile would find.
#[derive(Debug)]
pub(super) struct Preview {
    pub(super) named: Named,
    /// Which way to read the name.
    pub(super) way: usize,
    pub(super) emails: Vec<Reading>,
    pub(super) found: Found,
}

impl Stage {
    /// The row in which somebody points, when one has been chosen.
    pub(super) fn row(&self) -> Option<&Element> {
        match self {
            Self::Row => None,
            Self::Name(row) => Some(row),
            Self::Email(named) => Some(&named.row),
            Self::Preview(preview) => Some(&preview.named.row),
        }
    }

    /// Whether something is to be pointed at.
    pub(super) fn points(&self) -> bool {
        !matches!(self, Self::Preview(_))
    }
}
