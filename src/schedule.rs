//! When to poll, send heartbeats and retry.
//!
//! There is one alarm and many jobs. The due times are stored, so that a new
//! worker continues where the last one was ended.

mod attention;
mod interval;
#[cfg(test)]
mod simulation;

use self::attention::Attention;
pub use self::interval::{PollContext, interval};
use crate::codec::Codec;
use crate::crm::push_health::PushTrust;
use crate::domain::backoff::doubled;
use crate::domain::{Clock, Duration, Timestamp};

/// A job that the worker repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Codec)]
pub enum PeriodicJob {
    /// Ask for the user's active call.
    Poll,
    /// Send the heartbeat.
    Beat,
    /// Query presence.
    Presence,
    /// Deliver what waits in the outbox.
    Outbox,
    /// Open the push socket again.
    Socket,
}

/// The first retry comes within this time.
const RETRY_FIRST: Duration = Duration::from_secs(2);
/// Later retries come within this time.
const RETRY_MAX: Duration = Duration::from_mins(5);
/// The same for the push socket: a CRM that refuses it will do so all day.
const RETRY_SOCKET_MAX: Duration = Duration::from_mins(15);

/// How long to wait after this many failures in a row: "full jitter", a moment
/// drawn evenly from a window that doubles, so that a thousand browsers do not
/// come back at the same moment. `chance` is drawn from 0 to 1.
#[must_use]
pub fn backoff(job: PeriodicJob, failures: u32, chance: f64) -> Duration {
    let max = match job {
        PeriodicJob::Socket => RETRY_SOCKET_MAX,
        _ => RETRY_MAX,
    };
    let window = doubled(RETRY_FIRST, max, failures.saturating_sub(1));
    let chance = if chance.is_finite() {
        chance.clamp(0.0, 1.0)
    } else {
        1.0
    };
    // At least a quarter second: an immediate retry would meet the same fault.
    let window = window.as_millis() as f64;
    Duration::from_millis((250.0 + chance * (window - 250.0)) as u64)
}

/// What the CRM's presence rows show of the user's own calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnCall {
    /// The user has no row.
    Unknown,
    /// No call.
    None,
    /// A call that is known.
    Known,
    /// A call that is not known here.
    New,
}

/// The due time of each job. A list, because for five jobs the code of a map
/// would be larger than this file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct Schedule {
    entries: Vec<Entry>,
    attention: Attention,
    /// Whether a query of presence shows what a poll would.
    presence_polls: bool,
    /// This computer's clock, by which the times above are kept.
    clock: Clock,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
struct Entry {
    job: PeriodicJob,
    /// `None` while it runs.
    due: Option<Timestamp>,
    /// When it last began.
    began: Option<Timestamp>,
    failures: u32,
    /// `Retry-After`: the CRM allows no request before this time.
    not_before: Option<Timestamp>,
}

impl Entry {
    /// This moment, or the first one that the CRM allows after it.
    fn allowed(&self, when: Timestamp) -> Timestamp {
        self.not_before
            .map_or(when, |not_before| not_before.max(when))
    }

    /// Brings the next run forward to `when`, never before what is allowed.
    fn pull(&mut self, when: Timestamp) {
        let when = self.allowed(when);
        self.due = self.due.map(|due| due.min(when));
    }

    /// When the next run is due, this long after the last one began.
    fn after(&self, now: Timestamp, interval: Duration) -> Timestamp {
        // A run that began in the future began before the clock was set back.
        let began = self.began.filter(|began| *began <= now);
        began.unwrap_or(now).plus(interval).max(now.plus(SOONEST))
    }
}

/// What was asked within this time is asked again for nobody.
const A_MOMENT: Duration = Duration::from_secs(20);
/// Jobs that are due within this time of one another are due together.
const TOGETHER: Duration = Duration::from_secs(1);
/// A poll waits so long for what a query of presence shows.
const PRESENCE_WITHIN: Duration = Duration::from_secs(2);

/// A job that takes longer than its interval does not run without a pause.
const SOONEST: Duration = Duration::from_millis(500);

