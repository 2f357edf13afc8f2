//! The pace of the periodic jobs, and the alarm or timer that must wake the
//! worker.

use crate::call::machine;
use crate::call::state::{ElsewherePhase, Phase, State};
use crate::crm::push_health::PushTrust;
use crate::domain::{Duration, Timestamp};
use crate::schedule::{PollContext, Schedule};

/// What the pace of periodic jobs depends on: the calls, how far the push socket
/// can be trusted, and how many requests it takes to ask for presence.
#[must_use]
pub fn context(
    state: &State,
    jobs: &Schedule,
    now: Timestamp,
    push: PushTrust,
    presence_pages: u64,
) -> PollContext {
    let phase = state.current.as_ref().map(|current| &current.phase);
    PollContext {
        watched: state.is_watched(),
        attended: jobs.is_attended(now),
        push,
        ring_time: state.rules.ring_time,
        presence_pages,
        ringing: !state.rings.is_empty()
            || state
                .elsewhere
                .as_ref()
                .is_some_and(|it| it.phase != ElsewherePhase::Active)
            || matches!(phase, Some(Phase::Dialing { .. } | Phase::Ringing { .. })),
        in_call: matches!(phase, Some(Phase::Live(_))),
        answering: matches!(phase, Some(Phase::Live(live)) if !live.confirmed),
    }
}

/// When the next thing is due: a deadline of a call, or a job.
#[must_use]
pub fn next_due(state: &State, jobs: &Schedule) -> Option<Timestamp> {
    let deadline = machine::next_deadline(state);
    deadline.into_iter().chain(jobs.next()).min()
}

/// Chrome fires no alarm sooner than this.
const ALARM_SOONEST: Duration = Duration::from_secs(30);
/// Firefox ends an event page 30 seconds after the last event of its API, with
/// the push socket in it; only alarms keep it running.
const KEEP_AWAKE: Duration = Duration::from_secs(24);
/// An alarm that is off by less than this is left as it is.
const ALARM_TOLERANCE: Duration = Duration::from_secs(1);

/// The alarm and the timer that wake the worker in time: an alarm for long
/// waits and as a safety net, a timer for short ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WakeUp {
    /// When the alarm must fire; `None` if the current one suffices.
    pub alarm: Option<Timestamp>,
    /// After how long the timer must fire; without it no timer runs.
    pub timer: Option<Duration>,
}

/// The alarm and the timer for a job due at `due`. A worker that must stay
/// `awake`, for pushes, gets an alarm before the browser puts it to sleep.
#[must_use]
pub fn wake_up(due: Timestamp, now: Timestamp, awake: bool, alarm_set: Timestamp) -> WakeUp {
    let mut alarm = due.max(now.plus(ALARM_SOONEST));
    if awake {
        alarm = alarm.min(now.plus(KEEP_AWAKE));
    }
    let wait = due.since(now);
    WakeUp {
        alarm: (alarm.0.abs_diff(alarm_set.0) > ALARM_TOLERANCE.as_millis()).then_some(alarm),
        timer: (wait < ALARM_SOONEST).then_some(wait),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::state::{Current, Tab};
    use crate::domain::{CallId, Media, Peer, TabId};
    use crate::schedule::PeriodicJob;

    const NOW: Timestamp = Timestamp(1_000_000);
    const UNSET: Timestamp = Timestamp(0);

    #[test]
    fn short_waits_get_a_timer_with_the_alarm_behind_it() {
        let wake = wake_up(NOW.plus(Duration::from_secs(2)), NOW, false, UNSET);
        assert_eq!(wake.timer, Some(Duration::from_secs(2)));
        assert_eq!(wake.alarm, Some(NOW.plus(Duration::from_secs(30))));
        let overdue = wake_up(Timestamp(5), NOW, false, UNSET);
        assert_eq!(overdue.timer, Some(Duration::ZERO));
    }

    #[test]
    fn long_waits_get_an_alarm_alone() {
        let wake = wake_up(NOW.plus(Duration::from_mins(2)), NOW, false, UNSET);
        assert_eq!(wake.timer, None);
        assert_eq!(wake.alarm, Some(NOW.plus(Duration::from_mins(2))));
    }

    #[test]
    fn a_worker_that_must_stay_awake_gets_an_alarm_before_it_is_put_to_sleep() {
        let wake = wake_up(NOW.plus(Duration::from_mins(2)), NOW, true, UNSET);
        assert_eq!(
            (wake.alarm, wake.timer),
            (Some(NOW.plus(Duration::from_secs(24))), None)
        );
    }

    #[test]
    fn an_alarm_that_will_do_is_not_set_again() {
        let due = NOW.plus(Duration::from_mins(2));
        assert_eq!(
            wake_up(due, NOW, false, due.plus(Duration::from_secs(1))).alarm,
            None
        );
        assert_eq!(
            wake_up(due, NOW, false, due.plus(Duration::from_millis(1_001))).alarm,
            Some(due)
        );
    }

    #[test]
    fn the_earlier_of_deadline_and_job_is_next() {
        let mut jobs = Schedule::default();
        assert_eq!(next_due(&State::default(), &jobs), None);
        jobs.at(PeriodicJob::Poll, NOW);
        assert_eq!(next_due(&State::default(), &jobs), Some(NOW));
        let phase = Phase::Ringing {
            call: CallId(7),
            room: None,
            since: Timestamp(1),
        };
        let state = calling(phase);
        let deadline = machine::next_deadline(&state).unwrap();
        assert!(deadline < NOW);
        assert_eq!(next_due(&state, &jobs), Some(deadline));
    }

    fn calling(phase: Phase) -> State {
        let peer = Peer {
            user: None,
            name: "Jane Doe".to_owned(),
            detail: None,
        };
        State {
            current: Some(Current::new(peer, Media::Video, phase, None)),
            ..State::default()
        }
    }

    #[test]
    fn a_call_that_is_made_counts_as_ringing_until_it_is_answered() {
        let mut state = calling(Phase::Ringing {
            call: CallId(7),
            room: None,
            since: Timestamp(1),
        });
        let jobs = Schedule::default();
        let busy = context(&state, &jobs, NOW, PushTrust::None, 1);
        assert!(busy.ringing && !busy.in_call && !busy.watched);
        state.current = None;
        state.tabs = vec![Tab {
            id: TabId(1),
            visible: true,
        }];
        let calm = context(&state, &jobs, NOW, PushTrust::Proven, 1);
        assert!(!calm.ringing && !calm.in_call && calm.watched);
        assert_eq!(
            (calm.push, calm.ring_time),
            (PushTrust::Proven, state.rules.ring_time)
        );
    }
}
