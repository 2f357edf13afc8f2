//! The worker's periodic jobs, and what makes them run at once.

use wasm_bindgen_futures::spawn_local;

use super::call_requests::CallRequests;
use super::calls::Calls;
use super::delivery::OutboxDelivery;
use super::own_status::OwnStatus;
use super::people::People;
use super::preferences::Preferences;
use super::push_socket::PushSocket;
use super::saver::Saver;
use super::scheduler::Scheduler;
use ringside::call::machine::Event;
use ringside::schedule::PeriodicJob;
use ringside_web::browser::clock;

/// Runs the jobs that are due.
pub(super) struct Jobs {
    pub(super) calls: &'static Calls,
    pub(super) preferences: &'static Preferences,
    /// The CRM's origin.
    pub(super) origin: &'static str,
    pub(super) scheduler: &'static Scheduler,
    pub(super) saver: &'static Saver,
    pub(super) requests: &'static CallRequests,
    pub(super) own_status: &'static OwnStatus,
    pub(super) people: &'static People,
    pub(super) socket: &'static PushSocket,
    pub(super) delivery: &'static OutboxDelivery,
}

impl Jobs {
    /// The user signed in: all jobs start.
    pub(super) fn start(&'static self) {
        for job in [PeriodicJob::Poll, PeriodicJob::Beat, PeriodicJob::Presence] {
            self.scheduler.at(job, clock::now());
        }
        self.hurry();
    }

    /// A person came to a page of the CRM: what may have changed is fetched,
    /// unless it was a moment ago.
    pub(super) fn came(&'static self) {
        self.scheduler.came();
        self.run_due();
    }

    /// A person uses a page of the CRM.
    pub(super) fn attended(&'static self) {
        self.scheduler.attend();
        self.run_due();
    }

    /// The network is back: everything at once, without waiting for a retry.
    pub(super) fn hurry(&'static self) {
        self.scheduler.hurry();
        self.socket.connect();
        self.delivery.deliver();
        self.run_due();
    }

    /// Runs everything that is due, and dispatches the time to the calls.
    pub(super) fn run_due(&'static self) {
        self.calls.dispatch(Event::Time);
        let rules = self.preferences.rules(Some(self.origin));
        if self.calls.read(|state| state.rules != rules) {
            // Quiet hours began or ended, or another CRM is signed in at.
            self.calls.dispatch(Event::Rules(rules));
        }
        for job in self.scheduler.take_due() {
            match job {
                PeriodicJob::Outbox => self.delivery.deliver(),
                PeriodicJob::Socket => self.socket.connect(),
                PeriodicJob::Poll | PeriodicJob::Beat | PeriodicJob::Presence => self.run(job),
            }
        }
        self.scheduler.arm();
    }

    fn run(&'static self, job: PeriodicJob) {
        spawn_local(async move {
            let outcome = match job {
                PeriodicJob::Poll => self.requests.poll().await,
                PeriodicJob::Beat => self.own_status.send_heartbeat().await,
                _ => self.people.refresh().await,
            };
            self.scheduler.report(job, &outcome);
            self.saver.save();
            self.scheduler.arm();
        });
    }
}
