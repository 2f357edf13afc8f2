//! The identity with which a piece of work was begun.
//!
//! Between two requests, and while one is under way, another user may sign in,
//! or the user may sign out. So a piece of work has a lease: it gets tokens for
//! the lease only, and its answers count only while the sign-in still holds it.

use super::{ReadClaims, SignIn};
use crate::crm::fault::Fault;
use crate::crm::token::Tokens;
use crate::domain::{Timestamp, UserId};

/// The identity with which a piece of work was begun: a user at a CRM, until
/// the sign-in is another one's. It has no token in it; those are renewed
/// meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    api: String,
    user: UserId,
    generation: u64,
}

impl Lease {
    /// The API's address.
    #[must_use]
    pub fn api(&self) -> &str {
        &self.api
    }

    /// Who is signed in there.
    #[must_use]
    pub fn user(&self) -> UserId {
        self.user
    }
}

impl SignIn {
    /// A lease for something that begins now.
    #[must_use]
    pub fn lease(&self) -> Option<Lease> {
        let account = self.valid()?;
        Some(Lease {
            api: account.api.clone(),
            user: account.user,
            generation: self.generation,
        })
    }

    /// Whether the sign-in is still the lease's: only then may an answer be
    /// used.
    #[must_use]
    pub fn holds(&self, lease: &Lease) -> bool {
        self.generation == lease.generation && self.account().is_some()
    }

    /// The tokens for the next request of this lease, and whether they must be
    /// renewed before: the CRM has `refused` them, or they are out of date and
    /// can be renewed. `at_crm` is the CRM's clock, by which they expire.
    ///
    /// # Errors
    /// [`Fault::SignedOut`] when the sign-in is no longer the lease's.
    pub fn for_request(
        &self,
        lease: &Lease,
        refused: bool,
        at_crm: Timestamp,
        claims: ReadClaims,
    ) -> Result<(&Tokens, bool), Fault> {
        let account = self.valid().filter(|_| self.holds(lease));
        let tokens = &account.ok_or(Fault::SignedOut)?.tokens;
        let is_stale = || claims(tokens).is_some_and(|claims| claims.is_stale(at_crm));
        let renew = refused || (tokens.refresh.is_some() && is_stale());
        Ok((tokens, renew))
    }
}
