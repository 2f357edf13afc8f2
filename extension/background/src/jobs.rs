//! What the worker does again and again: poll, beat, look who is there,
//! deliver, keep the push socket open.

use std::rc::Rc;

use futures_util::future::LocalBoxFuture;
use ringside_web::json::Json;
use wasm_bindgen_futures::spawn_local;

use super::delivery::deliver;
use super::diagnostics::log;
use super::fallbacks;
use super::signin::{self, ask};
use super::tabs;
use super::worker::Worker;
use ringside::call::machine::Event;
use ringside::call::state::Phase;
use ringside::crm::directory::Lookup;
use ringside::crm::endpoint;
use ringside::crm::fault::Fault;
use ringside::crm::push::{self, Pushed};
use ringside::crm::wire::{self, WirePresence, WireRecord, WireUser};
use ringside::domain::CallId;
use ringside::json::JsonValue;
use ringside::presence::reach;
use ringside::schedule::PeriodicJob;
use ringside::site::{RecordKind, RecordRef};
use ringside_web::browser::clock;
use ringside_web::socket::Socket;

/// The user signed in: everything begins.
pub(super) fn begin(worker: &Rc<Worker>) {
    let now = clock::now();
    worker.change(|memory| {
        memory.jobs.hurry(now);
        for job in [PeriodicJob::Poll, PeriodicJob::Beat, PeriodicJob::Presence] {
            memory.jobs.at(job, now);
        }
    });
    connect(worker);
    deliver(worker);
    run_due(worker);
}

/// The user looks again, after a while: is everything still as it was?
pub(super) fn refresh(worker: &Rc<Worker>) {
    let now = clock::now();
    worker.change(|memory| {
        memory.jobs.at(PeriodicJob::Poll, now);
        memory.jobs.at(PeriodicJob::Presence, now);
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
    worker.change(|memory| memory.jobs.at(PeriodicJob::Poll, clock::now()));
    run_due(worker);
}

/// Runs everything that is due, and tells the machine the time.
pub(super) fn run_due(worker: &Rc<Worker>) {
    worker.dispatch(Event::Time);
    let rules = worker.rules();
    if worker.read(|memory| memory.state.rules != rules) {
        // Quiet hours began or ended.
        worker.dispatch(Event::Rules(rules));
    }
    for job in worker.change(|memory| memory.jobs.take_due(clock::now())) {
        match job {
            PeriodicJob::Outbox => deliver(worker),
            PeriodicJob::Socket => connect(worker),
            job => {
                let worker = worker.clone();
                spawn_local(async move {
                    let outcome = match job {
                        PeriodicJob::Poll => poll(&worker).await,
                        PeriodicJob::Beat => beat(&worker).await,
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
pub(super) fn report(worker: &Rc<Worker>, job: PeriodicJob, outcome: Result<(), Fault>) {
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
        worker.dispatch(Event::NoneActive);
        return Ok(());
    }
    let Some(session) = wire::session(&answer.json()?, signin::skew(worker)) else {
        return Ok(());
    };
    let seen = session.id;
    worker.dispatch(Event::Seen(session));
    // The CRM names one call; every other that we believe in is looked up.
    let others: Vec<CallId> = worker.read(|memory| {
        let current = memory.state.current.as_ref();
        let current = current
            .filter(|current| !matches!(current.phase, Phase::Ended { .. }))
            .and_then(ringside::call::state::Current::call);
        let rings = memory.state.rings.iter().map(|ring| ring.call);
        current
            .into_iter()
            .chain(rings)
            .filter(|call| *call != seen)
            .collect()
    });
    for call in others {
        super::effects::perform(worker, ringside::call::machine::Effect::Check(call));
    }
    Ok(())
}

/// Looks at all calls of the user, once a connection stands: the CRM has no
/// replay, and names only the newest call when it is polled. Nothing depends
/// on it, so a failure is left to the next connection.
fn survey_soon(worker: &Rc<Worker>) {
    let worker = worker.clone();
    spawn_local(async move {
        let Ok(sessions) = fallbacks::running_calls(&worker).await else {
            return;
        };
        let (now, ring_ms) = (clock::now(), worker.rules().ring_ms);
        for session in sessions {
            // An old one that still is pending is not news: nothing at the CRM
            // ever times out.
            let is_old = |at| now.since(at) > ring_ms;
            if !(session.status.rings() && session.created_at.is_some_and(is_old)) {
                worker.dispatch(Event::Seen(session));
            }
        }
    });
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
        return fallbacks::set_status(worker, me, "busy").await;
    }
    let before = worker.change(|memory| memory.status_before.take());
    ask(worker, &endpoint::heartbeat()).await?;
    // The heartbeat says online; who was away before the call is away again.
    let status = before.or_else(|| worker.read(|memory| memory.own_status.clone()));
    if let Some(status) = status.filter(|status| status == "away" || status == "offline") {
        fallbacks::set_status(worker, me, &status).await?;
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
) -> LocalBoxFuture<'_, Result<Vec<Json>, Fault>> {
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
pub(super) async fn resolve_users(worker: &Rc<Worker>, records: &[RecordRef]) {
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
        report(worker, PeriodicJob::Presence, presence(worker).await);
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
                Pushed::Call(session) => worker.dispatch(Event::Seen(*session)),
                // There is no replay: ask what was missed.
                Pushed::Open => {
                    report(&worker, PeriodicJob::Socket, Ok(()));
                    poll_now(&worker);
                    survey_soon(&worker);
                }
                Pushed::Pong | Pushed::Unknown => {}
            }
        },
        move || {
            if let Some(worker) = on_close.upgrade() {
                worker.socket.take();
                report(
                    &worker,
                    PeriodicJob::Socket,
                    Err(Fault::Network("push".to_owned())),
                );
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
