//! How far the push socket can be trusted, as a function of what comes on it.
//!
//! A socket that is open may be useless: the other end may be gone without a
//! word (half-open), or its server process may never hear of calls, because
//! each process of the CRM pushes only what it did itself. So the socket is
//! pinged, and the polls stay frequent until it has pushed a call.

use crate::codec::Codec;
use crate::domain::{CallId, Clock, Duration, Jump, Newest, Timestamp};

/// How often a ping is sent. Less than the 30 seconds after which Chrome puts a
/// silent worker to sleep.
pub const PING_EVERY: Duration = Duration::from_secs(20);
/// How long the CRM may take to greet, and to answer a ping.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// By how much the CRM's clock may be off, and how late a push may be.
const SLACK: Duration = Duration::from_secs(3);
/// The most calls of one connection that are remembered.
const PUSHED_MAX: usize = 32;

/// How far the polls may rely on pushes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PushTrust {
    /// Nothing is pushed, as far as is known.
    #[default]
    None,
    /// It is connected and has not pushed a call yet.
    Unproven,
    /// It has pushed a call.
    Proven,
}

/// What the options say about the connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Codec)]
pub enum PushState {
    /// It was not tried, or the attempt is not over.
    #[default]
    Unknown,
    Connected,
    /// The CRM did not let us connect.
    Refused,
    /// It was connected and broke.
    Lost,
    /// It was connected, and a call or the answer to a ping did not come on it.
    Mute,
}

/// What happens to the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushEvent {
    /// A connection is being opened.
    Opening,
    /// The CRM's greeting came.
    Greeted,
    /// An answer to a ping, or another frame.
    Heard,
    /// A call was pushed.
    Pushed(CallId),
    /// A poll showed this call, made at this moment of our clock.
    Polled {
        call: CallId,
        created: Option<Timestamp>,
    },
    /// The connection is closed, by the other end or by the browser.
    Closed,
    /// Time passed.
    Time,
}

/// What to do with the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushAction {
    /// Send a ping.
    Ping,
    /// Close it, and try again later.
    Reconnect,
}

#[derive(Clone, Debug, Default)]
enum Phase {
    #[default]
    Closed,
    Opening {
        since: Timestamp,
    },
    Open {
        since: Timestamp,
        /// When the next ping is due.
        ping_at: Timestamp,
        /// When the answer to a ping must have come.
        answer_by: Option<Timestamp>,
        /// The calls that came on it, newest last.
        pushed: Newest<CallId, PUSHED_MAX>,
    },
}

impl Phase {
    /// This computer's clock was set.
    fn follow(&mut self, jump: Jump) {
        match self {
            Self::Closed => {}
            Self::Opening { since } => since.follow(jump),
            Self::Open {
                since,
                ping_at,
                answer_by,
                ..
            } => {
                since.follow(jump);
                ping_at.follow(jump);
                if let Some(by) = answer_by {
                    by.follow(jump);
                }
            }
        }
    }
}

/// The health of the push connection.
#[derive(Clone, Debug, Default)]
pub struct PushHealth {
    phase: Phase,
    state: PushState,
    /// A call did not come on the socket: no later one is trusted before it has
    /// pushed a call.
    has_missed: bool,
    clock: Clock,
}

impl PushHealth {
    /// Takes an event, and returns what to do.
    pub fn step(&mut self, now: Timestamp, event: PushEvent) -> Option<PushAction> {
        if let Some(jump) = self.clock.read(now, None) {
            self.phase.follow(jump);
        }
        match event {
            PushEvent::Opening => self.phase = Phase::Opening { since: now },
            PushEvent::Greeted => {
                self.state = PushState::Connected;
                self.phase = Phase::Open {
                    since: now,
                    ping_at: now.plus(PING_EVERY),
                    answer_by: None,
                    pushed: Newest::default(),
                };
            }
            PushEvent::Heard => self.heard(),
            PushEvent::Pushed(call) => {
                self.heard();
                self.pushed(call);
            }
            PushEvent::Polled { call, created } => {
                if self.missed(now, call, created) {
                    self.has_missed = true;
                    return Some(self.give_up(PushState::Mute));
                }
            }
            PushEvent::Closed => {
                self.state = match self.phase {
                    Phase::Opening { .. } => PushState::Refused,
                    Phase::Open { .. } => PushState::Lost,
                    Phase::Closed => self.state,
                };
                self.phase = Phase::Closed;
            }
            PushEvent::Time => return self.pass(now),
        }
        None
    }

