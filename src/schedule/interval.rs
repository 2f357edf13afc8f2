//! How often each job runs.
//!
//! What must hold without push: a ring is seen within 5.5 seconds (95 of 100)
//! by somebody who uses a CRM page, within 10 seconds by anybody else, and one
//! person's browser makes at most 500 requests in an hour, however many tabs
//! are open. Polls at the quick pace alone would be 667, so the quick pace is
//! for people who are there, and limited (`attention.rs`).

use super::PeriodicJob;
use crate::crm::push_health::PushTrust;
use crate::domain::Duration;

/// What the intervals of the jobs depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollContext {
    /// A CRM tab is visible.
    pub watched: bool,
    /// Somebody uses it, and quick polls are left for this hour.
    pub attended: bool,
    /// How far pushes can be relied on.
    pub push: PushTrust,
    /// A call is being made, or rings here.
    pub ringing: bool,
    /// A call is in progress.
    pub in_call: bool,
    /// A call was answered here, and the CRM has not confirmed it: the caller
    /// still waits.
    pub answering: bool,
    /// How long a call rings.
    pub ring_time: Duration,
    /// How many requests it takes to ask for everybody's presence.
    pub presence_pages: u64,
}

impl Default for PollContext {
    fn default() -> Self {
        Self {
            watched: false,
            attended: false,
            push: PushTrust::None,
            ringing: false,
            in_call: false,
            answering: false,
            ring_time: Duration::from_secs(45),
            presence_pages: 1,
        }
    }
}

/// Without push, for somebody who is there: 95 of 100 rings are seen within 95
/// hundredths of it.
const QUICK: Duration = Duration::from_millis(5_400);
/// Without push, for everybody else.
const STEADY: Duration = Duration::from_secs(10);
/// While the CRM has not confirmed an answer: each poll sends it again.
const ANSWERING: Duration = Duration::from_secs(2);
/// The longest pause between polls while a socket has proven nothing.
const UNPROVEN_MAX: Duration = Duration::from_secs(15);

impl PollContext {
    /// Whether polls run at the quick pace, which is limited.
    #[must_use]
    pub fn is_quick(&self) -> bool {
        self.push == PushTrust::None && self.watched && self.attended && !self.ringing
    }

    /// Whether no call needs a closer look.
    pub(super) fn is_calm(&self) -> bool {
        !self.ringing && !self.in_call
    }
}

/// How long from one run of a job to the next.
#[must_use]
pub fn interval(job: PeriodicJob, context: PollContext) -> Duration {
    match job {
        PeriodicJob::Poll => poll(context),
        // The CRM counts a user as offline after five minutes without one. In a
        // call each says "busy", which every page of the CRM that is loaded
        // undoes.
        PeriodicJob::Beat if context.in_call => Duration::from_secs(30),
        PeriodicJob::Beat => Duration::from_mins(2),
        PeriodicJob::Presence => presence(context),
        PeriodicJob::Outbox | PeriodicJob::Socket => Duration::from_mins(1),
    }
}

fn poll(context: PollContext) -> Duration {
    // An unproven socket may be mute: the poll must see a ring in time for an
    // answer. A proven one may become mute.
    let third = Duration::from_millis(context.ring_time.as_millis() / 3).min(UNPROVEN_MAX);
    if context.answering {
        return ANSWERING;
    }
    match context.push {
        PushTrust::Proven if context.ringing => Duration::from_secs(10),
        PushTrust::Proven => third * 2,
        PushTrust::Unproven if context.ringing => Duration::from_secs(5),
        PushTrust::Unproven => third,
        PushTrust::None if context.ringing => Duration::from_secs(2),
        PushTrust::None if context.is_quick() => QUICK,
        PushTrust::None => STEADY,
    }
}

/// Presence is for who looks at it. A query that takes one request costs
/// nothing, because it takes the place of a poll; its interval is a multiple of
/// the poll's.
fn presence(context: PollContext) -> Duration {
    if !context.watched {
        return Duration::from_hours(1);
    }
    match context.presence_pages {
        0 | 1 if context.is_quick() => QUICK * 6,
        0 | 1 => Duration::from_secs(30),
        pages => Duration::from_mins(3) * pages,
    }
}
