//! Requests about calls to the CRM. Every outcome comes back as an event.

use std::cell::Cell;

use wasm_bindgen_futures::spawn_local;

use super::api_health::ApiHealth;
use super::calls::Calls;
use super::crm_client::{Crm, CrmClient};
use super::fallbacks::FallbackRoutes;
use super::hook::Hook;
use super::people::People;
use super::preferences::Preferences;
use ringside::call::lookup;
use ringside::call::machine::Event;
use ringside::crm::directory::Known;
use ringside::crm::endpoint::{self, Action, Request};
use ringside::crm::fault::Fault;
use ringside::crm::session::Session;
use ringside::domain::{CallId, Media, Refusal, Timestamp, UserId};
use ringside::json::JsonValue;
use ringside::site::RecordRef;
use ringside_web::browser::{clock, runtime};

/// Asks the CRM about calls, and makes and answers them.
pub(super) struct CallRequests {
    calls: &'static Calls,
    client: &'static CrmClient,
    routes: &'static FallbackRoutes,
    people: &'static People,
    preferences: &'static Preferences,
    health: &'static ApiHealth,
    /// How many answers to calls are on their way to the CRM.
    answers: Cell<u32>,
    /// Called with each call that a poll shows, and when it was made.
    pub(super) on_polled: Hook<(CallId, Option<Timestamp>)>,
}

impl CallRequests {
    pub(super) fn new(
        calls: &'static Calls,
        client: &'static CrmClient,
        routes: &'static FallbackRoutes,
        people: &'static People,
        preferences: &'static Preferences,
        health: &'static ApiHealth,
    ) -> Self {
        Self {
            calls,
            client,
            routes,
            people,
            preferences,
            health,
            answers: Cell::new(0),
            on_polled: Hook::default(),
        }
    }

    /// Asks for the user's active call. The outcome shows whether the API
    /// answers.
    pub(super) async fn poll(&'static self) -> Result<(), Fault> {
        let crm = self.client.begin()?;
        let outcome = self.ask_for_active_call(&crm).await;
        self.health.observe(crm.api(), &outcome);
        outcome
    }

    async fn ask_for_active_call(&'static self, crm: &Crm) -> Result<(), Fault> {
        let answer = crm.ask(&endpoint::my_active_call()).await?;
        if answer.is_empty() {
            self.calls.dispatch(Event::NoneActive);
            return Ok(());
        }
        let json = answer.json()?;
        if json.field("id").is_none() {
            return Err(Fault::Shape("no call".to_owned()));
        }
        let Some(session) = crm.session(&json) else {
            return Ok(());
        };
        let seen = session.id;
        self.on_polled.call((seen, session.created_at));
        self.on_looked_up(crm, session).await;
        let others = self.calls.read(|state| lookup::unconfirmed_by(state, seen));
        for call in others {
            self.check(call);
        }
        Ok(())
    }

    /// Fetches all calls of the user once connected: the CRM does not replay
    /// pushes, and a poll names only the newest call. Nothing depends on it, so
    /// after a failure the next connection tries again.
    pub(super) fn fetch_all_calls(&'static self) {
        spawn_local(async move {
            let Ok(crm) = self.client.begin() else {
                return;
            };
            let Ok(sessions) = self.routes.running_calls(&crm).await else {
                return;
            };
            let (now, ring_time) = (clock::now(), self.preferences.rules(None).ring_time);
            for session in sessions {
                if lookup::is_news(&session, now, ring_time) {
                    self.calls.dispatch(Event::Seen(session));
                }
            }
        });
    }

    /// Asks the CRM to call this record's person. `attempt` is the number of
    /// the user's attempt.
    pub(super) fn initiate(
        &'static self,
        attempt: u64,
        record: RecordRef,
        user: Option<UserId>,
        media: Media,
    ) {
        spawn_local(async move {
            self.calls
                .dispatch(match self.ring(attempt, &record, user, media).await {
                    Ok(session) => Event::Placed { attempt, session },
                    Err(why) => Event::PlaceFailed { attempt, why },
                });
        });
    }

    /// By user number where it is known, else by e-mail address.
    async fn ring(
        &'static self,
        attempt: u64,
        record: &RecordRef,
        user: Option<UserId>,
        media: Media,
    ) -> Result<Session, Refusal> {
        let crm = self.client.begin().map_err(|fault| fault.refusal(true))?;
        let known = match user {
            Some(user) => Known::User(user),
            None => self.people.user(&crm, record).await,
        };
        if let (None, Known::User(user)) = (user, known) {
            self.calls.dispatch(Event::Recipient { attempt, user });
        }
        let request = match (known, &record.email) {
            (Known::User(user), _) => endpoint::initiate(user, media),
            (_, Some(email)) => endpoint::initiate_by_email(email, media),
            (_, None) => return Err(Refusal::NoAccount),
        };
        send(&crm, &request)
            .await
            .map_err(|fault| self.health.refusal(&fault))
    }

    /// Tells the CRM that the user answers this call.
    pub(super) fn answer(&'static self, call: CallId) {
        spawn_local(async move {
            let outcome = match self.client.begin() {
                Ok(crm) => self.send_answer(&crm, call).await,
                Err(fault) => Err(fault),
            };
            let answered = lookup::answered(call, outcome, runtime::is_online());
            self.calls.dispatch(answered);
        });
    }

    async fn send_answer(&self, crm: &Crm, call: CallId) -> Result<Session, Fault> {
        self.answers.set(self.answers.get() + 1);
        let outcome = send(crm, &endpoint::update_status(call, Action::Answer)).await;
        self.answers.set(self.answers.get() - 1);
        outcome
    }

    /// Fetches the current state of a call.
    pub(super) fn check(&'static self, call: CallId) {
        spawn_local(async move {
            let Ok(crm) = self.client.begin() else {
                return;
            };
            let answer = crm.ask(&endpoint::call(call)).await;
            match answer.and_then(|answer| answer.json()) {
                Ok(json) => {
                    if let Some(session) = crm.session(&json) {
                        self.on_looked_up(&crm, session).await;
                    }
                }
                Err(Fault::NotFound) => self.calls.dispatch(Event::Gone(call)),
                // The next poll asks again.
                Err(_) => {}
            }
        });
    }

    /// A poll or a look-up shows this call. An answer that was lost on the way is
    /// sent again, unless one is on its way.
    async fn on_looked_up(&'static self, crm: &Crm, session: Session) {
        let call = session.id;
        self.calls.dispatch(Event::Seen(session.clone()));
        let again = self.answers.get() == 0
            && self
                .calls
                .read(|state| lookup::must_answer_again(state, &session));
        if again && let Ok(session) = self.send_answer(crm, call).await {
            self.calls.dispatch(Event::Seen(session));
        }
    }
}

/// Sends a request whose answer wraps a call session.
async fn send(crm: &Crm, request: &Request) -> Result<Session, Fault> {
    let answer = crm.ask(request).await?;
    let session = answer.json()?.field("call_session");
    session
        .and_then(|session| crm.session(&session))
        .ok_or_else(|| Fault::Shape("no call session".to_owned()))
}
