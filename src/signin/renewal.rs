//! Renewing the sign-in: first from a page of the CRM, which may have a newer
//! one, then with the refresh token.
//!
//! Between two steps the sign-in may change: it is renewed by a page, another
//! user signs in, the user signs out. So each step reads the current sign-in,
//! and a renewal only applies to the lease and the tokens for which it was
//! started.

use super::{Lease, SignIn, Standing};
use crate::crm::fault::Fault;
use crate::crm::token::Tokens;
use crate::json::JsonValue;

/// The next step of a renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Done: these tokens are newer than the refused ones.
    Use(Tokens),
    /// Ask the CRM's open pages for theirs.
    AskPages,
    /// Ask the API at `api` for a new access token.
    Refresh {
        api: String,
        /// The refresh token.
        token: String,
    },
    /// Nothing can renew it: [`SignIn::expire`].
    Expire,
    /// Stop: it has expired already, or nobody is signed in any more.
    Fail(Fault),
}

/// The CRM's answer to a refresh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenewedTokens {
    /// The new access token.
    pub access: String,
    /// A new refresh token, where the CRM changes it with each use.
    pub refresh: Option<String>,
}

/// The outcome of a renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RenewalOutcome {
    /// The CRM gave these tokens. They must be stored.
    Renewed(Tokens),
    /// The sign-in was replaced meanwhile: these are its tokens.
    Replaced(Tokens),
    /// The sign-in has expired.
    Expired,
    /// It is not known whether it can be renewed, or there is none any more.
    Failed(Fault),
}

impl RenewedTokens {
    /// Reads the answer to a refresh.
    ///
    /// # Errors
    /// [`Fault::Shape`] when there is no access token in it.
    pub fn parse<S: JsonValue>(answer: &S) -> Result<Self, Fault> {
        let access = answer.text("access");
        Ok(Self {
            access: access.ok_or_else(|| Fault::Shape("no access token".to_owned()))?,
            refresh: answer.text("refresh"),
        })
    }

    /// Puts these in the place of older ones. If the CRM sends no new one to
    /// refresh with, the old one stays valid.
    pub fn replace(self, access: &mut Option<String>, refresh: &mut Option<String>) {
        *access = Some(self.access);
        if self.refresh.is_some() {
            *refresh = self.refresh;
        }
    }
}

impl SignIn {
    /// The next step of a renewal for this lease, after the CRM refused these
    /// tokens, and after its pages were asked or not.
    #[must_use]
    pub fn renewal(&self, lease: &Lease, refused: &Tokens, pages_asked: bool) -> Next {
        let Some(account) = self.valid().filter(|_| self.holds(lease)) else {
            return Next::Fail(self.fault(lease));
        };
        if account.tokens.access != refused.access {
            return Next::Use(account.tokens.clone());
        }
        if !pages_asked {
            return Next::AskPages;
        }
        match &account.tokens.refresh {
            Some(token) => Next::Refresh {
                api: account.api.clone(),
                token: token.clone(),
            },
            None => Next::Expire,
        }
    }

    /// The CRM answered a refresh of these tokens.
    pub fn refreshed(
        &mut self,
        lease: &Lease,
        refused: &Tokens,
        answer: Result<RenewedTokens, Fault>,
    ) -> RenewalOutcome {
        let fault = self.fault(lease);
        let holds = self.holds(lease);
        let Standing::Valid(account) = &mut self.standing else {
            return RenewalOutcome::Failed(fault);
        };
        if !holds {
            return RenewalOutcome::Failed(fault);
        }
        if account.tokens.access != refused.access {
            return RenewalOutcome::Replaced(account.tokens.clone());
        }
        match answer {
            Ok(renewed) => {
                renewed.replace(&mut account.tokens.access, &mut account.tokens.refresh);
                RenewalOutcome::Renewed(account.tokens.clone())
            }
            Err(Fault::Unauthorized | Fault::Refused(_) | Fault::Forbidden) => {
                self.expire();
                RenewalOutcome::Expired
            }
            Err(fault) => RenewalOutcome::Failed(fault),
        }
    }

    /// The CRM refused these tokens although they had just been renewed. `true`
    /// when the sign-in has expired by this; a newer one stays.
    pub fn refused_renewed(&mut self, refused: &Tokens) -> bool {
        let is_ours = self
            .valid()
            .is_some_and(|ours| ours.tokens.access == refused.access);
        if is_ours {
            self.expire();
        }
        is_ours
    }

    /// Nothing renews the sign-in.
    pub fn expire(&mut self) {
        self.standing = match std::mem::take(&mut self.standing) {
            Standing::Valid(account) | Standing::Expired(account) => Standing::Expired(account),
            Standing::SignedOut => Standing::SignedOut,
        };
    }

    /// The fault of a request of this lease that cannot be signed.
    fn fault(&self, lease: &Lease) -> Fault {
        if self.holds(lease) {
            Fault::Unauthorized
        } else {
            Fault::SignedOut
        }
    }
}
