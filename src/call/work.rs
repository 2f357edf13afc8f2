//! What a call's page still has to do.

use crate::codec::Codec;

/// What a call page still has to do with recordings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Codec)]
pub enum PendingWork {
    /// Nothing.
    #[default]
    None,
    /// It waits for the person: to add a recording, to read what went wrong.
    Waits,
    /// It makes, saves or hands in a recording, which cannot move.
    Runs,
}
