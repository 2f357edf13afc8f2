//! What is wrong with a CRM's API, or with the way to it.

use crate::codec::Codec;

/// Why no request to the call API succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
pub enum ApiTrouble {
    /// Nothing answers at its address, or only with faults of a server.
    Unreachable,
    /// Something answers that is not the call API.
    NotTheApi,
    /// The user has not allowed requests to its address.
    NeedsPermission,
}
