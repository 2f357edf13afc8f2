//! A limit on the messages that a meeting can make the page work on.
//!
//! A real meeting sends a few messages a second, and some thousands when very
//! many people are there already. Reading one takes some hundredths of a
//! millisecond; what would take a processor for itself is dropped unread.

use crate::domain::Timestamp;

/// So many messages can come at once.
const AT_ONCE: u64 = 10_000;
/// So many a second can come for ever.
const PER_SECOND: u64 = 5_000;
/// Longer messages are dropped. Jitsi's longest lists everybody in all rooms.
pub const LONGEST: u32 = 500_000;

/// How many messages may still come.
#[derive(Clone, Copy, Debug)]
pub struct Intake {
    /// In thousandths of a message.
    left: u64,
    at: Option<Timestamp>,
}

impl Default for Intake {
    fn default() -> Self {
        Self {
            left: AT_ONCE * 1_000,
            at: None,
        }
    }
}

impl Intake {
    /// Whether a message that comes now is to be read.
    pub fn takes(&mut self, now: Timestamp) -> bool {
        let passed = self.at.map_or(0, |at| now.since(at).as_millis());
        self.at = Some(now);
        self.left = (self.left + passed.min(3_600_000) * PER_SECOND).min(AT_ONCE * 1_000);
        let takes = self.left >= 1_000;
        if takes {
            self.left -= 1_000;
        }
        takes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of so many messages a second are read in ten seconds.
    fn read(per_second: u64) -> u64 {
        let mut intake = Intake::default();
        let times = (0..10 * per_second).map(|at| Timestamp(at * 1_000 / per_second));
        times.filter(|at| intake.takes(*at)).count() as u64
    }

    #[test]
    fn a_meeting_is_read_and_a_flood_is_not() {
        assert_eq!(read(3_000), 10 * 3_000);
        assert!(read(50_000) <= AT_ONCE + 10 * PER_SECOND);
    }
}
