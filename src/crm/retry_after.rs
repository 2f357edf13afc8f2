//! The `Retry-After` header: when an overloaded CRM wants to be asked again.

use crate::domain::{Duration, Timestamp};

/// The longest that a CRM is left alone because it asked for that.
const MOST: Duration = Duration::from_hours(1);

/// What the header says, in one of its two forms (RFC 9110, section 10.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// So long after the answer.
    For(Duration),
    /// Not before this moment, by the server's clock.
    At(Timestamp),
}

impl RetryAfter {
    /// Reads the header; `parse_date` reads HTTP dates.
    #[must_use]
    pub fn parse(text: &str, parse_date: impl Fn(&str) -> Option<Timestamp>) -> Option<Self> {
        let text = text.trim();
        match text.parse() {
            Ok(seconds) => Some(Self::For(Duration::from_secs(seconds))),
            Err(_) => parse_date(text).map(Self::At),
        }
    }

    /// How long to wait from now, within reason. `now` is the server's clock,
    /// as its answer has it.
    #[must_use]
    pub fn wait(self, now: Timestamp) -> Duration {
        let wait = match self {
            Self::For(wait) => wait,
            Self::At(moment) => moment.since(now),
        };
        wait.min(MOST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp(1_793_707_200_000);

    fn wait(text: &str) -> Option<Duration> {
        let date = |text: &str| (text == "Tue, 03 Nov 2026 12:02:00 GMT").then(|| later(120));
        RetryAfter::parse(text, date).map(|after| after.wait(NOON))
    }

    fn later(seconds: u64) -> Timestamp {
        NOON.plus(Duration::from_secs(seconds))
    }

    #[test]
    fn seconds_and_dates_are_read() {
        assert_eq!(wait(" 120 "), Some(Duration::from_mins(2)));
        let date = "Tue, 03 Nov 2026 12:02:00 GMT";
        assert_eq!(wait(date), Some(Duration::from_mins(2)));
        assert_eq!(wait("soon"), None);
        assert_eq!(wait("-1"), None);
    }

    #[test]
    fn nobody_waits_for_longer_than_an_hour_or_for_the_past() {
        assert_eq!(wait("99999999"), Some(MOST));
        assert_eq!(RetryAfter::At(later(86_400)).wait(NOON), MOST);
        assert_eq!(RetryAfter::At(NOON).wait(later(60)), Duration::ZERO);
    }
}
