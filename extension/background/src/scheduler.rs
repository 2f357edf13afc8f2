//! When each job is due, and what wakes the worker for it.

use std::cell::{Cell, RefCell};

use gloo_timers::callback::Timeout;

use super::calls::Calls;
use super::diagnostics::log;
use super::hook::Hook;
use super::stored::Section;
use ringside::crm::fault::Fault;
use ringside::crm::push_health::PushTrust;
use ringside::domain::{Duration, Timestamp};
use ringside::pace;
use ringside::schedule::{OwnCall, PeriodicJob, PollContext, Schedule};
use ringside::sites::SiteNumber;
use ringside_web::browser::{alarms, clock};

/// How long after a call the user's earlier status comes back.
const FREE_AFTER: Duration = Duration::from_secs(2);

/// The schedule, with an alarm and a timer that wake the worker for it.
pub(super) struct Scheduler {
    /// Each site has an alarm of its own.
    site: SiteNumber,
    jobs: &'static Section<Schedule>,
    calls: &'static Calls,
    /// How far the push socket can be trusted.
    trust: Cell<PushTrust>,
    /// How many requests it takes to ask for presence.
    presence_pages: Cell<u64>,
    timer: RefCell<Option<Timeout>>,
    /// When the alarm fires.
    alarm: Cell<Timestamp>,
    /// Called when something may be due.
    pub(super) on_due: Hook<()>,
}

impl Scheduler {
    pub(super) fn new(
        site: SiteNumber,
        jobs: &'static Section<Schedule>,
        calls: &'static Calls,
    ) -> Self {
        Self {
            site,
            jobs,
            calls,
            trust: Cell::default(),
            presence_pages: Cell::new(1),
            timer: RefCell::new(None),
            alarm: Cell::new(Timestamp(0)),
            on_due: Hook::default(),
        }
    }

    /// Runs `job` at this moment, or as soon after it as the CRM allows.
    pub(super) fn at(&self, job: PeriodicJob, when: Timestamp) {
        self.jobs.change(|jobs| jobs.at(job, when));
    }

    /// Runs everything again as soon as the CRM allows it.
    pub(super) fn hurry(&self) {
        self.jobs.change(|jobs| jobs.hurry(clock::now()));
    }

    /// Whether the CRM allows `job` now.
    pub(super) fn allows(&self, job: PeriodicJob) -> bool {
        self.jobs.read(|jobs| jobs.allows(job, clock::now()))
    }

    /// Cancels this job: nothing waits for it any more.
    pub(super) fn drop(&self, job: PeriodicJob) {
        self.jobs.change(|jobs| jobs.drop(job));
    }

    /// Cancels all jobs: nobody is signed in.
    pub(super) fn clear(&self) {
        self.jobs.change(Schedule::clear);
    }

    /// Takes the jobs that are due now. The outcome of each must be reported.
    pub(super) fn take_due(&self) -> Vec<PeriodicJob> {
        self.jobs.change(|jobs| jobs.take_due(clock::now()))
    }

    /// Polls in the same turn, in addition to the schedule.
    pub(super) fn poll_now(&'static self) {
        self.at(PeriodicJob::Poll, clock::now());
        self.run_due();
    }

    /// Starts everything that is due.
    pub(super) fn run_due(&self) {
        self.on_due.call(());
    }

    /// Records the outcome of a job and sets its next time.
    pub(super) fn report(&self, job: PeriodicJob, outcome: &Result<(), Fault>) {
        let (now, context) = (clock::now(), self.context());
        self.jobs.change(|jobs| match outcome {
            Ok(()) => jobs.went_well(job, now, context),
            Err(fault) if fault.waits_for_sign_in() => {}
            Err(fault) => jobs.failed(job, now, context, fault.retry_after(), clock::random()),
        });
    }

    /// The push socket can be trusted so far.
    pub(super) fn set_trust(&self, trust: PushTrust) {
        self.trust.set(trust);
    }

    /// Presence was queried with so many requests, and shows this of the user's
    /// own calls.
    pub(super) fn saw_presence(&self, pages: u64, own: OwnCall) {
        self.presence_pages.set(pages);
        let (now, context) = (clock::now(), self.context());
        self.jobs
            .change(|jobs| jobs.saw_own_call(own, now, context));
    }

    /// The user's calls are known without a poll.
    pub(super) fn learned_calls(&'static self) {
        let (now, context) = (clock::now(), self.context());
        self.jobs.change(|jobs| jobs.learned_calls(now, context));
        self.arm();
    }

    /// A person came to a page of the CRM.
    pub(super) fn came(&'static self) {
        self.attend();
        let (now, context) = (clock::now(), self.context());
        self.jobs.change(|jobs| jobs.came(now, context));
    }

    /// A person used a page of the CRM.
    pub(super) fn attend(&'static self) {
        self.jobs.change(|jobs| jobs.attend(clock::now()));
        self.adapt();
    }

    /// Something happened to the calls; `ended` is whether one ended.
    pub(super) fn follow_calls(&'static self, ended: bool) {
        if ended {
            // The user is no longer busy, once the CRM knows of the end.
            self.at(PeriodicJob::Beat, clock::now().plus(FREE_AFTER));
        }
        if ended || self.context().ringing {
            // Who calls often calls again.
            self.jobs.change(|jobs| jobs.attend(clock::now()));
        }
        self.adapt();
    }

    /// Applies the current pace, which may have changed.
    pub(super) fn adapt(&'static self) {
        let context = self.context();
        self.jobs.change(|jobs| jobs.adapt(clock::now(), context));
        self.arm();
    }

    /// Makes sure that something wakes the worker when the next job is due.
    pub(super) fn arm(&'static self) {
        let next = self
            .calls
            .read(|state| self.jobs.read(|jobs| pace::next_due(state, jobs)));
        let Some(next) = next else {
            self.timer.take();
            return;
        };
        let awake = alarms::needs_keep_awake() && self.calls.read(|state| state.me().is_some());
        let wake = pace::wake_up(next, clock::now(), awake, self.alarm.get());
        if let Some(alarm) = wake.alarm {
            self.alarm.set(alarm);
            if let Err(cause) = alarms::set(self.site.0, alarm) {
                log(("cannot set the alarm", &cause));
            }
        }
        let timer = wake
            .timer
            .map(|wait| clock::after(wait, move || self.run_due()));
        self.timer.replace(timer);
    }

    fn context(&self) -> PollContext {
        let (now, trust, pages) = (clock::now(), self.trust.get(), self.presence_pages.get());
        let jobs = self.jobs;
        self.calls
            .read(|state| jobs.read(|jobs| pace::context(state, jobs, now, trust, pages)))
    }
}
