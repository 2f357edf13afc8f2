//! Who is signed in at the CRM.

use serde::{Deserialize, Serialize};

use crate::domain::UserId;
use crate::persist::persist;

/// Whether Ringside is signed in at the CRM.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountView {
    /// Nobody is signed in at the CRM, so there is nobody to call as.
    #[default]
    SignedOut,
    /// Signed in as this person.
    SignedIn {
        /// Their user number.
        user: UserId,
        /// Their name.
        name: String,
    },
    /// The sign-in has expired and could not be renewed.
    Expired,
}

persist!(enum AccountView { 0 SignedOut, 1 SignedIn { user, name }, 2 Expired });
