//! When the page is painted: at once, and no more often than people can see.

use crate::domain::{Duration, Timestamp};

/// The shortest time between two paintings.
const GAP: Duration = Duration::from_millis(50);

/// What to do after an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Paint.
    Now,
    /// Come back after this time.
    After(Duration),
    /// Nothing: somebody comes back already.
    Wait,
}

/// When the page was painted, and whether it is to be painted again.
#[derive(Clone, Copy, Debug, Default)]
pub struct Paint {
    last: Timestamp,
    due: bool,
}

impl Paint {
    /// Something may have changed.
    pub fn changed(&mut self, now: Timestamp) -> Next {
        // A clock that was set back does not stop the painting.
        let passed = now.since(self.last);
        if passed >= GAP || now < self.last {
            self.last = now;
            return Next::Now;
        }
        if std::mem::replace(&mut self.due, true) {
            return Next::Wait;
        }
        Next::After(Duration::from_millis(
            GAP.as_millis().saturating_sub(passed.as_millis()),
        ))
    }

    /// The time that was asked for is over.
    pub fn due(&mut self, now: Timestamp) {
        self.due = false;
        self.last = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_thousand_inputs_a_second_are_painted_twenty_times() {
        let mut paint = Paint::default();
        let (mut painted, mut due_at) = (0, None);
        for at in 0..3_000_u64 {
            let now = Timestamp(1_000_000 + at / 3);
            if due_at.is_some_and(|due| now >= due) {
                due_at = None;
                paint.due(now);
                painted += 1;
            }
            match paint.changed(now) {
                Next::Now => painted += 1,
                Next::After(time) => {
                    assert_eq!(due_at.replace(now.plus(time)), None);
                }
                Next::Wait => assert!(due_at.is_some()),
            }
        }
        assert!(due_at.is_some(), "the last change is painted, too");
        assert!((18..=22).contains(&painted), "{painted}");
    }

    #[test]
    fn a_single_change_is_painted_at_once() {
        let mut paint = Paint::default();
        assert_eq!(paint.changed(Timestamp(1_000)), Next::Now);
        assert_eq!(paint.changed(Timestamp(1_060)), Next::Now);
    }
}
