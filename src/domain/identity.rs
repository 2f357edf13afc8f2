//! Who is meant: numbers of users mean nothing without their CRM.

use super::UserId;
use crate::codec::Codec;

/// A user at a CRM.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Codec)]
pub struct Identity {
    /// The CRM's origin.
    pub site: String,
    pub user: UserId,
}
