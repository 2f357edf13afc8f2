//! The CRM's push socket, open while somebody is signed in.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;

use super::call_requests::CallRequests;
use super::calls::Calls;
use super::crm_client::{Crm, CrmClient};
use super::diagnostics::log;
use super::scheduler::Scheduler;
use ringside::call::machine::Event;
use ringside::crm::fault::Fault;
use ringside::crm::push::{self, Pushed};
use ringside::crm::push_health::{PushAction, PushEvent, PushHealth, PushState};
use ringside::domain::{CallId, Timestamp};
use ringside::schedule::PeriodicJob;
use ringside_web::browser::clock;
use ringside_web::socket::Socket;

pub(super) struct PushSocket {
    /// With the identity whose pushes come on it.
    socket: RefCell<Option<(Crm, Socket)>>,
    health: RefCell<PushHealth>,
    /// Until the next ping, or the deadline of an answer.
    timer: RefCell<Option<Timeout>>,
    client: &'static CrmClient,
    calls: &'static Calls,
    requests: &'static CallRequests,
    scheduler: &'static Scheduler,
}

impl PushSocket {
    pub(super) fn new(
        client: &'static CrmClient,
        calls: &'static Calls,
        requests: &'static CallRequests,
        scheduler: &'static Scheduler,
    ) -> Self {
        Self {
            socket: RefCell::new(None),
            health: RefCell::default(),
            timer: RefCell::new(None),
            client,
            calls,
            requests,
            scheduler,
        }
    }

    /// Connects, if somebody is signed in and it is not connected.
    pub(super) fn connect(&'static self) {
        let is_connected = |(crm, _): &(Crm, Socket)| crm.is_current();
        if self.socket.borrow().as_ref().is_some_and(is_connected) {
            return;
        }
        let Some(crm) = self.client.begin().ok().filter(Crm::is_allowed) else {
            return;
        };
        let Some(address) = push::address(crm.api(), crm.user()) else {
            return;
        };
        let skew = move || self.client.skew();
        let whose = crm.clone();
        let on_pushed = move |pushed| {
            if whose.is_current() {
                self.on_pushed(pushed);
            }
        };
        match Socket::connect(&address, skew, on_pushed, move || self.on_closed()) {
            Ok(socket) => {
                self.socket.replace(Some((crm, socket)));
                self.step(PushEvent::Opening);
            }
            Err(_) => log("no push socket"),
        }
    }

    /// Closes the connection, with all that is known of it: nobody is signed in
    /// any more, or the API is elsewhere.
    pub(super) fn close(&self) {
        self.socket.take();
        self.timer.take();
        self.health.take();
        self.scheduler.drop(PeriodicJob::Socket);
        self.scheduler.set_trust(self.health.borrow().trust());
    }

    /// How it is with the connection.
    pub(super) fn state(&self) -> PushState {
        self.health.borrow().state()
    }

    /// A poll showed this call.
    pub(super) fn on_polled(&'static self, call: CallId, created: Option<Timestamp>) {
        self.step(PushEvent::Polled { call, created });
    }

    fn on_pushed(&'static self, pushed: Pushed) {
        match pushed {
            Pushed::Call(session) => {
                self.step(PushEvent::Pushed(session.id));
                self.calls.dispatch(Event::Seen(*session));
                self.scheduler.learned_calls();
            }
            // There is no replay: ask what was missed.
            Pushed::Open => {
                self.step(PushEvent::Greeted);
                self.scheduler.report(PeriodicJob::Socket, &Ok(()));
                self.scheduler.poll_now();
                self.requests.fetch_all_calls();
            }
            Pushed::Pong | Pushed::Unknown => self.step(PushEvent::Heard),
        }
    }

    fn on_closed(&'static self) {
        self.step(PushEvent::Closed);
        self.try_later();
    }

    fn step(&'static self, event: PushEvent) {
        let before = self.state();
        let action = self.health.borrow_mut().step(clock::now(), event);
        let after = self.state();
        if before != after {
            log(push::description(after));
        }
        self.scheduler.set_trust(self.health.borrow().trust());
        match action {
            Some(PushAction::Ping) => {
                if let Some((_, socket)) = &*self.socket.borrow() {
                    socket.ping();
                }
            }
            Some(PushAction::Reconnect) => self.try_later(),
            None => {}
        }
        self.arm();
    }

    /// Drops the connection. Polling is at its quick pace until another one is
    /// there.
    fn try_later(&'static self) {
        self.socket.take();
        let fault = Fault::Network("push".to_owned());
        self.scheduler.report(PeriodicJob::Socket, &Err(fault));
        self.scheduler.adapt();
    }

    fn arm(&'static self) {
        let deadline = self.health.borrow().deadline();
        let timer = deadline.map(|deadline| {
            let wait = deadline.since(clock::now());
            clock::after(wait, move || self.step(PushEvent::Time))
        });
        self.timer.replace(timer);
    }
}
