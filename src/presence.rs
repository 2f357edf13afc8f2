//! Who is reachable (pure).

use serde::{Deserialize, Serialize};

/// Whether a record's person can be rung, as the dot beside the buttons says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Not known (yet): no dot.
    #[default]
    Unknown,
    /// There and free.
    Online,
    /// There, but away from the desk.
    Away,
    /// In a call or not taking calls.
    Busy,
    /// Not there; a call will probably not be heard.
    Offline,
    /// The record has no user account: nobody can be rung.
    NoAccount,
}
