//! How long to wait before the next attempt.

/// A pause that doubles with each failure before this one, up to the longest.
#[must_use]
pub fn doubled(first: u64, longest: u64, failures: u32) -> u64 {
    // More doublings than these are beyond every longest pause. Shifted, as
    // a product that cannot overflow would bring its own arithmetic along.
    (first << failures.min(24)).min(longest)
}

#[cfg(test)]
mod tests {
    use super::doubled;

    #[test]
    fn pauses_double_up_to_the_longest() {
        let pauses = [0, 1, 2, 3, 40, u32::MAX].map(|failures| doubled(100, 700, failures));
        assert_eq!(pauses, [100, 200, 400, 700, 700, 700]);
    }
}
