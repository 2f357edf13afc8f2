//! Carries out what the machine decided.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::diagnostics::log;
use super::worker::{Before, Worker};
use super::{jobs, signin, uploads};
use ringside::call::intent::Intent;
use ringside::call::machine::{Effect, Event};
use ringside::call::state::{Incoming, Phase, State};
use ringside::crm::directory::Known;
use ringside::crm::endpoint::{self, Action};
use ringside::crm::fault::Fault;
use ringside::crm::wire;
use ringside::domain::{CallId, Media, Refusal, UserId};
use ringside::json::JsonValue;
use ringside::site::RecordRef;
use ringside::text;
use ringside_web::browser::{action, clock, i18n, notifications, runtime, sound, tabs, windows};

/// Carries out one effect, without waiting for its outcome: that comes back
/// as an event.
pub(super) fn perform(worker: &Rc<Worker>, effect: Effect) {
    match effect {
        // Already in the outbox.
        Effect::OutboxEntry(_) => {}
        Effect::PageCommand(host, order) => worker.ports.post(host, &order),
        Effect::UploadGrant {
            host,
            call,
            refused,
        } => uploads::permit(worker, host, call, refused),
        Effect::Initiate {
            attempt,
            record,
            user,
            media,
        } => {
            let worker = worker.clone();
            spawn_local(async move {
                let what = match initiate(&worker, &record, user, media).await {
                    Ok(session) => Event::Placed { attempt, session },
                    Err(why) => Event::PlaceFailed { attempt, why },
                };
                worker.dispatch(what);
            });
        }
        Effect::Answer(call) => {
            let worker = worker.clone();
            spawn_local(async move {
                let request = endpoint::update_status(call, Action::Answer);
                let answered = outcome(&worker, &request).await;
                worker.dispatch(answered_with(call, answered));
            });
        }
        Effect::Check(call) => {
            let worker = worker.clone();
            spawn_local(async move { check(&worker, call).await });
        }
        Effect::Poll => jobs::poll_now(worker),
        Effect::OpenWindow => {
            spawn_local(async move {
                if let Err(cause) = windows::open("pages/call.html").await {
                    log(&format!("cannot open a window: {cause}"));
                }
            });
        }
        Effect::OpenCrm => {
            let crm = worker.read(|memory| memory.site.as_ref().map(|site| site.origin.clone()));
            if let Some(crm) = crm {
                spawn_local(async move {
                    if let Err(cause) = tabs::open(&crm).await {
                        log(&format!("cannot open the CRM: {cause}"));
                    }
                });
            }
        }
        Effect::Focus(tab) => {
            spawn_local(async move {
                if let Err(cause) = tabs::focus(tab).await {
                    log(&format!("cannot show the tab: {cause}"));
                }
            });
        }
    }
}

/// Asks the CRM to ring this record's person: by user number where it is
/// known, else by e-mail address.
async fn initiate(
    worker: &Rc<Worker>,
    record: &RecordRef,
    user: Option<UserId>,
    media: Media,
) -> Result<ringside::crm::session::Session, Refusal> {
    let known = if let Some(user) = user {
        Known::User(user)
    } else {
        jobs::resolve_users(worker, std::slice::from_ref(record)).await;
        worker.read(|memory| memory.directory.user(record, clock::now()))
    };
    let request = match (known, &record.email) {
        (Known::User(user), _) => endpoint::initiate(user, media),
        (_, Some(email)) => endpoint::initiate_by_email(email, media),
        (_, None) => return Err(Refusal::NoAccount),
    };
    outcome(worker, &request)
        .await
        .map_err(|fault| fault.refusal(runtime::is_online()))
}

/// Sends a request that is answered with a call session in a wrapper.
async fn outcome(
    worker: &Rc<Worker>,
    request: &endpoint::Request,
) -> Result<ringside::crm::session::Session, Fault> {
    let answer = signin::ask(worker, request).await?;
    let session = answer
        .json()?
        .field("call_session")
        .and_then(|session| wire::session(&session, signin::skew(worker)));
    session.ok_or_else(|| Fault::Shape("no call session".to_owned()))
}

/// What an attempt to answer came to. Only a clear refusal ends the call; a
/// lost answer is looked into.
fn answered_with(call: CallId, outcome: Result<ringside::crm::session::Session, Fault>) -> Event {
    match outcome {
        Ok(session) => Event::Seen(session),
        Err(fault) if fault.may_pass() && fault != Fault::SignedOut => Event::AnswerFailed {
            call,
            why: Refusal::Gone,
        },
        Err(Fault::NotFound) => Event::Gone(call),
        Err(fault) => Event::AnswerFailed {
            call,
            why: match fault.refusal(runtime::is_online()) {
                // The CRM says that it cannot be answered: look why.
                Refusal::CrmTrouble => Refusal::Gone,
                why => why,
            },
        },
    }
}

