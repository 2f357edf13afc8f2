//! The peer and the media of a call.

use super::UserId;
use crate::codec::Codec;

/// What a call carries when it starts. A camera can be added later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Codec)]
pub enum Media {
    /// Voice only; the camera stays off.
    Audio,
    /// Voice and picture.
    Video,
}

/// The other person of a call, as shown to the user.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct Peer {
    /// The CRM's user, when known.
    pub user: Option<UserId>,
    /// The name to show.
    pub name: String,
    /// Company, job title or kind of record, when known.
    pub detail: Option<String>,
}

impl Peer {
    /// Whether both are one user of the CRM. Names decide nothing here: two
    /// people may have the same.
    #[must_use]
    pub fn is_same_user(&self, other: &Self) -> bool {
        self.user.is_some() && self.user == other.user
    }

    /// Whether both are one person, as far as is known. For what is shown.
    #[must_use]
    pub fn is_same_person(&self, other: &Self) -> bool {
        match (self.user, other.user) {
            (Some(this), Some(other)) => this == other,
            _ => self.name == other.name,
        }
    }
}
