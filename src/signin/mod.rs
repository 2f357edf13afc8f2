//! The sign-in at the CRM, as a function.
//!
//! It is found in a page of the CRM, renewed when the CRM refuses it, taken
//! from a page that has a newer one, and it ends when the user signs out or
//! when nothing renews it. All of these decisions are made here; the worker
//! sends the requests, asks the pages and waits.
//!
//! Each site has one of its own. What is begun with it has a [`Lease`], so that
//! nothing of one identity is sent or written as another's.

#[cfg(test)]
mod concurrency;
mod identity;
mod lease;
mod renewal;
#[cfg(test)]
mod tests;

use crate::codec::Codec;
use crate::crm::token::{Claims, Tokens};
use crate::domain::UserId;

pub use identity::user_of;
pub use lease::Lease;
pub use renewal::{Next, RenewalOutcome, RenewedTokens};

/// A CRM, and the sign-in there.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct Account {
    /// The origin whose page had the sign-in.
    pub origin: String,
    pub api: String,
    /// The sign-in.
    pub tokens: Tokens,
    /// The user who is signed in.
    pub user: UserId,
}

/// The sign-in that the worker has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct SignIn {
    standing: Standing,
    /// Grows whenever it becomes another identity's, or nobody's: what was
    /// begun before must not go on.
    generation: u64,
}

/// Whether somebody is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
enum Standing {
    /// Nobody is signed in.
    #[default]
    SignedOut,
    /// Signed in with this account, whose tokens the CRM is expected to accept.
    Valid(Account),
    /// The CRM refused it and nothing renewed it. It is remembered to know the
    /// refused tokens, and whose page to take new ones from.
    Expired(Account),
}

/// Reads the claims of the access token, when it has one that can be read. A
/// parameter, because the JSON parser is the browser's.
pub type ReadClaims = fn(&Tokens) -> Option<Claims>;

/// What a page's sign-in means for ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageVerdict {
    /// Ours stays as it is.
    KeepOurs,
    /// The user signed out.
    SignOut,
    /// The page's becomes ours, once its user is known.
    TakeOver,
}

impl SignIn {
    /// The account, unless its sign-in has expired.
    #[must_use]
    pub fn valid(&self) -> Option<&Account> {
        match &self.standing {
            Standing::Valid(account) => Some(account),
            Standing::SignedOut | Standing::Expired(_) => None,
        }
    }

    /// The account, expired or not.
    #[must_use]
    pub fn account(&self) -> Option<&Account> {
        match &self.standing {
            Standing::Valid(account) | Standing::Expired(account) => Some(account),
            Standing::SignedOut => None,
        }
    }

    /// Which of the identities it has been it is now.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// A page of the CRM at `origin` has these tokens, or none.
    #[must_use]
    pub fn found(&self, origin: &str, tokens: &Tokens, claims: ReadClaims) -> PageVerdict {
        let ours = self.account();
        let same_site = ours.is_some_and(|ours| ours.origin == origin);
        if tokens.is_empty() {
            return if same_site {
                PageVerdict::SignOut
            } else {
                PageVerdict::KeepOurs
            };
        }
        let keeps_ours = match ours {
            None => false,
            // The tokens that the CRM refused are not taken back either.
            Some(ours) if same_site => carries_on(&ours.tokens, tokens, claims),
            // Another site's sign-in waits until ours is over.
            Some(_) => self.valid().is_some(),
        };
        if keeps_ours {
            PageVerdict::KeepOurs
        } else {
            PageVerdict::TakeOver
        }
    }

    /// Whether a page's sign-in may still be taken over, now that its user is
    /// known: the sign-in was of this `generation` when that was asked, and
    /// another page may have sent the same meanwhile, or somebody else may have
    /// signed in or out.
    #[must_use]
    pub fn may_take_over(
        &self,
        generation: u64,
        origin: &str,
        tokens: &Tokens,
        claims: ReadClaims,
    ) -> bool {
        self.generation == generation && self.found(origin, tokens, claims) == PageVerdict::TakeOver
    }

    /// Takes over a page's sign-in. `true` when it is another user's, or
    /// another CRM's, so that everything known about people is void.
    pub fn take_over(&mut self, account: Account) -> bool {
        let is_another = self
            .account()
            .is_none_or(|ours| ours.user != account.user || ours.origin != account.origin);
        let moves = self.account().is_none_or(|ours| ours.api != account.api);
        if is_another || moves {
            self.generation += 1;
        }
        self.standing = Standing::Valid(account);
        is_another
    }

    /// The CRM's API is at this address now. `true` when that is another one.
    pub fn move_to(&mut self, api: &str) -> bool {
        let (Standing::Valid(account) | Standing::Expired(account)) = &mut self.standing else {
            return false;
        };
        let moves = account.api != api;
        if moves {
            api.clone_into(&mut account.api);
            self.generation += 1;
        }
        moves
    }

    /// The user signed out at the CRM.
    pub fn sign_out(&mut self) {
        if self.account().is_some() {
            self.generation += 1;
        }
        self.standing = Standing::SignedOut;
    }
}

/// Whether the page's tokens bring nothing new: they are the same, or older
/// than ours, which we renewed ourselves.
fn carries_on(ours: &Tokens, pages: &Tokens, claims: ReadClaims) -> bool {
    if ours.access == pages.access && ours.legacy == pages.legacy {
        return true;
    }
    match (claims(ours), claims(pages)) {
        (Some(ours), Some(pages)) => ours.user_id == pages.user_id && ours.exp > pages.exp,
        _ => false,
    }
}
