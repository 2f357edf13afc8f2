//! Spans of time, and how people read them.

use std::ops::{Add, Mul};

use crate::codec::Codec;

/// A span of time, in milliseconds.
///
/// Not `core::time::Duration`: that one is a `u64` of seconds and a `u32` of
/// nanoseconds, and its `as_millis` computes with 128 bits. The extension's
/// WebAssembly would carry the code for both, and everything here counts in
/// milliseconds anyhow. Written by the codec it is the bare number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Codec)]
pub struct Duration(u64);

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    #[must_use]
    pub const fn from_secs(seconds: u64) -> Self {
        Self(seconds.saturating_mul(1_000))
    }

    #[must_use]
    pub const fn from_mins(minutes: u64) -> Self {
        Self::from_secs(minutes.saturating_mul(60))
    }

    #[must_use]
    pub const fn from_hours(hours: u64) -> Self {
        Self::from_mins(hours.saturating_mul(60))
    }

    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// By how much this is longer than `other`; nothing when it is not.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Add for Duration {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Mul<u64> for Duration {
    type Output = Self;

    fn mul(self, times: u64) -> Self {
        Self(self.0.saturating_mul(times))
    }
}

/// A duration as a clock shows it: "02:14", "1:02:14".
#[must_use]
pub fn format_duration(duration: Duration) -> String {
    let seconds = duration.0 / 1000;
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
    use crate::codec::{decode, encode};

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
            assert_eq!(format_duration(Duration::from_millis(ms)), expected);
        }
    }

    #[test]
    fn no_number_that_the_crm_sends_is_too_large() {
        let longest = Duration::from_millis(u64::MAX);
        assert_eq!(Duration::from_secs(u64::MAX), longest);
        assert_eq!(Duration::from_hours(u64::MAX) * 2, longest);
    }

    #[test]
    fn every_unit_counts_milliseconds() {
        assert_eq!(Duration::from_secs(6).as_millis(), 6_000);
        assert_eq!(Duration::from_mins(4).as_millis(), 240_000);
        assert_eq!(Duration::from_hours(24).as_millis(), 86_400_000);
    }

    #[test]
    fn a_duration_is_stored_as_the_bare_number() {
        for millis in [0, 45_000, u64::MAX] {
            let text = encode(&Duration::from_millis(millis));
            assert_eq!(text, encode(&millis));
            assert_eq!(decode(&text), Some(Duration::from_millis(millis)));
        }
    }
}
