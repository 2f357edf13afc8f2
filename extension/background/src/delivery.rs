//! Tells the CRM what waits in the outbox.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::diagnostics::log;
use super::jobs::report;
use super::signin::{self, ask};
use super::worker::Worker;
use ringside::call::machine::Event;
use ringside::call::notes;
use ringside::crm::endpoint::{self, Action};
use ringside::crm::fault::Fault;
use ringside::crm::wire;
use ringside::domain::CallId;
use ringside::json::JsonValue;
use ringside::outbox::{CrmUpdate, Delivery, OutboxEntry};
use ringside::schedule::PeriodicJob;
use ringside_web::browser::{clock, runtime};

/// Delivers what waits in the outbox, in order, one delivery at a time.
pub(super) fn deliver(worker: &Rc<Worker>) {
    let worker = worker.clone();
    spawn_local(async move {
        let _turn = worker.delivering.lock().await;
        if !worker.read(|memory| memory.jobs.allows(PeriodicJob::Outbox, clock::now())) {
            // The CRM asked for a pause; the job's time is set.
            return;
        }
        let dropped = worker.outbox.borrow_mut().expire(clock::now());
        for tell in dropped {
            log(&format!(
                "too old to matter: what the CRM was to hear of call {}",
                tell.call.0
            ));
        }
        loop {
            let Some(tell) = worker.outbox.borrow().next(clock::now()).cloned() else {
                break;
            };
            let outcome = tell_crm(&worker, &tell).await;
            let how = match &outcome {
                Ok(()) => Delivery::Done,
                Err(fault) if fault.may_pass() => Delivery::Later,
                Err(fault) => {
                    log(&format!(
                        "no longer matters for call {}: {fault}",
                        tell.call.0
                    ));
                    Delivery::Moot
                }
            };
            worker.outbox.borrow_mut().delivered(&tell, how);
            worker.save_outbox();
            if how == Delivery::Later {
                say_that_it_waits(&worker, &outcome);
                report(&worker, PeriodicJob::Outbox, outcome);
                worker.save();
                worker.arm();
                return;
            }
        }
        let ripe = worker.outbox.borrow().ripe_at();
        worker.change(|memory| {
            memory.jobs.drop(PeriodicJob::Outbox);
            if let Some(ripe) = ripe {
                memory.jobs.at(PeriodicJob::Outbox, ripe);
            }
        });
        worker.arm();
        if ripe.is_some() {
            worker.save();
            return;
        }
        if worker.said_waiting.replace(false) {
            worker.dispatch(Event::Delivered);
        }
    });
}

/// Tells the user, once, that the end of a call waits to be delivered. An
/// expired sign-in has a notice of its own.
fn say_that_it_waits(worker: &Rc<Worker>, outcome: &Result<(), Fault>) {
    let signed_out = matches!(outcome, Err(Fault::SignedOut | Fault::Unauthorized));
    if signed_out || !worker.outbox.borrow().holds_end() || worker.said_waiting.replace(true) {
        return;
    }
    let offline = !runtime::is_online();
    worker.dispatch(Event::Undelivered { offline });
}

async fn tell_crm(worker: &Rc<Worker>, tell: &OutboxEntry) -> Result<(), Fault> {
    let request = match &tell.what {
        // A worker that died, or an answer that got lost, may have told it
        // already; and rejecting a call that is over would make it a rejected
        // one.
        CrmUpdate::End | CrmUpdate::Reject => {
            let answer = ask(worker, &endpoint::call(tell.call)).await?;
            let session = wire::session(&answer.json()?, signin::skew(worker));
            if session.is_some_and(|session| session.status.is_over()) {
                return Ok(());
            }
            let action = match tell.what {
                CrmUpdate::End => Action::End,
                _ => Action::Reject,
            };
            endpoint::update_status(tell.call, action)
        }
        CrmUpdate::Note(text) => return note(worker, tell.call, text).await,
        CrmUpdate::RecordingLink(link) => endpoint::set_recording_link(tell.call, link),
    };
    ask(worker, &request).await.map(drop)
}

/// Puts the user's note into the call's notes, beside what others wrote there.
async fn note(worker: &Rc<Worker>, call: CallId, text: &str) -> Result<(), Fault> {
    let answer = ask(worker, &endpoint::call(call)).await?;
    let theirs = answer.json()?.text("notes").unwrap_or_default();
    let merged = worker.read(|memory| {
        let before = memory
            .delivered_notes
            .iter()
            .find(|(known, _)| *known == call);
        notes::merged(&theirs, before.map_or("", |(_, text)| text), text)
    });
    ask(worker, &endpoint::set_notes(call, &merged)).await?;
    worker.change(|memory| {
        memory.delivered_notes.retain(|(known, _)| *known != call);
        memory.delivered_notes.push((call, text.to_owned()));
        let surplus = memory
            .delivered_notes
            .len()
            .saturating_sub(DELIVERED_NOTES_MAX);
        memory.delivered_notes.drain(..surplus);
    });
    worker.save();
    Ok(())
}

/// How many calls' notes are remembered.
const DELIVERED_NOTES_MAX: usize = 8;
