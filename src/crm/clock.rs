//! The CRM's times: ISO 8601 text to milliseconds, and its clock to ours.

use crate::codec::Codec;
use crate::domain::{Duration, Timestamp};

/// How far the CRM's clock is ahead of this computer's, in milliseconds.
///
/// Learned from the `Date` header of its answers. Computers' clocks are often
/// minutes off, and a call's age decides whether it rings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Codec)]
pub struct Skew(i64);

/// The `Date` header has whole seconds, and the answer travels: smaller
/// differences are ignored.
const NOISE: Duration = Duration::from_secs(2);

impl Skew {
    /// The skew when the CRM said `server` and this computer's clock `local`.
    #[must_use]
    pub fn between(server: Timestamp, local: Timestamp) -> Self {
        let ahead = i64::try_from(server.0).unwrap_or(0) - i64::try_from(local.0).unwrap_or(0);
        Self(if ahead.unsigned_abs() <= NOISE.as_millis() {
            0
        } else {
            ahead
        })
    }

    /// The moment on this computer's clock at which the CRM's shows `server`.
    #[must_use]
    pub fn to_local(self, server: Timestamp) -> Timestamp {
        Timestamp(server.0.saturating_add_signed(-self.0))
    }
}

/// Parses `2026-11-22T20:59:05.123919Z` and `…+00:00`, as REST and push frames
/// write them. `None` for anything else.
#[must_use]
pub fn parse_iso(text: &str) -> Option<Timestamp> {
    let (date, rest) = text.split_once('T')?;
    let mut parts = date.splitn(3, '-');
    let year: i64 = parts.next()?.parse().ok()?;
    let month: i64 = parts.next()?.parse().ok()?;
    let day: i64 = parts.next()?.parse().ok()?;
    let zone_at = rest.find(['Z', '+', '-'])?;
    let (time, zone) = rest.split_at(zone_at);
    let mut parts = time.splitn(3, ':');
    let hour: i64 = parts.next()?.parse().ok()?;
    let minute: i64 = parts.next()?.parse().ok()?;
    let (second, fraction) = parts
        .next()?
        .split_once('.')
        .unwrap_or((time.get(6..8)?, ""));
    let second: i64 = second.parse().ok()?;
    let millis: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let in_range = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second);
    if !in_range {
        return None;
    }
    let days = days_since_epoch(year, month, day);
    let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - zone_seconds(zone)?;
    u64::try_from(seconds * 1_000 + millis).ok().map(Timestamp)
}

/// Seconds east of Greenwich in `Z`, `+02:00` or `-05:30`.
fn zone_seconds(zone: &str) -> Option<i64> {
    if zone == "Z" {
        return Some(0);
    }
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    // Bytes, so that no number overflows below.
    let hours = i64::from(hours.parse::<u8>().ok()?);
    let minutes = i64::from(minutes.parse::<u8>().ok()?);
    let seconds = hours * 3_600 + minutes * 60;
    Some(if zone.starts_with('-') {
        -seconds
    } else {
        seconds
    })
}

/// Days from 1970-01-01 to this day of the Gregorian calendar. Years are
/// counted from March, so that the leap day is a year's last.
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let leap_days = year / 4 - year / 100 + year / 400;
    year * 365 + leap_days + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_parsed_as_the_crm_writes_them() {
        let rest = parse_iso("2026-11-22T20:59:05.123919Z");
        let push = parse_iso("2026-11-22T20:59:05.123919+00:00");
        assert_eq!(rest, Some(Timestamp(1_795_381_145_123)));
        assert_eq!(push, rest);
        assert_eq!(parse_iso("1970-01-01T00:00:00Z"), Some(Timestamp(0)));
        assert_eq!(
            parse_iso("2024-02-29T01:00:00+01:00"),
            Some(Timestamp(1_709_164_800_000))
        );
    }

    #[test]
    fn malformed_dates_are_refused() {
        for text in [
            "",
            "now",
            "2026-11-22",
            "2026-13-01T00:00:00Z",
            "2026-11-22T20:59",
            "é2T3:4:5Z",
            "2026-11-22T20:59:05+9999999999999999:00",
        ] {
            assert_eq!(parse_iso(text), None, "{text}");
        }
    }

    #[test]
    fn small_clock_differences_are_ignored() {
        assert_eq!(
            Skew::between(Timestamp(11_500), Timestamp(10_000)),
            Skew::default()
        );
        let fast = Skew::between(Timestamp(70_000), Timestamp(10_000));
        assert_eq!(fast.to_local(Timestamp(70_000)), Timestamp(10_000));
    }

    proptest::proptest! {
        #[test]
        fn parse_never_panics(
            text in "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}|.{0,40}",
        ) {
            // Both notations of UTC are accepted.
            let zulu = parse_iso(&format!("{text}Z"));
            proptest::prop_assert_eq!(zulu, parse_iso(&format!("{text}+00:00")));
        }
    }
}
