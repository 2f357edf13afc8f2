//! How often a page that changes without end is looked at.
//!
//! A change is looked at in the next animation frame. Some pages change in each
//! frame: a running clock in a row, an animation that is made by a script, a grid that
//! is scrolled. Looking at them each time would make each of their frames longer, and
//! nobody reads a row that fast. So after a few looks in a row the next one waits.

use crate::domain::{Duration, Timestamp};

/// So many looks in a row do not wait.
const AT_ONCE: u8 = 4;
/// Looks that are no further from each other than this are in a row.
const IN_A_ROW: Duration = Duration::from_millis(300);
/// So long the next one waits then: few enough for a frame in ten to be longer, and
/// short enough for a person to see no delay.
const RESTS_FOR: Duration = Duration::from_millis(160);

/// When the page was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScanPace {
    /// How many looks there were in a row, and when the last one was.
    last: Option<(u8, Timestamp)>,
}

impl ScanPace {
    /// How long the next look has to wait; `None` where it need not.
    #[must_use]
    #[inline(never)]
    pub fn rest(&self, now: Timestamp) -> Option<Duration> {
        let (looks, last) = self.last?;
        let until = last.plus(RESTS_FOR);
        (looks >= AT_ONCE && now < until).then(|| until.since(now))
    }

    /// The page was looked at, because it had changed.
    pub fn looked(&mut self, now: Timestamp) {
        let in_a_row = self.last.filter(|(_, last)| now < last.plus(IN_A_ROW));
        let looks = in_a_row.map_or(0, |(looks, _)| looks);
        self.last = Some((looks.saturating_add(1), now));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When a page is looked at that changes each `every` milliseconds, for a second.
    fn looks(every: u64) -> Vec<u64> {
        let mut pace = ScanPace::default();
        let mut looks = Vec::new();
        for now in (0..1_000).step_by(every as usize) {
            if pace.rest(Timestamp(now)).is_none() {
                pace.looked(Timestamp(now));
                looks.push(now);
            }
        }
        looks
    }

    #[test]
    fn what_changes_in_each_frame_is_looked_at_six_times_a_second() {
        assert_eq!(looks(16), [0, 16, 32, 48, 208, 368, 528, 688, 848]);
    }

    #[test]
    fn what_changes_now_and_then_never_waits() {
        assert_eq!(looks(160).len(), 7);
        assert_eq!(looks(400).len(), 3);
    }

    #[test]
    fn after_a_pause_it_need_not_wait() {
        let mut pace = ScanPace::default();
        for now in [0, 16, 32, 48] {
            pace.looked(Timestamp(now));
        }
        let waits = Some(Duration::from_millis(150));
        assert_eq!(pace.rest(Timestamp(58)), waits);
        assert_eq!(pace.rest(Timestamp(208)), None);
        pace.looked(Timestamp(400));
        assert_eq!(pace.rest(Timestamp(401)), None);
    }
}