    fn heard(&mut self) {
        if let Phase::Open { answer_by, .. } = &mut self.phase {
            *answer_by = None;
        }
    }

    fn pushed(&mut self, call: CallId) {
        if let Phase::Open { pushed, .. } = &mut self.phase {
            self.has_missed = false;
            pushed.push(call);
        }
    }

    /// Whether this call should have been pushed and was not.
    fn missed(&self, now: Timestamp, call: CallId, created: Option<Timestamp>) -> bool {
        let (Phase::Open { since, pushed, .. }, Some(created)) = (&self.phase, created) else {
            return false;
        };
        created >= since.plus(SLACK) && now >= created.plus(SLACK) && !pushed.contains(&call)
    }

    fn pass(&mut self, now: Timestamp) -> Option<PushAction> {
        match &mut self.phase {
            Phase::Opening { since } if now >= since.plus(ANSWER_WITHIN) => {
                Some(self.give_up(PushState::Refused))
            }
            Phase::Open {
                answer_by: Some(by),
                ..
            } if now >= *by => Some(self.give_up(PushState::Mute)),
            Phase::Open {
                ping_at, answer_by, ..
            } if now >= *ping_at => {
                *ping_at = now.plus(PING_EVERY);
                *answer_by = Some(now.plus(ANSWER_WITHIN));
                Some(PushAction::Ping)
            }
            _ => None,
        }
    }

    fn give_up(&mut self, state: PushState) -> PushAction {
        self.state = state;
        self.phase = Phase::Closed;
        PushAction::Reconnect
    }

    /// When [`PushEvent::Time`] is next due.
    #[must_use]
    pub fn deadline(&self) -> Option<Timestamp> {
        match &self.phase {
            Phase::Closed => None,
            Phase::Opening { since } => Some(since.plus(ANSWER_WITHIN)),
            Phase::Open {
                ping_at, answer_by, ..
            } => Some(answer_by.unwrap_or(*ping_at).min(*ping_at)),
        }
    }

    /// How far the polls may rely on it.
    #[must_use]
    pub fn trust(&self) -> PushTrust {
        match &self.phase {
            Phase::Open { pushed, .. } if !pushed.is_empty() => PushTrust::Proven,
            Phase::Open { .. } if !self.has_missed => PushTrust::Unproven,
            _ => PushTrust::None,
        }
    }

