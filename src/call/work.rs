//! The work that a call page has not finished.

use crate::codec::Codec;

/// Work of a call page with recordings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Codec)]
pub enum PendingWork {
    /// Nothing.
    #[default]
    None,
    /// It waits for the person: to add a recording, or to read an error.
    Waits,
    /// It makes, saves or uploads a recording, which cannot move to another
    /// page.
    Runs,
}
