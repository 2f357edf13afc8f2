//! Requests that some CRMs have broken, each with its fallback.

use futures_util::future::LocalBoxFuture;

use super::crm_client::{Crm, CrmClient};
use super::diagnostics::log;
use super::stored::{Section, Writer};
use ringside::crm::endpoint::{self, Request};
use ringside::crm::fallback::{Fallback, Fallbacks};
use ringside::crm::fault::Fault;
use ringside::crm::session::Session;
use ringside::json::JsonValue;
use ringside_web::browser::clock;
use ringside_web::client::Answer;
use ringside_web::json::Json;

/// Knows which of the CRM's endpoints are broken.
pub(super) struct FallbackRoutes {
    found: &'static Section<Fallbacks>,
    client: &'static CrmClient,
    writer: Writer,
}

impl FallbackRoutes {
    pub(super) fn new(
        found: &'static Section<Fallbacks>,
        client: &'static CrmClient,
        writer: Writer,
    ) -> Self {
        Self {
            found,
            client,
            writer,
        }
    }

    /// Sets the user's own status.
    pub(super) async fn set_status(&'static self, crm: &Crm, status: &str) -> Result<(), Fault> {
        let documented = endpoint::set_my_status(status);
        let other = endpoint::set_status(crm.user(), status);
        self.documented_or_fallback(crm, Fallback::MyStatus, &documented, &other)
            .await
            .map(drop)
    }

    /// The user's calls that ring or are active, as far as the CRM lists them.
    pub(super) async fn running_calls(&'static self, crm: &Crm) -> Result<Vec<Session>, Fault> {
        let documented = endpoint::active_calls();
        let other = endpoint::my_calls("active");
        let active = self
            .documented_or_fallback(crm, Fallback::ActiveCalls, &documented, &other)
            .await?;
        let pending = crm.ask(&endpoint::my_calls("pending")).await?;
        let mut sessions = Vec::new();
        for answer in [active, pending] {
            let rows: Option<Vec<Json>> = answer.json()?.items();
            let rows = rows.ok_or_else(|| Fault::Shape("no list".to_owned()))?;
            sessions.extend(rows.iter().filter_map(|row| crm.session(row)));
        }
        Ok(sessions)
    }

    /// Sends the documented request, unless its endpoint is known to be broken;
    /// then the fallback. Whichever works is used for the rest of the day.
    fn documented_or_fallback<'a>(
        &'static self,
        crm: &'a Crm,
        fallback: Fallback,
        documented: &'a Request,
        other: &'a Request,
    ) -> LocalBoxFuture<'a, Result<Answer, Fault>> {
        // Boxed: otherwise every caller would contain this future's code again.
        Box::pin(async move {
            let known = self.is_known(crm.api(), fallback);
            let (first, second) = if known {
                (other, documented)
            } else {
                (documented, other)
            };
            match crm.ask(first).await {
                Err(fault) if fault.is_broken() => {}
                outcome => return outcome,
            }
            let answer = crm.ask(second).await?;
            if known {
                self.found.change(|found| found.forget(fallback));
                self.writer.save_fallbacks();
            } else {
                self.learn(crm.api(), fallback);
            }
            Ok(answer)
        })
    }

    /// Whether this endpoint of the API at this address is known to be broken.
    pub(super) fn is_known(&self, api: &str, fallback: Fallback) -> bool {
        self.found
            .read(|found| found.is_known(api, fallback, clock::now()))
    }

    /// Stores that the endpoint of the API in use failed and the fallback
    /// worked.
    pub(super) fn remember(&'static self, fallback: Fallback) {
        if let Ok(crm) = self.client.begin() {
            self.learn(crm.api(), fallback);
        }
    }

    fn learn(&self, api: &str, fallback: Fallback) {
        log(("this CRM needs a way round", &fallback.endpoint()));
        self.found
            .change(|found| found.learn(api, fallback, clock::now()));
        self.writer.save_fallbacks();
    }
}
