//! Somebody without an account, whom an invitation brings into a call.

use crate::codec::Codec;
use crate::domain::{Identity, Timestamp};

/// What a call with a guest has beside what every call has. No CRM knows of it,
/// so none is told of it or asked about it.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct Guest {
    /// The guest's e-mail address, when the page shows it.
    pub email: Option<String>,
    /// The user's own name for the meeting; empty where nobody is signed in.
    pub own_name: String,
    /// The origin of the page in which the button was.
    pub page: String,
    /// The user whose CRM was asked about them.
    pub owner: Option<Identity>,
    /// When the button was pressed.
    pub invited: Timestamp,
    /// Whether anybody has come yet.
    pub came: bool,
}

/// Whether a guest is there, as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
pub enum Attendance {
    /// The user is not in the meeting themselves.
    Unseen,
    /// Nobody has come yet.
    Awaited,
    /// Somebody is there.
    Here,
    /// Whoever came has left.
    Left,
}