    /// What to say about it.
    #[must_use]
    pub fn state(&self) -> PushState {
        self.state
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp(1_000_000);

    fn at(seconds: u64) -> Timestamp {
        START.plus(Duration::from_secs(seconds))
    }

    #[test]
    fn a_clock_that_is_set_back_by_a_day_stops_no_ping() {
        let day = Duration::from_hours(24);
        let mut health = PushHealth::default();
        health.step(START.plus(day), PushEvent::Greeted);
        assert_eq!(health.step(START, PushEvent::Heard), None);
        assert_eq!(health.deadline(), Some(START.plus(PING_EVERY)));
        let ping = health.step(START.plus(PING_EVERY), PushEvent::Time);
        assert_eq!(ping, Some(PushAction::Ping));
    }

    fn open() -> PushHealth {
        let mut health = PushHealth::default();
        health.step(START, PushEvent::Opening);
        health.step(START, PushEvent::Greeted);
        health
    }

    fn polled(call: u64, seconds: u64) -> PushEvent {
        PushEvent::Polled {
            call: CallId(call),
            created: Some(at(seconds)),
        }
    }

    #[test]
    fn a_socket_is_proven_by_a_call_and_by_nothing_else() {
        let mut health = open();
        assert_eq!(health.trust(), PushTrust::Unproven);
        health.step(at(1), PushEvent::Heard);
        assert_eq!(health.trust(), PushTrust::Unproven);
        health.step(at(2), PushEvent::Pushed(CallId(7)));
        assert_eq!(health.trust(), PushTrust::Proven);
        health.step(at(3), PushEvent::Closed);
        assert_eq!(
            (health.trust(), health.state()),
            (PushTrust::None, PushState::Lost)
        );
    }

    #[test]
    fn a_refused_connection_is_told_from_a_lost_one() {
        let mut health = PushHealth::default();
        assert_eq!(health.state(), PushState::Unknown);
        health.step(START, PushEvent::Opening);
        assert_eq!(health.step(at(1), PushEvent::Closed), None);
        assert_eq!(health.state(), PushState::Refused);
    }

    #[test]
    fn a_connection_without_a_greeting_is_given_up() {
        let mut health = PushHealth::default();
        health.step(START, PushEvent::Opening);
        assert_eq!(health.deadline(), Some(at(10)));
        assert_eq!(health.step(at(9), PushEvent::Time), None);
        assert_eq!(
            health.step(at(10), PushEvent::Time),
            Some(PushAction::Reconnect)
        );
        assert_eq!(health.state(), PushState::Refused);
        assert_eq!(health.deadline(), None);
    }

    #[test]
    fn a_half_open_socket_is_noticed_by_its_silence() {
        let mut health = open();
        assert_eq!(health.deadline(), Some(at(20)));
        assert_eq!(health.step(at(20), PushEvent::Time), Some(PushAction::Ping));
        assert_eq!(health.deadline(), Some(at(30)));
        health.step(at(21), PushEvent::Heard);
        assert_eq!(health.deadline(), Some(at(40)));
        assert_eq!(health.step(at(40), PushEvent::Time), Some(PushAction::Ping));
        assert_eq!(health.step(at(49), PushEvent::Time), None);
        assert_eq!(
            health.step(at(50), PushEvent::Time),
            Some(PushAction::Reconnect)
        );
        assert_eq!(
            (health.trust(), health.state()),
            (PushTrust::None, PushState::Mute)
        );
    }

    #[test]
    fn a_call_that_only_a_poll_shows_disproves_the_socket_until_one_is_pushed() {
        let mut health = open();
        assert_eq!(
            health.step(at(66), polled(7, 60)),
            Some(PushAction::Reconnect)
        );
        health.step(at(70), PushEvent::Opening);
        health.step(at(70), PushEvent::Greeted);
        assert_eq!(health.trust(), PushTrust::None, "connected to whom?");
        health.step(at(80), PushEvent::Pushed(CallId(8)));
        assert_eq!(health.trust(), PushTrust::Proven);
    }

    #[test]
    fn a_call_that_may_still_be_pushed_or_came_before_the_socket_disproves_nothing() {
        let mut health = open();
        assert_eq!(health.step(at(62), polled(7, 60)), None, "on its way");
        assert_eq!(health.step(at(62), polled(6, 1)), None, "before us");
        health.step(at(62), PushEvent::Pushed(CallId(7)));
        assert_eq!(health.step(at(90), polled(7, 60)), None, "pushed");
        let unknown = PushEvent::Polled {
            call: CallId(9),
            created: None,
        };
        assert_eq!(health.step(at(90), unknown), None);
    }

    #[test]
    fn few_pushed_calls_are_remembered() {
        let mut health = open();
        for call in 0..1_000 {
            health.step(at(62), PushEvent::Pushed(CallId(call)));
        }
        let Phase::Open { pushed, .. } = &health.phase else {
            panic!("{health:?}");
        };
        assert_eq!(
            (pushed.len(), pushed.last()),
            (PUSHED_MAX, Some(&CallId(999)))
        );
    }

    proptest::proptest! {
        /// Whatever comes in whatever order: who is told to reconnect has no
        /// deadline left, and a connection that is open always has one.
        #[test]
        fn no_connection_is_left_unwatched(events in proptest::collection::vec((0_u8..7, 0_u64..30), 1..80)) {
            let mut health = PushHealth::default();
            let mut now = START;
            for (event, pause) in events {
                now = now.plus(Duration::from_secs(pause));
                let action = health.step(now, match event {
                    0 => PushEvent::Opening,
                    1 => PushEvent::Greeted,
                    2 => PushEvent::Heard,
                    3 => PushEvent::Pushed(CallId(pause)),
                    4 => PushEvent::Polled { call: CallId(pause), created: Some(now) },
                    5 => PushEvent::Closed,
                    _ => PushEvent::Time,
                });
                if action == Some(PushAction::Reconnect) {
                    proptest::prop_assert_eq!(health.trust(), PushTrust::None);
                    proptest::prop_assert_eq!(health.deadline(), None);
                }
                if health.trust() != PushTrust::None {
                    proptest::prop_assert!(health.deadline().is_some());
                }
            }
        }
    }
}
