//! The CRM's push socket, open while somebody is signed in.

use std::cell::RefCell;

use super::call_requests::CallRequests;
use super::calls::Calls;
use super::crm_client::CrmClient;
use super::diagnostics::log;
use super::scheduler::Scheduler;
use ringside::call::machine::Event;
use ringside::crm::fault::Fault;
use ringside::crm::push::{self, Pushed};
use ringside::schedule::PeriodicJob;
use ringside_web::socket::Socket;

pub(super) struct PushSocket {
    socket: RefCell<Option<Socket>>,
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
            client,
            calls,
            requests,
            scheduler,
        }
    }

    /// Connects, if somebody is signed in and it is not connected.
    pub(super) fn connect(&'static self) {
        if self.socket.borrow().is_some() {
            return;
        }
        let user = self.client.user();
        let Some(address) = user.and_then(|(api, me)| push::address(&api, me)) else {
            return;
        };
        let skew = self.client.skew();
        let on_pushed = move |pushed| self.on_pushed(pushed);
        match Socket::connect(&address, skew, on_pushed, move || self.on_closed()) {
            Ok(socket) => {
                self.socket.replace(Some(socket));
            }
            Err(cause) => log(&format!("no push socket: {cause}")),
        }
    }

    /// Closes the connection: nobody is signed in any more.
    pub(super) fn close(&self) {
        self.socket.take();
        self.scheduler.set_pushed(false);
    }

    fn on_pushed(&'static self, pushed: Pushed) {
        match pushed {
            Pushed::Call(session) => self.calls.dispatch(Event::Seen(*session)),
            // There is no replay: ask what was missed.
            Pushed::Open => {
                self.scheduler.set_pushed(true);
                self.scheduler.report(PeriodicJob::Socket, &Ok(()));
                self.scheduler.poll_now();
                self.requests.fetch_all_calls();
            }
            Pushed::Pong | Pushed::Unknown => {}
        }
    }

    /// The connection broke. Polling is at its quick pace again.
    fn on_closed(&'static self) {
        self.close();
        let fault = Fault::Network("push".to_owned());
        self.scheduler.report(PeriodicJob::Socket, &Err(fault));
        self.scheduler.adapt();
    }
}
