//! Who is quick to be polled for: somebody who used a CRM page a moment ago,
//! as long as the hour has quick polls left.

use crate::codec::Codec;
use crate::domain::{Duration, Timestamp};

/// For so long after a sign of a person, somebody is there.
const LASTS: Duration = Duration::from_mins(2);
/// How many quick polls an hour has: eleven minutes of them.
const QUICK_POLLS: u32 = 120;
/// The past hour is counted in parts of this length, and one part more, so
/// that it is never less than an hour.
const PART: Duration = Duration::from_mins(5);
const PARTS: u64 = 12;

/// When somebody was there, and the quick polls of the past hour.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub(super) struct Attention {
    seen: Option<Timestamp>,
    /// By the part's number since 1970; parts without any are left out.
    quick_polls: Vec<(u64, u32)>,
}

impl Attention {
    /// A person did something in a page, or a call rang.
    pub(super) fn note(&mut self, now: Timestamp) {
        self.seen = Some(now);
    }

    /// Whether to poll at the quick pace.
    pub(super) fn is_quick(&self, now: Timestamp) -> bool {
        // A sign from the future was made before the clock was set back.
        let seen = self.seen.filter(|seen| *seen <= now);
        seen.is_some_and(|seen| now.since(seen) < LASTS) && self.spent(now) < QUICK_POLLS
    }

    /// A quick poll was made.
    pub(super) fn spend(&mut self, now: Timestamp) {
        let part = part(now);
        self.quick_polls.retain(|(of, _)| is_recent(*of, part));
        match self.quick_polls.iter_mut().find(|(of, _)| *of == part) {
            Some((_, polls)) => *polls = polls.saturating_add(1),
            None => self.quick_polls.push((part, 1)),
        }
    }

    fn spent(&self, now: Timestamp) -> u32 {
        let part = part(now);
        let recent = self
            .quick_polls
            .iter()
            .filter(|(of, _)| is_recent(*of, part));
        recent.fold(0, |sum, (_, polls)| sum.saturating_add(*polls))
    }
}

fn part(at: Timestamp) -> u64 {
    at.0 / PART.as_millis()
}

fn is_recent(part: u64, now: u64) -> bool {
    part <= now && now - part <= PARTS
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_000_000_000);

    fn after(minutes: u64) -> Timestamp {
        NOW.plus(Duration::from_mins(minutes))
    }

    #[test]
    fn somebody_is_there_for_two_minutes_after_a_sign() {
        let mut attention = Attention::default();
        assert!(!attention.is_quick(NOW));
        attention.note(NOW);
        assert!(attention.is_quick(NOW) && attention.is_quick(after(1)));
        assert!(!attention.is_quick(after(2)));
        assert!(!attention.is_quick(Timestamp(NOW.0 - 1)), "clock set back");
    }

    #[test]
    fn an_hour_has_so_many_quick_polls_and_then_more() {
        let mut attention = Attention::default();
        for _ in 0..QUICK_POLLS {
            attention.note(NOW);
            assert!(attention.is_quick(NOW));
            attention.spend(NOW);
        }
        for minutes in [0, 30, 60] {
            attention.note(after(minutes));
            assert!(!attention.is_quick(after(minutes)), "{minutes} minutes");
        }
        attention.note(after(65));
        assert!(attention.is_quick(after(65)));
    }

    #[test]
    fn only_the_past_hour_is_counted() {
        let mut attention = Attention::default();
        for minutes in 0..10_000 {
            attention.spend(after(minutes));
            assert!(attention.quick_polls.len() as u64 <= PARTS + 1);
        }
    }
}
