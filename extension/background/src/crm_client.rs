//! Signed requests to the CRM.

use std::rc::Rc;

use futures_util::future::LocalBoxFuture;

use super::diagnostics::log;
use super::signin::Authenticator;
use super::stored::Section;
use ringside::crm::clock::Skew;
use ringside::crm::endpoint::Request;
use ringside::crm::fault::Fault;
use ringside::crm::limit::Limit;
use ringside::crm::session::Session;
use ringside::crm::token::Tokens;
use ringside::crm::wire;
use ringside::diagnostics::{Entry, Path};
use ringside::domain::UserId;
use ringside::json::JsonValue;
use ringside::signin::Lease;
use ringside_web::browser::clock;
use ringside_web::client::{self, Answer};
use ringside_web::json::Json;

/// The most pages of a list that are read.
const PAGES_MAX: u32 = 10;

/// Begins work at the CRM as the user who is signed in.
pub(super) struct CrmClient {
    auth: &'static Authenticator,
    limit: &'static Section<Limit>,
    skew: &'static Section<Skew>,
}

/// The CRM for one piece of work. All its requests are of the identity with
/// which it began; when that is no longer signed in, they fail, also those that
/// are under way. There is no other way to get an answer from the CRM, so none
/// is taken for another identity's.
#[derive(Clone)]
pub(super) struct Crm {
    client: &'static CrmClient,
    lease: Rc<Lease>,
}

impl CrmClient {
    /// A client with the stored clock offset and request budget.
    pub(super) fn new(
        auth: &'static Authenticator,
        limit: &'static Section<Limit>,
        skew: &'static Section<Skew>,
    ) -> Self {
        Self { auth, limit, skew }
    }

    /// Begins a piece of work.
    pub(super) fn begin(&'static self) -> Result<Crm, Fault> {
        let lease = self.auth.lease().ok_or(Fault::SignedOut)?;
        Ok(Crm {
            client: self,
            lease: Rc::new(lease),
        })
    }

    /// The moment on our clock for a moment on the CRM's clock.
    pub(super) fn skew(&self) -> Skew {
        self.skew.read(|skew| *skew)
    }
}

impl Crm {
    /// The address of the CRM's API.
    pub(super) fn api(&self) -> &str {
        self.lease.api()
    }

    /// The user of the requests.
    pub(super) fn user(&self) -> UserId {
        self.lease.user()
    }

    /// Whether requests to the API's address are allowed.
    pub(super) fn is_allowed(&self) -> bool {
        self.client.auth.may_reach(self.api())
    }

    /// Whether the identity with which this began is still signed in.
    pub(super) fn is_current(&self) -> bool {
        self.client.auth.holds(&self.lease)
    }

    /// The moment on our clock for a moment on the CRM's clock.
    pub(super) fn skew(&self) -> Skew {
        self.client.skew()
    }

    /// Parses a call session in an answer.
    pub(super) fn session(&self, json: &Json) -> Option<Session> {
        wire::session(json, self.skew())
    }

    /// The `Authorization` header's value, for a request that the worker cannot
    /// send itself; `refused` is whether the CRM refused the one before.
    pub(super) async fn authorization(&self, refused: bool) -> Result<String, Fault> {
        let tokens = self.client.auth.for_request(&self.lease, refused).await?;
        self.still(tokens.header().ok_or(Fault::SignedOut))
    }

    /// Sends a signed request; renews the sign-in once when it is refused.
    pub(super) fn ask<'a>(
        &'a self,
        request: &'a Request,
    ) -> LocalBoxFuture<'a, Result<Answer, Fault>> {
        // Boxed: otherwise every caller would contain this future's code again.
        Box::pin(async move {
            let outcome = self.ask_signed(request).await;
            self.still(outcome)
        })
    }

    /// The outcome, if it is still of interest: of the identity that is signed
    /// in.
    fn still<T>(&self, outcome: Result<T, Fault>) -> Result<T, Fault> {
        if self.is_current() {
            outcome
        } else {
            Err(Fault::SignedOut)
        }
    }

    async fn ask_signed(&self, request: &Request) -> Result<Answer, Fault> {
        let limit = self.client.limit;
        let admitted = limit.change(|limit| limit.admit(request, clock::now()));
        admitted.map_err(|wait| {
            log("more requests than a CRM should get; some wait");
            Fault::Overloaded {
                retry_after: Some(wait),
            }
        })?;
        let auth = self.client.auth;
        let tokens = auth.for_request(&self.lease, false).await?;
        match self.send(&tokens, request).await {
            Err(Fault::Unauthorized) => {
                let tokens = auth.renew(&self.lease, &tokens).await?;
                let again = self.send(&tokens, request).await;
                if self.is_current() && matches!(again, Err(Fault::Unauthorized)) {
                    auth.refused_renewed(&tokens);
                }
                again
            }
            outcome => outcome,
        }
    }

    async fn send(&self, tokens: &Tokens, request: &Request) -> Result<Answer, Fault> {
        let sent = clock::now();
        let answer = client::send(self.api(), tokens.header().as_deref(), request).await;
        let answer = answer.inspect_err(|fault| {
            log(Entry::from((request.method.name(), &Path(&request.path))).and(fault));
        })?;
        if let Some(date) = answer.date {
            self.client
                .skew
                .change(|skew| skew.learn(date, sent, clock::now()));
        }
        Ok(answer)
    }

    /// All rows of a paginated list, up to a limit. `waits` is whether a person
    /// waits for them.
    pub(super) fn rows<'a>(
        &'a self,
        request: fn(u32) -> Request,
        waits: bool,
    ) -> LocalBoxFuture<'a, Result<Vec<Json>, Fault>> {
        Box::pin(async move {
            let mut rows = Vec::new();
            for number in 1..=PAGES_MAX {
                let page = self.ask(&request(number).urgent_if(waits)).await?.json()?;
                let results = page.field("results").and_then(|results| results.items());
                rows.extend(results.ok_or_else(|| Fault::Shape("no list".to_owned()))?);
                if page.field("next").is_none() {
                    break;
                }
            }
            Ok(rows)
        })
    }
}
