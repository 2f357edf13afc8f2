//! What the worker does again and again: poll, beat, look who is there,
//! deliver, keep the push socket open.

use std::rc::Rc;

use futures_util::future::LocalBoxFuture;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::signin::{self, ask};
use super::tabs;
use super::worker::{Worker, log};
use crate::browser::{clock, runtime};
use crate::call::CallId;
use crate::call::machine::What;
use crate::call::notes;
use crate::call::state::Phase;
use crate::crm::directory::Lookup;
use crate::crm::endpoint::{self, Action};
use crate::crm::fault::Fault;
use crate::crm::push::{self, Pushed};
use crate::crm::socket::Socket;
use crate::crm::wire::{self, WirePresence, WireRecord, WireUser};
use crate::outbox::{Delivery, Tell, What as Told};
use crate::presence::reach;
use crate::schedule::Job;
use crate::site::{RecordKind, RecordRef};
use crate::source::Source;

/// The user signed in: everything begins.
pub(super) fn begin(worker: &Rc<Worker>) {
    let now = clock::now();
    worker.change(|memory| {
        memory.jobs.hurry(now);
        for job in [Job::Poll, Job::Beat, Job::Presence] {
            memory.jobs.at(job, now);
        }
    });
    connect(worker);
    deliver(worker);
    run_due(worker);
}

/// The user looks again, after a while: is everything still as it was?
pub(super) fn look_again(worker: &Rc<Worker>) {
    let now = clock::now();
    worker.change(|memory| {
        memory.jobs.at(Job::Poll, now);
        memory.jobs.at(Job::Presence, now);
    });
    run_due(worker);
}

/// The network is back: everything at once, without waiting for a retry.
pub(super) fn hurry(worker: &Rc<Worker>) {
    let now = clock::now();
    worker.change(|memory| memory.jobs.hurry(now));
    connect(worker);
    deliver(worker);
    run_due(worker);
}

/// Polls in the same turn, besides the schedule.
pub(super) fn poll_now(worker: &Rc<Worker>) {
    worker.change(|memory| memory.jobs.at(Job::Poll, clock::now()));
    run_due(worker);
}

/// Runs everything that is due, and tells the machine the time.
pub(super) fn run_due(worker: &Rc<Worker>) {
    worker.take(What::Time);
    let rules = worker.rules();
    if worker.read(|memory| memory.state.rules != rules) {
        // Quiet hours began or ended.
        worker.take(What::Rules(rules));
    }
    for job in worker.change(|memory| memory.jobs.take_due(clock::now())) {
        match job {
            Job::Outbox => deliver(worker),
            Job::Socket => connect(worker),
            job => {
                let worker = worker.clone();
                spawn_local(async move {
                    let outcome = match job {
                        Job::Poll => poll(&worker).await,
                        Job::Beat => beat(&worker).await,
                        _ => presence(&worker).await,
                    };
                    report(&worker, job, outcome);
                    worker.save();
                    worker.arm();
                });
            }
        }
    }
    worker.arm();
}

/// Takes note of how a job went and sets its next time.
fn report(worker: &Rc<Worker>, job: Job, outcome: Result<(), Fault>) {
    let (now, situation) = (clock::now(), worker.situation());
    worker.change(|memory| match outcome {
        Ok(()) => memory.jobs.went_well(job, now, situation),
        // Nothing to do until somebody signs in again.
        Err(Fault::SignedOut | Fault::Unauthorized) => {}
        Err(fault) => {
            let retry_after = match fault {
                Fault::Overloaded { retry_after } => retry_after,
                _ => None,
            };
            memory
                .jobs
                .failed(job, now, situation, retry_after, clock::chance());
        }
    });
}

/// Asks for the user's active call.
async fn poll(worker: &Rc<Worker>) -> Result<(), Fault> {
    let answer = ask(worker, &endpoint::my_active_call()).await?;
    if answer.is_empty() {
        worker.take(What::NoneActive);
        return Ok(());
    }
    let Some(session) = wire::session(&answer.json()?, signin::skew(worker)) else {
        return Ok(());
    };
    let seen = session.id;
    worker.take(What::Seen(session));
    // The CRM names one call; every other that we believe in is looked up.
    let others: Vec<CallId> = worker.read(|memory| {
        let current = memory.state.current.as_ref();
        let current = current
            .filter(|current| !matches!(current.phase, Phase::Ended { .. }))
            .and_then(crate::call::state::Current::call);
        let rings = memory.state.rings.iter().map(|ring| ring.call);
        current
            .into_iter()
            .chain(rings)
            .filter(|call| *call != seen)
            .collect()
    });
    for call in others {
        super::effects::perform(worker, crate::call::machine::Effect::Check(call));
    }
    Ok(())
}

