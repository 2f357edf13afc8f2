//! The most requests that the CRM gets from one browser.
//!
//! The schedule makes far fewer. The limit is for unforeseen cases, such as a
//! page whose records change all the time: a thousand such browsers must not
//! overload a CRM.

use super::endpoint::Request;
use crate::codec::Codec;
use crate::domain::{Duration, Timestamp};

/// How many requests may follow one another at once.
const BURST: u64 = 60;
/// After that, one each so often: 120 a minute. Polling for the end of a ring
/// without push takes 60.
const EACH: Duration = Duration::from_millis(500);

/// A token bucket that fills with time; each request takes from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
pub struct Limit {
    /// The moment at which the bucket is, or was, full. A request moves it by
    /// [`EACH`].
    full_at: Timestamp,
}

impl Default for Limit {
    fn default() -> Self {
        Self {
            full_at: Timestamp(0),
        }
    }
}

impl Limit {
    /// Lets a request pass. One that a person waits for always does, and leaves
    /// the others what there is.
    ///
    /// # Errors
    /// How long it has to wait.
    pub fn admit(&mut self, request: &Request, now: Timestamp) -> Result<(), Duration> {
        if request.urgent {
            return Ok(());
        }
        self.take(now)
    }

    /// Takes one request from the bucket.
    ///
    /// # Errors
    /// How long to wait when it is empty. Then nothing is taken.
    fn take(&mut self, now: Timestamp) -> Result<(), Duration> {
        // An empty bucket is full again after this time; what is later stems from
        // before the clock was set back.
        self.full_at = self.full_at.min(now.plus(EACH * BURST));
        let full_at = self.full_at.max(now).plus(EACH);
        let empty = full_at.since(now).saturating_sub(EACH * BURST);
        if empty > Duration::ZERO {
            return Err(empty);
        }
        self.full_at = full_at;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::endpoint;
    use super::*;
    use crate::domain::{Media, UserId};

    #[test]
    fn a_burst_passes_then_it_is_slow() {
        let mut limit = Limit::default();
        let now = Timestamp(1_000_000);
        for _ in 0..BURST {
            assert_eq!(limit.take(now), Ok(()));
        }
        assert_eq!(limit.take(now), Err(EACH));
        assert_eq!(limit.take(now.plus(EACH)), Ok(()));
    }

    #[test]
    fn what_a_person_waits_for_is_never_held_back() {
        let (mut limit, now) = (Limit::default(), Timestamp(1_000_000));
        let nobody_waits = endpoint::active_calls();
        let urgent = endpoint::initiate(UserId(14), Media::Video);
        for _ in 0..BURST {
            assert_eq!(limit.admit(&urgent, now), Ok(()));
        }
        for _ in 0..BURST {
            assert_eq!(limit.admit(&nobody_waits, now), Ok(()), "nothing was taken");
        }
        assert_eq!(limit.admit(&nobody_waits, now), Err(EACH));
        assert_eq!(limit.admit(&urgent, now), Ok(()));
    }

    #[test]
    fn a_clock_that_is_set_back_or_forward_by_a_day_holds_nothing_back() {
        let day = Duration::from_hours(24);
        for then in [Timestamp(1), Timestamp(1).plus(day).plus(day)] {
            let mut limit = Limit::default();
            assert_eq!(limit.take(Timestamp(1).plus(day)), Ok(()));
            let _ = limit.take(then);
            let mut at = then;
            let passed = (0..100).filter(|_| {
                at = at.plus(EACH);
                limit.take(at).is_ok()
            });
            assert_eq!(passed.count(), 100);
        }
    }

    proptest! {
        /// However requests come, a minute never sees more than the burst and
        /// what the pace allows.
        #[test]
        fn no_minute_exceeds_the_limit(pauses in prop::collection::vec(0_u64..2_000, 1..600)) {
            let mut limit = Limit::default();
            let mut now = Timestamp(1_000_000);
            let mut taken = Vec::new();
            for pause in pauses {
                now = now.plus(Duration::from_millis(pause));
                if limit.take(now).is_ok() {
                    taken.push(now);
                }
            }
            let minute = Duration::from_mins(1);
            for first in &taken {
                let within = taken.iter().filter(|at| **at >= *first && at.since(*first) < minute);
                prop_assert!(within.count() as u64 <= BURST + minute.as_millis() / EACH.as_millis());
            }
        }
    }
}
