//! Who is signed in at the CRM.

use crate::codec::Codec;
use crate::domain::UserId;

/// Whether Ringside is signed in at the CRM.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub enum AccountView {
    /// Nobody is signed in at the CRM, so there is nobody to call as.
    #[default]
    SignedOut,
    /// Signed in as this person.
    SignedIn {
        /// Their user number.
        user: UserId,
        name: String,
    },
    /// The sign-in has expired and could not be renewed.
    Expired,
}
