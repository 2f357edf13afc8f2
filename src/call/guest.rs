//! Somebody without an account, whom an invitation brings into a call.

use crate::codec::Codec;

/// What a call with a guest has beside what every call has. No CRM knows of it,
/// so none is told of it or asked about it.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct Guest {
    /// The guest's e-mail address, when the page shows it.
    pub email: Option<String>,
    /// The user's own name for the meeting; empty where nobody is signed in.
    pub own_name: String,
    /// Whether anybody has come yet.
    pub came: bool,
}

/// Whether a guest is there, as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
pub enum Attendance {
    /// Nobody has come yet.
    Awaited,
    /// Somebody is there.
    Here,
    /// Whoever came has left.
    Left,
}
