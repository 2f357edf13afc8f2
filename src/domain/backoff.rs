//! How long to wait before the next attempt.

use super::Duration;

/// A pause that doubles with each failure before this one, up to the longest.
#[must_use]
pub fn doubled(first: Duration, longest: Duration, failures: u32) -> Duration {
    // More doublings than these exceed every limit. A shift needs less code
    // than a saturating product.
    Duration::from_millis(first.as_millis() << failures.min(24)).min(longest)
}

#[cfg(test)]
mod tests {
    use super::{Duration, doubled};

    #[test]
    fn pauses_double_up_to_the_longest() {
        let (first, longest) = (Duration::from_millis(100), Duration::from_millis(700));
        let pauses = [0, 1, 2, 3, 40, u32::MAX].map(|failures| doubled(first, longest, failures));
        assert_eq!(
            pauses.map(Duration::as_millis),
            [100, 200, 400, 700, 700, 700]
        );
    }
}
