//! What a call's page still has to do.

use serde::{Deserialize, Serialize};

use crate::persist::persist;

/// What a call page still has to do with recordings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PendingWork {
    /// Nothing.
    #[default]
    None,
    /// It waits for the person: to add a recording, to read what went wrong.
    Waits,
    /// It makes, saves or hands in a recording, which cannot move.
    Runs,
}

persist!(enum PendingWork { 0 None, 1 Waits, 2 Runs });