impl Schedule {
    /// Where the clock was set back, every time moves along, so that nothing
    /// waits until the clock has caught up. Where it was set forward, everything
    /// is due, which harms nothing.
    fn follow_clock(&mut self, now: Timestamp) {
        let Some(jump) = self.clock.read(now, None) else {
            return;
        };
        for entry in &mut self.entries {
            let times = [&mut entry.due, &mut entry.began, &mut entry.not_before];
            for time in times.into_iter().flatten() {
                time.follow(jump);
            }
        }
    }

    fn entry(&mut self, job: PeriodicJob) -> &mut Entry {
        let index = match self.entries.iter().position(|entry| entry.job == job) {
            Some(index) => index,
            None => {
                self.entries.push(Entry {
                    job,
                    due: None,
                    began: None,
                    failures: 0,
                    not_before: None,
                });
                self.entries.len() - 1
            }
        };
        &mut self.entries[index]
    }

    /// Runs `job` at this moment, or as soon after it as the CRM allows; an
    /// earlier due time stays.
    pub fn at(&mut self, job: PeriodicJob, when: Timestamp) {
        let entry = self.entry(job);
        let when = entry.allowed(when);
        entry.due = Some(entry.due.map_or(when, |due| due.min(when)));
    }

    /// Whether the CRM allows `job` at this moment, as far as is known.
    #[must_use]
    pub fn allows(&self, job: PeriodicJob, now: Timestamp) -> bool {
        let now = self.clock.steady(now);
        let mut entries = self.entries.iter();
        !entries.any(|entry| entry.job == job && entry.allowed(now) > now)
    }

    /// Takes what is due now. Each job must report how it went.
    pub fn take_due(&mut self, now: Timestamp) -> Vec<PeriodicJob> {
        self.follow_clock(now);
        self.let_presence_poll(now);
        let due = self.entries.iter_mut();
        due.filter(|entry| entry.due.is_some_and(|at| at <= now))
            .map(|entry| {
                entry.due = None;
                entry.began = Some(now);
                entry.job
            })
            .collect()
    }

    /// Where a query of presence is due together with a poll, it takes its place:
    /// the poll waits for what the query shows.
    fn let_presence_poll(&mut self, now: Timestamp) {
        let is_due = |entry: &Entry, by: Timestamp| entry.due.is_some_and(|due| due <= by);
        let find = |entries: &[Entry], job| entries.iter().position(|entry| entry.job == job);
        let poll = find(&self.entries, PeriodicJob::Poll);
        let presence = find(&self.entries, PeriodicJob::Presence);
        if let (true, Some(poll), Some(presence)) = (self.presence_polls, poll, presence)
            && is_due(&self.entries[poll], now)
            && is_due(&self.entries[presence], now.plus(TOGETHER))
        {
            self.entries[presence].due = Some(now);
            self.entries[poll].due = Some(now.plus(PRESENCE_WITHIN));
        }
    }

    /// The job went well: next time at its usual pace.
    pub fn went_well(&mut self, job: PeriodicJob, now: Timestamp, situation: PollContext) {
        self.follow_clock(now);
        if job == PeriodicJob::Poll && situation.is_quick() {
            self.attention.spend(now);
        }
        let entry = self.entry(job);
        entry.failures = 0;
        entry.not_before = None;
        entry.due = Some(entry.after(now, interval(job, situation)));
    }

    /// Presence was queried, and the rows show this of the user's own calls:
    /// where they show none, that is as good as a poll.
    pub fn saw_own_call(&mut self, own: OwnCall, now: Timestamp, situation: PollContext) {
        self.follow_clock(now);
        self.presence_polls = own == OwnCall::None && situation.presence_pages <= 1;
        match own {
            OwnCall::None if situation.is_calm() => self.learned_calls(now, situation),
            OwnCall::New => self.at(PeriodicJob::Poll, now),
            OwnCall::None | OwnCall::Known | OwnCall::Unknown => {}
        }
    }

