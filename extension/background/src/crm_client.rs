//! Signed requests to the CRM.

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
use ringside_web::browser::clock;
use ringside_web::client::{self, Answer};
use ringside_web::json::Json;

/// The most pages of a list that are read.
const PAGES_MAX: u32 = 10;

/// Sends requests to the CRM as the user who is signed in.
pub(super) struct CrmClient {
    auth: &'static Authenticator,
    limit: &'static Section<Limit>,
    skew: &'static Section<Skew>,
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

    /// The address of the CRM's API, and the user of the requests.
    pub(super) fn user(&self) -> Option<(String, UserId)> {
        self.auth.user()
    }

    /// The same, if requests to that address are allowed.
    pub(super) fn allowed_user(&self) -> Option<(String, UserId)> {
        self.user().filter(|(api, _)| self.auth.may_reach(api))
    }

    /// The moment on our clock for a moment on the CRM's clock.
    pub(super) fn skew(&self) -> Skew {
        self.skew.read(|skew| *skew)
    }

    /// Parses a call session in an answer.
    pub(super) fn session(&self, json: &Json) -> Option<Session> {
        wire::session(json, self.skew())
    }

    /// Sends a signed request; renews the sign-in once when it is refused.
    pub(super) fn ask<'a>(
        &'static self,
        request: &'a Request,
    ) -> LocalBoxFuture<'a, Result<Answer, Fault>> {
        // Boxed: otherwise every caller would contain this future's code again.
        Box::pin(self.ask_signed(request))
    }

    async fn ask_signed(&'static self, request: &Request) -> Result<Answer, Fault> {
        if !request.urgent {
            let taken = self.limit.change(|limit| limit.take(clock::now()));
            taken.map_err(|wait| {
                log("more requests than a CRM should get; some wait");
                Fault::Overloaded {
                    retry_after: Some(wait),
                }
            })?;
        }
        let (api, tokens) = self.auth.for_request(false).await?;
        let outcome = match self.send(&api, &tokens, request).await {
            Err(Fault::Unauthorized) => {
                let tokens = self.auth.renew(&tokens).await?;
                let again = self.send(&api, &tokens, request).await;
                if matches!(again, Err(Fault::Unauthorized)) {
                    self.auth.refused_renewed(&tokens);
                }
                again
            }
            outcome => outcome,
        };
        if self.user().is_some_and(|(now, _)| now != api) {
            // What the former address answers is no longer of interest.
            return Err(Fault::Network("the API's address changed".to_owned()));
        }
        outcome
    }

    async fn send(&self, api: &str, tokens: &Tokens, request: &Request) -> Result<Answer, Fault> {
        let sent = clock::now();
        let answer = client::send(api, tokens.header().as_deref(), request).await;
        let answer = answer.inspect_err(|fault| {
            log(Entry::from((request.method.name(), &Path(&request.path))).and(fault));
        })?;
        if let Some(date) = answer.date {
            self.skew
                .change(|skew| skew.learn(date, sent, clock::now()));
        }
        Ok(answer)
    }

    /// All rows of a paginated list, up to a limit. `waits` is whether a person
    /// waits for them.
    pub(super) fn rows(
        &'static self,
        request: fn(u32) -> Request,
        waits: bool,
    ) -> LocalBoxFuture<'static, Result<Vec<Json>, Fault>> {
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
