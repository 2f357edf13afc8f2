//! Moments, and clocks that people set.

use super::Duration;
use crate::codec::Codec;

/// A moment, in milliseconds since the Unix epoch.
///
/// Time enters the core only as a value of this type inside an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Codec)]
pub struct Timestamp(pub u64);

impl Timestamp {
    /// The moment that is later by `duration`.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(duration.as_millis()))
    }

    /// How much time has passed since `earlier`; none when it is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }

    /// Whether what was found out at this moment still counts: for so long, and
    /// not before it, which is so after the clock was set back.
    #[must_use]
    pub fn counts(self, lasts: Duration, now: Timestamp) -> bool {
        self <= now && now.since(self) < lasts
    }

    /// Moves a stored moment along with the clock.
    pub fn follow(&mut self, jump: Jump) {
        self.0 = match jump {
            Jump::Back(by) => self.0.saturating_sub(by.as_millis()),
            Jump::Ahead(by) => self.0.saturating_add(by.as_millis()),
        };
    }
}

/// How a clock moved beside the passing of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jump {
    /// It was set back.
    Back(Duration),
    /// It was set forward, or the computer slept: the two look alike.
    Ahead(Duration),
}

/// This computer's clock, which a person, a time server or a sleep moves.
///
/// Everything that stores moments reads the clock through one of these and
/// moves them by the jump that it reports. So a clock that is set prolongs
/// nothing and ends nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Codec)]
pub struct Clock {
    /// What it last showed; zero before it was read.
    last: Timestamp,
}

/// How late a deadline may be noticed: an alarm comes within half a minute, and
/// a busy computer takes its time. What is later did not pass in waiting.
pub const LATE: Duration = Duration::from_mins(1);

impl Clock {
    /// The clock shows `now`, and the next thing was due at `due`.
    pub fn read(&mut self, now: Timestamp, due: Option<Timestamp>) -> Option<Jump> {
        let last = std::mem::replace(&mut self.last, now);
        if now < last {
            return Some(Jump::Back(last.since(now)));
        }
        let overslept = due.is_some_and(|due| now > due.max(last).plus(LATE));
        (overslept && last != Timestamp(0)).then(|| Jump::Ahead(now.since(last)))
    }

    /// The same moment on the clock as it was last read: later than `now` when
    /// it was set back since.
    #[must_use]
    pub fn steady(self, now: Timestamp) -> Timestamp {
        self.last.max(now)
    }
}

/// A clock that runs on where this computer's is set, for waits within a page.
#[derive(Clone, Copy, Debug)]
pub struct SteadyClock {
    /// What this computer's clock last showed.
    last: Timestamp,
    /// How far this one is ahead of it, in milliseconds.
    ahead: i64,
}

/// A page hears of time each second, or each minute when it is hidden.
const PAUSE: Duration = Duration::from_mins(2);

impl SteadyClock {
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        let ahead = 0;
        Self { last: now, ahead }
    }

    /// Reads it, where this computer's clock shows `now`. A sleep is no waiting
    /// either.
    pub fn read(&mut self, now: Timestamp) -> Timestamp {
        let last = std::mem::replace(&mut self.last, now);
        let jump = signed(last) - signed(now);
        if now < last || now.since(last) > PAUSE {
            self.ahead = self.ahead.saturating_add(jump);
        }
        self.of(now)
    }

    /// What it shows when this computer's clock shows `at`.
    #[must_use]
    pub fn of(self, at: Timestamp) -> Timestamp {
        Timestamp(at.0.saturating_add_signed(self.ahead))
    }
}

/// A moment from which another can be subtracted.
fn signed(at: Timestamp) -> i64 {
    i64::try_from(at.0).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp(1_795_000_000_000);

    fn after(seconds: u64) -> Timestamp {
        NOON.plus(Duration::from_secs(seconds))
    }

    #[test]
    fn a_clock_that_runs_does_not_jump() {
        let mut clock = Clock::default();
        assert_eq!(clock.read(NOON, Some(Timestamp(1))), None, "the first look");
        assert_eq!(clock.read(after(45), Some(after(45))), None);
        assert_eq!(
            clock.read(after(100), Some(after(45))),
            None,
            "a late alarm"
        );
        assert_eq!(clock.read(after(90_000), None), None, "nothing was due");
    }

    #[test]
    fn a_clock_that_is_set_moves_what_is_stored() {
        let mut clock = Clock::default();
        let mut due = after(30);
        assert_eq!(clock.read(NOON, Some(due)), None);
        let day = Duration::from_hours(24);
        let tomorrow = after(10).plus(day);
        let jump = clock.read(tomorrow, Some(due)).unwrap();
        due.follow(jump);
        assert_eq!(due.since(tomorrow), Duration::from_secs(30));
        let jump = clock.read(after(11), Some(due)).unwrap();
        due.follow(jump);
        assert_eq!(due.since(after(11)), Duration::from_secs(30));
    }

    #[test]
    fn a_steady_clock_runs_on_where_the_computers_is_set() {
        let day = Duration::from_hours(24);
        let mut clock = SteadyClock::new(NOON);
        assert_eq!(clock.read(after(10)), after(10));
        assert_eq!(clock.read(after(10).plus(day)), after(10));
        assert_eq!(clock.read(after(15).plus(day)), after(15));
        assert_eq!(clock.read(after(15)), after(15));
        assert_eq!(clock.read(after(20)), after(20));
        let mut clock = SteadyClock::new(Timestamp(u64::MAX));
        assert!(clock.read(Timestamp(0)) <= Timestamp(u64::MAX));
    }

    #[test]
    fn what_was_found_out_in_the_future_does_not_count() {
        let day = Duration::from_hours(24);
        assert!(NOON.counts(day, after(60)));
        assert!(!NOON.counts(day, NOON.plus(day)));
        assert!(!after(60).counts(day, NOON), "the clock was set back");
    }
}