/// Says that the user is there. A heartbeat would make the CRM forget that
/// the user is in a call, so during one "busy" is written instead, which
/// counts as a sign of life as well.
async fn beat(worker: &Rc<Worker>) -> Result<(), Fault> {
    let Some((_, me)) = signin::user(worker) else {
        return Err(Fault::SignedOut);
    };
    if worker.read(|memory| memory.state.is_engaged()) {
        worker.change(|memory| {
            if memory.status_before.is_none() {
                let before = memory.own_status.clone().filter(|status| status != "busy");
                memory.status_before = Some(before.unwrap_or_else(|| "online".to_owned()));
            }
        });
        ask(worker, &endpoint::set_status(me, "busy")).await?;
        return Ok(());
    }
    let before = worker.change(|memory| memory.status_before.take());
    ask(worker, &endpoint::heartbeat()).await?;
    // The heartbeat says online; who was away before the call is away again.
    let status = before.or_else(|| worker.read(|memory| memory.own_status.clone()));
    if let Some(status) = status.filter(|status| status == "away" || status == "offline") {
        ask(worker, &endpoint::set_status(me, &status)).await?;
    }
    Ok(())
}

/// The most pages of a list that are read.
const PAGES_MAX: u32 = 10;

/// Asks who is reachable, when a page shows records.
async fn presence(worker: &Rc<Worker>) -> Result<(), Fault> {
    let me = signin::user(worker).map(|(_, me)| me);
    let rows = pages(worker, endpoint::presence).await?;
    let rows: Vec<_> = rows.iter().filter_map(WirePresence::parse).collect();
    let engaged = worker.read(|memory| memory.state.is_engaged());
    worker.change(|memory| {
        memory.reach = rows.iter().map(|row| (row.user, reach(row))).collect();
        let own = rows.iter().find(|row| Some(row.user) == me.map(|me| me.0));
        if let (Some(own), false) = (own, engaged) {
            memory.own_status = Some(own.status.clone());
        }
    });
    tabs::push_reach(worker);
    Ok(())
}

/// All rows of a paginated list, within reason.
fn pages(
    worker: &Rc<Worker>,
    request: fn(u32) -> endpoint::Request,
) -> LocalBoxFuture<'_, Result<Vec<JsValue>, Fault>> {
    Box::pin(async move {
        let mut rows = Vec::new();
        for number in 1..=PAGES_MAX {
            let page = ask(worker, &request(number)).await?.json()?;
            let results = page.field("results").and_then(|results| results.items());
            rows.extend(results.ok_or_else(|| Fault::Shape("no list".to_owned()))?);
            if page.field("next").is_none() {
                break;
            }
        }
        Ok(rows)
    })
}

/// Learns which users stand behind these records, as far as it is not known.
pub(super) async fn look_up(worker: &Rc<Worker>, records: &[RecordRef]) {
    let now = clock::now();
    let questions = worker.read(|memory| memory.directory.questions(records, now));
    if questions.is_empty() || signin::user(worker).is_none() {
        return;
    }
    let mut complete = true;
    for question in questions {
        if let Err(fault) = learn(worker, &question).await {
            // A support agent may not see employees, say: they are then
            // called by e-mail address.
            complete = complete && !fault.may_pass();
        }
    }
    if complete {
        worker.change(|memory| memory.directory.settle(records, clock::now()));
    }
    if worker.read(|memory| memory.reach.is_empty()) {
        report(worker, Job::Presence, presence(worker).await);
    }
}

async fn learn(worker: &Rc<Worker>, question: &Lookup) -> Result<(), Fault> {
    let now = clock::now();
    match question {
        Lookup::Customers => {
            let rows = pages(worker, endpoint::customers).await?;
            let rows: Vec<_> = rows.iter().map(WireRecord::parse).collect();
            worker.change(|memory| memory.directory.learn_customers(&rows, now));
        }
        Lookup::Users => {
            let rows = pages(worker, endpoint::users).await?;
            let rows: Vec<_> = rows.iter().filter_map(WireUser::parse).collect();
            worker.change(|memory| memory.directory.learn_users(&rows, now));
        }
        Lookup::Customer(id) | Lookup::Employee(id) => {
            let (kind, request) = match question {
                Lookup::Customer(_) => (RecordKind::Customer, endpoint::customer(*id)),
                _ => (RecordKind::Employee, endpoint::employee(*id)),
            };
            let row = WireRecord::parse(&ask(worker, &request).await?.json()?);
            worker.change(|memory| memory.directory.learn_record(kind, *id, &row, now));
        }
    }
    Ok(())
}