/// Asks what became of a call.
async fn check(worker: &Rc<Worker>, call: CallId) {
    let answer = signin::ask(worker, &endpoint::call(call)).await;
    match answer.and_then(|answer| answer.json()) {
        Ok(json) => {
            if let Some(session) = wire::session(&json, signin::skew(worker)) {
                let active = session.status == ringside::crm::session::Status::Pending;
                worker.dispatch(Event::Seen(session));
                // Our answer got lost on its way: once more.
                let unconfirmed = worker.read(|memory| {
                    matches!(
                        memory.state.current.as_ref().map(|current| &current.phase),
                        Some(Phase::Live(live)) if live.call == call && !live.confirmed
                    )
                });
                if active && unconfirmed {
                    let request = endpoint::update_status(call, Action::Answer);
                    if let Ok(session) = outcome(worker, &request).await {
                        worker.dispatch(Event::Seen(session));
                    }
                }
            }
        }
        Err(Fault::NotFound) => worker.dispatch(Event::Gone(call)),
        // The next poll asks again.
        Err(_) => {}
    }
}

/// Makes sound, toolbar and notifications agree with the state.
pub(super) fn reconcile(worker: &Rc<Worker>, before: &Before, state: &State) {
    let sounds = state.sounds() && !worker.settings.borrow().silent;
    if worker.sounding.replace(Some(sounds)) != Some(sounds) {
        let volume = worker.settings.borrow().ring_volume;
        spawn_local(async move {
            let done = if sounds {
                sound::start(volume).await
            } else {
                sound::stop().await
            };
            if let Err(cause) = done {
                log(&format!("the ring's sound: {cause}"));
            }
        });
    }
    toolbar(state);
    let watched = state.is_watched();
    let notify = worker.settings.borrow().notify && !state.rules.quiet;
    let wanted: Vec<Incoming> = if watched || !notify {
        Vec::new()
    } else {
        state.rings.clone()
    };
    let shown = worker
        .notified
        .replace(wanted.iter().map(|ring| name(ring.call)).collect());
    for id in before
        .rings
        .iter()
        .map(|call| name(*call))
        .chain(shown.iter().cloned())
    {
        if !wanted.iter().any(|ring| name(ring.call) == id) {
            spawn_local(async move { notifications::clear(&id).await });
        }
    }
    for ring in wanted {
        if !shown.contains(&name(ring.call)) {
            spawn_local(async move { notify_of(ring).await });
        }
    }
}

fn name(call: CallId) -> String {
    format!("ring-{}", call.0)
}

async fn notify_of(ring: Incoming) {
    let message = match ring.media {
        Media::Audio => text::notify_audio(),
        Media::Video => text::notify_video(),
    };
    let shown = notifications::show(notifications::Notification {
        id: &name(ring.call),
        title: &ring.peer.name,
        message: &i18n::text(message),
        buttons: &[
            &i18n::text(text::notify_answer()),
            &i18n::text(text::notify_decline()),
        ],
    })
    .await;
    if let Err(cause) = shown {
        log(&format!("no notification: {cause}"));
    }
}

/// A notification was clicked: on its first or second button, or elsewhere.
pub(super) fn notification_clicked(worker: &Rc<Worker>, id: &str, button: Option<u32>) {
    let ring = worker.read(|memory| {
        let mut rings = memory.state.rings.iter();
        rings.find(|ring| name(ring.call) == id).cloned()
    });
    let Some(ring) = ring else {
        return;
    };
    let tab = worker.read(|memory| memory.state.best_tab());
    let call = ring.call;
    let intent = match button {
        Some(0) => Intent::Answer {
            call,
            media: ring.media,
        },
        Some(_) => Intent::Decline { call, note: None },
        None => {
            if let Some(tab) = tab {
                perform(worker, Effect::Focus(tab));
            }
            return;
        }
    };
    if let (Intent::Answer { .. }, Some(tab)) = (&intent, tab) {
        perform(worker, Effect::Focus(tab));
    }
    worker.dispatch(Event::Intent { intent, tab });
}

/// The toolbar button says what goes on, in a sign, a colour and words.
fn toolbar(state: &State) {
    let (badge, colour, title) = if !state.rings.is_empty() {
        ("●", "#16a34a", text::toolbar_ringing())
    } else if state.is_engaged() {
        ("●", "#16a34a", text::toolbar_in_call())
    } else {
        match state.account {
            ringside::call::view::AccountView::Expired => ("!", "#d97706", text::toolbar_sign_in()),
            ringside::call::view::AccountView::SignedOut => {
                ("", "#6b7280", text::toolbar_signed_out())
            }
            ringside::call::view::AccountView::SignedIn { .. } => {
                ("", "#16a34a", text::toolbar_ready())
            }
        }
    };
    action::show(badge, colour, &i18n::text(title));
}
