//! Moments, and durations as people read them.

use crate::codec::Codec;

/// A moment, in milliseconds since the Unix epoch.
///
/// Time enters the core only as a value of this type inside an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Codec)]
pub struct Timestamp(pub u64);

impl Timestamp {
    /// The moment `ms` milliseconds later.
    #[must_use]
    pub fn plus(self, ms: u64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// How many milliseconds have passed since `earlier`; 0 when it is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// A duration in milliseconds as a clock shows it: "02:14", "1:02:14".
#[must_use]
pub fn format_duration(ms: u64) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let mut text = String::new();
    if hours > 0 {
        text.push_str(&hours.to_string());
        text.push(':');
    }
    two(&mut text, minutes);
    text.push(':');
    two(&mut text, seconds);
    text
}

fn two(text: &mut String, number: u64) {
    if number < 10 {
        text.push('0');
    }
    text.push_str(&number.to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_show_hours_only_from_one_hour_on() {
        for (ms, expected) in [
            (0, "00:00"),
            (999, "00:00"),
            (134_000, "02:14"),
            (3_599_999, "59:59"),
            (3_734_000, "1:02:14"),
            (360_000_000, "100:00:00"),
        ] {
            assert_eq!(format_duration(ms), expected);
        }
    }
}