/// Delivers what waits in the outbox, in order, one delivery at a time.
pub(super) fn deliver(worker: &Rc<Worker>) {
    let worker = worker.clone();
    spawn_local(async move {
        let _turn = worker.delivering.lock().await;
        if !worker.read(|memory| memory.jobs.allows(Job::Outbox, clock::now())) {
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
                report(&worker, Job::Outbox, outcome);
                worker.save();
                worker.arm();
                return;
            }
        }
        let ripe = worker.outbox.borrow().ripe_at();
        worker.change(|memory| {
            memory.jobs.drop(Job::Outbox);
            if let Some(ripe) = ripe {
                memory.jobs.at(Job::Outbox, ripe);
            }
        });
        worker.arm();
        if ripe.is_some() {
            worker.save();
            return;
        }
        if worker.said_waiting.replace(false) {
            worker.take(What::Delivered);
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
    worker.take(What::Undelivered { offline });
}

async fn tell_crm(worker: &Rc<Worker>, tell: &Tell) -> Result<(), Fault> {
    let request = match &tell.what {
        // A worker that died, or an answer that got lost, may have told it
        // already; and rejecting a call that is over would make it a rejected
        // one.
        Told::End | Told::Reject => {
            let answer = ask(worker, &endpoint::call(tell.call)).await?;
            let session = wire::session(&answer.json()?, signin::skew(worker));
            if session.is_some_and(|session| session.status.is_over()) {
                return Ok(());
            }
            let action = match tell.what {
                Told::End => Action::End,
                _ => Action::Reject,
            };
            endpoint::update_status(tell.call, action)
        }
        Told::Note(text) => return note(worker, tell.call, text).await,
        Told::RecordingLink(link) => endpoint::set_recording_link(tell.call, link),
    };
    ask(worker, &request).await.map(drop)
}

/// Puts the user's note into the call's notes, beside what others wrote there.
async fn note(worker: &Rc<Worker>, call: CallId, text: &str) -> Result<(), Fault> {
    let answer = ask(worker, &endpoint::call(call)).await?;
    let theirs = answer.json()?.text("notes").unwrap_or_default();
    let merged = worker.read(|memory| {
        let before = memory.noted.iter().find(|(known, _)| *known == call);
        notes::merged(&theirs, before.map_or("", |(_, text)| text), text)
    });
    ask(worker, &endpoint::set_notes(call, &merged)).await?;
    worker.change(|memory| {
        memory.noted.retain(|(known, _)| *known != call);
        memory.noted.push((call, text.to_owned()));
        let surplus = memory.noted.len().saturating_sub(NOTED_MAX);
        memory.noted.drain(..surplus);
    });
    worker.save();
    Ok(())
}

/// How many calls' notes are remembered.
const NOTED_MAX: usize = 8;

/// Opens the push socket, if somebody is signed in and it is not open.
pub(super) fn connect(worker: &Rc<Worker>) {
    if worker.socket.borrow().is_some() {
        return;
    }
    let Some(address) = signin::user(worker).and_then(|(api, me)| push::address(&api, me)) else {
        return;
    };
    let (on_push, on_close) = (Rc::downgrade(worker), Rc::downgrade(worker));
    let skew = signin::skew(worker);
    let socket = Socket::connect(
        &address,
        skew,
        move |pushed| {
            let Some(worker) = on_push.upgrade() else {
                return;
            };
            match pushed {
                Pushed::Call(session) => worker.take(What::Seen(*session)),
                // There is no replay: ask what was missed.
                Pushed::Open => {
                    report(&worker, Job::Socket, Ok(()));
                    poll_now(&worker);
                }
                Pushed::Pong | Pushed::Unknown => {}
            }
        },
        move || {
            if let Some(worker) = on_close.upgrade() {
                worker.socket.take();
                report(&worker, Job::Socket, Err(Fault::Network("push".to_owned())));
                // Polling is at its quick pace again, from now on.
                let (now, situation) = (clock::now(), worker.situation());
                worker.change(|memory| memory.jobs.adapt(now, situation));
                worker.arm();
            }
        },
    );
    match socket {
        Ok(socket) => {
            worker.socket.replace(Some(socket));
        }
        Err(cause) => log(&format!("no push socket: {cause}")),
    }
}