    /// The user's calls are known without a poll: the next one can wait.
    pub fn learned_calls(&mut self, now: Timestamp, situation: PollContext) {
        self.follow_clock(now);
        let entry = self.entry(PeriodicJob::Poll);
        // One that runs is not stopped.
        if entry.due.is_none() || entry.failures > 0 {
            return;
        }
        entry.began = Some(now);
        entry.due = Some(entry.allowed(entry.after(now, interval(PeriodicJob::Poll, situation))));
        if situation.is_quick() {
            self.attention.spend(now);
        }
    }

    /// A person did something in a page of the CRM, or a call rings or has
    /// just ended.
    pub fn attend(&mut self, now: Timestamp) {
        self.attention.note(now);
    }

    /// A person came to a page of the CRM: presence that is older than a moment
    /// is asked again, where that takes one request. Unless push works,
    /// the next poll is soon, and it takes the place of that one.
    pub fn came(&mut self, now: Timestamp, situation: PollContext) {
        self.follow_clock(now);
        self.adapt(now, situation);
        if situation.presence_pages > 1 {
            return;
        }
        let poll = match situation.push {
            PushTrust::None | PushTrust::Unproven => self.entry(PeriodicJob::Poll).due,
            PushTrust::Proven => None,
        };
        let presence = self.entry(PeriodicJob::Presence);
        let latest = presence.after(now, A_MOMENT);
        presence.pull(poll.unwrap_or(latest));
    }

    /// Whether somebody is there for whom polls are to be quick.
    #[must_use]
    pub fn is_attended(&self, now: Timestamp) -> bool {
        self.attention.is_quick(now)
    }

    /// The job failed: next time after a pause that grows, or after what the
    /// CRM asked for. While a call rings the pause stays short, because people
    /// wait for the poll.
    pub fn failed(
        &mut self,
        job: PeriodicJob,
        now: Timestamp,
        situation: PollContext,
        retry_after: Option<Duration>,
        chance: f64,
    ) {
        self.follow_clock(now);
        let entry = self.entry(job);
        entry.failures = entry.failures.saturating_add(1);
        let mut pause = backoff(job, entry.failures, chance);
        if situation.ringing {
            pause = pause.min(Duration::from_secs(5));
        }
        // A failing job never runs more often than a working one.
        let pause = match retry_after {
            Some(asked) => asked + pause,
            None if job == PeriodicJob::Outbox || job == PeriodicJob::Socket => pause,
            None => pause.max(interval(job, situation).min(Duration::from_secs(30))),
        };
        entry.due = Some(now.plus(pause));
        entry.not_before = retry_after.map(|asked| now.plus(asked));
    }

    /// Jobs that an earlier worker started and did not finish are due.
    pub fn resume(&mut self, now: Timestamp) {
        self.follow_clock(now);
        for entry in &mut self.entries {
            entry.due.get_or_insert(now);
        }
    }

    /// This job is no longer needed.
    pub fn drop(&mut self, job: PeriodicJob) {
        self.entries.retain(|entry| entry.job != job);
    }

    /// No job is needed any more: nobody is signed in. The requests of the past
    /// hour still count.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// Forgets failures and runs everything again at once: the network is back,
    /// the computer woke up, or the user returned.
    pub fn hurry(&mut self, now: Timestamp) {
        self.follow_clock(now);
        for entry in &mut self.entries {
            entry.failures = 0;
            entry.pull(now);
        }
    }

    /// A change of pace, such as a call that begins to ring: no job waits
    /// longer than its new interval since it last began.
    pub fn adapt(&mut self, now: Timestamp, situation: PollContext) {
        self.follow_clock(now);
        self.presence_polls &= situation.is_calm();
        for entry in self.entries.iter_mut().filter(|entry| entry.failures == 0) {
            let latest = entry.after(now, interval(entry.job, situation));
            entry.pull(latest);
        }
    }

    /// When the next job is due.
    #[must_use]
    pub fn next(&self) -> Option<Timestamp> {
        self.entries.iter().filter_map(|entry| entry.due).min()
    }
}

#[cfg(test)]
mod tests;
