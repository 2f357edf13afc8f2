//! When to poll, send heartbeats and retry.
//!
//! There is one alarm and many jobs. The due times are stored, so that a new
//! worker continues where the last one was ended.

use crate::codec::Codec;
use crate::domain::backoff::doubled;
use crate::domain::{Duration, Timestamp};

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

/// What the intervals of the jobs depend on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PollContext {
    /// A CRM tab is visible.
    pub watched: bool,
    /// The push socket works.
    pub pushed: bool,
    /// A call is being made, or rings here.
    pub ringing: bool,
    /// A call is in progress.
    pub in_call: bool,
}

/// How long until the next run of a job that went well.
#[must_use]
pub fn interval(job: PeriodicJob, situation: PollContext) -> Duration {
    let PollContext {
        watched,
        pushed,
        ringing,
        in_call,
    } = situation;
    let seconds = match job {
        PeriodicJob::Poll => match (ringing, in_call, watched) {
            (true, _, _) => {
                if pushed {
                    5
                } else {
                    2
                }
            }
            (_, true, _) => {
                if pushed {
                    15
                } else {
                    5
                }
            }
            (_, _, true) => {
                if pushed {
                    30
                } else {
                    5
                }
            }
            _ => {
                if pushed {
                    60
                } else {
                    30
                }
            }
        },
        // The CRM counts a user as offline after five minutes without a
        // heartbeat.
        PeriodicJob::Beat => {
            if watched || in_call {
                30
            } else {
                60
            }
        }
        PeriodicJob::Presence => {
            if watched {
                30
            } else {
                120
            }
        }
        PeriodicJob::Outbox => 60,
        PeriodicJob::Socket => 60,
    };
    Duration::from_secs(seconds)
}

/// The first retry comes within this time.
const RETRY_FIRST: Duration = Duration::from_secs(2);
/// Later retries come within this time.
const RETRY_MAX: Duration = Duration::from_mins(5);

/// How long to wait after this many failures in a row: "full jitter", a moment
/// drawn evenly from a window that doubles, so that a thousand browsers do not
/// come back at the same moment. `chance` is drawn from 0 to 1.
#[must_use]
pub fn backoff(failures: u32, chance: f64) -> Duration {
    let window = doubled(RETRY_FIRST, RETRY_MAX, failures.saturating_sub(1));
    let chance = if chance.is_finite() {
        chance.clamp(0.0, 1.0)
    } else {
        1.0
    };
    // At least a quarter second: an immediate retry would meet the same fault.
    let window = window.as_millis() as f64;
    Duration::from_millis((250.0 + chance * (window - 250.0)) as u64)
}

/// The due time of each job. A list, because for five jobs the code of a map
/// would be larger than this file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct Schedule {
    entries: Vec<Entry>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
struct Entry {
    job: PeriodicJob,
    /// `None` while it runs.
    due: Option<Timestamp>,
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
}

impl Schedule {
    fn entry(&mut self, job: PeriodicJob) -> &mut Entry {
        let index = match self.entries.iter().position(|entry| entry.job == job) {
            Some(index) => index,
            None => {
                self.entries.push(Entry {
                    job,
                    due: None,
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
        let mut entries = self.entries.iter();
        !entries.any(|entry| entry.job == job && entry.allowed(now) > now)
    }

    /// Takes what is due now. Each job must report how it went.
    pub fn take_due(&mut self, now: Timestamp) -> Vec<PeriodicJob> {
        let due = self.entries.iter_mut();
        due.filter(|entry| entry.due.is_some_and(|at| at <= now))
            .map(|entry| {
                entry.due = None;
                entry.job
            })
            .collect()
    }

    /// The job went well: next time at its usual pace.
    pub fn went_well(&mut self, job: PeriodicJob, now: Timestamp, situation: PollContext) {
        let entry = self.entry(job);
        entry.failures = 0;
        entry.not_before = None;
        entry.due = Some(now.plus(interval(job, situation)));
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
        let entry = self.entry(job);
        entry.failures = entry.failures.saturating_add(1);
        let mut pause = backoff(entry.failures, chance);
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
        for entry in &mut self.entries {
            entry.due.get_or_insert(now);
        }
    }

    /// This job is no longer needed.
    pub fn drop(&mut self, job: PeriodicJob) {
        self.entries.retain(|entry| entry.job != job);
    }

    /// No job is needed any more: nobody is signed in.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Forgets failures and runs everything again at once: the network is back,
    /// the computer woke up, or the user returned.
    pub fn hurry(&mut self, now: Timestamp) {
        for entry in &mut self.entries {
            entry.failures = 0;
            entry.pull(now);
        }
    }

    /// A change of pace, such as a call that begins to ring: no job waits
    /// longer than its new interval from now.
    pub fn adapt(&mut self, now: Timestamp, situation: PollContext) {
        for entry in self.entries.iter_mut().filter(|entry| entry.failures == 0) {
            let latest = now.plus(interval(entry.job, situation));
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
