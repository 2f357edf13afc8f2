//! Requests that some CRMs have broken, with the other way to the same end.

use std::rc::Rc;

use futures_util::future::LocalBoxFuture;
use ringside_web::json::Json;

use super::diagnostics::log;
use super::signin::{self, ask};
use super::worker::Worker;
use ringside::crm::endpoint::{self, Request};
use ringside::crm::fallback::Fallback;
use ringside::crm::fault::Fault;
use ringside::crm::session::Session;
use ringside::crm::wire;
use ringside::domain::UserId;
use ringside::json::JsonValue;
use ringside_web::browser::clock;
use ringside_web::client::Answer;

/// Sets the user's own status.
pub(super) async fn set_status(worker: &Rc<Worker>, me: UserId, status: &str) -> Result<(), Fault> {
    let documented = endpoint::set_my_status(status);
    let other = endpoint::set_status(me, status);
    either(worker, Fallback::MyStatus, &documented, &other)
        .await
        .map(drop)
}

/// The user's calls that ring or go on, as far as the CRM lists them.
pub(super) async fn running_calls(worker: &Rc<Worker>) -> Result<Vec<Session>, Fault> {
    let documented = endpoint::active_calls();
    let other = endpoint::my_calls("active");
    let active = either(worker, Fallback::ActiveCalls, &documented, &other).await?;
    let pending = ask(worker, &endpoint::my_calls("pending")).await?;
    let mut sessions = Vec::new();
    for answer in [active, pending] {
        let rows: Option<Vec<Json>> = answer.json()?.items();
        let rows = rows.ok_or_else(|| Fault::Shape("no list".to_owned()))?;
        let skew = signin::skew(worker);
        sessions.extend(rows.iter().filter_map(|row| wire::session(row, skew)));
    }
    Ok(sessions)
}

/// Asks as documented, unless it is known that this CRM cannot; then the other
/// way. Whichever works is the way for the rest of the day.
fn either<'a>(
    worker: &'a Rc<Worker>,
    detour: Fallback,
    documented: &'a Request,
    other: &'a Request,
) -> LocalBoxFuture<'a, Result<Answer, Fault>> {
    // Boxed: else its machinery is repeated in all that wait for it.
    Box::pin(async move {
        let known = is_known(worker, detour);
        let (first, second) = if known {
            (other, documented)
        } else {
            (documented, other)
        };
        match ask(worker, first).await {
            Err(fault) if fault.is_broken() => {}
            outcome => return outcome,
        }
        let answer = ask(worker, second).await?;
        if known {
            worker.detours.borrow_mut().forget(detour);
            worker.save_detours();
        } else {
            learn(worker, detour);
        }
        Ok(answer)
    })
}

/// Whether this endpoint of the CRM is known to be broken.
pub(super) fn is_known(worker: &Rc<Worker>, detour: Fallback) -> bool {
    let api = signin::user(worker).map(|(api, _)| api);
    let detours = worker.detours.borrow();
    api.is_some_and(|api| detours.is_known(&api, detour, clock::now()))
}

/// The endpoint failed and the way round it worked.
pub(super) fn learn(worker: &Rc<Worker>, detour: Fallback) {
    if let Some((api, _)) = signin::user(worker) {
        log(&format!("this CRM needs a way round {}", detour.endpoint()));
        let mut detours = worker.detours.borrow_mut();
        detours.learn(&api, detour, clock::now());
        drop(detours);
        worker.save_detours();
    }
}
