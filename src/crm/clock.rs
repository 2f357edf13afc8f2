//! The CRM's times: ISO 8601 text to milliseconds, and its clock to ours.

use crate::codec::Codec;
use crate::domain::{Duration, Timestamp};

/// How far the CRM's clock is ahead of this computer's.
///
/// Learned from the `Date` header of its answers. Computers' clocks are often
/// minutes off; a call's age decides whether it rings, and both sides are to
/// see it last equally long. The header has whole seconds and the answer
/// travels, so each answer only bounds the difference; what all of them agree
/// on is known to some tenths of a second after a few.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Codec)]
pub struct Skew {
    bounds: Option<Bounds>,
    /// When an answer last confirmed it, by this computer's clock.
    at: Timestamp,
}

/// How long after an answer this computer's clock is taken to be as it was then.
const FRESH: Duration = Duration::from_mins(2);

/// Between which the difference is, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
struct Bounds {
    least: i64,
    most: i64,
}

/// How much later than its `Date` the CRM can have sent an answer: the header
/// is cut to whole seconds.
const CUT: i64 = 1_000;

impl Skew {
    /// The CRM said `date` in its answer to a request that was `sent` and the
    /// answer `received` at these times of this computer's clock.
    pub fn learn(&mut self, date: Timestamp, sent: Timestamp, received: Timestamp) {
        let date = signed(date);
        let new = Bounds {
            least: date.saturating_sub(signed(received)),
            most: date.saturating_sub(signed(sent)).saturating_add(CUT),
        };
        if new.least > new.most {
            // This computer's clock was set back meanwhile.
            return;
        }
        // One of the clocks was set when they contradict each other.
        let agreed = self.bounds.and_then(|known| known.and(new));
        self.bounds = Some(agreed.unwrap_or(new));
        self.at = received;
    }

    /// The moment on this computer's clock at which the CRM's shows `server`.
    #[must_use]
    pub fn to_local(self, server: Timestamp) -> Timestamp {
        Timestamp(server.0.saturating_add_signed(-self.millis()))
    }

    /// The moment on the CRM's clock at which this computer's shows `local`.
    #[must_use]
    pub fn to_server(self, local: Timestamp) -> Timestamp {
        Timestamp(local.0.saturating_add_signed(self.millis()))
    }

    /// Whether the difference is known at this moment. It is not before the first
    /// answer, and not when the clock may have been set since the last one.
    #[must_use]
    pub fn is_known(self, now: Timestamp) -> bool {
        self.bounds.is_some() && self.at.counts(FRESH, now)
    }

    /// The likeliest difference. Most clocks are right, so none as long as
    /// that is possible.
    fn millis(self) -> i64 {
        match self.bounds {
            Some(Bounds { least, most }) if least > 0 || most < 0 => least + (most - least) / 2,
            _ => 0,
        }
    }
}

impl Bounds {
    /// What both say, unless they contradict each other.
    fn and(self, other: Self) -> Option<Self> {
        let both = Self {
            least: self.least.max(other.least),
            most: self.most.min(other.most),
        };
        (both.least <= both.most).then_some(both)
    }
}

fn signed(at: Timestamp) -> i64 {
    i64::try_from(at.0).unwrap_or(i64::MAX)
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

    /// An answer that a CRM whose clock is ahead gives at this local time, half
    /// way through a request that takes so long.
    fn learned(skew: &mut Skew, ahead: u64, at: u64, takes: u64) {
        let date = (at + ahead) / 1_000 * 1_000;
        let (sent, received) = (at - takes / 2, at + takes - takes / 2);
        skew.learn(Timestamp(date), Timestamp(sent), Timestamp(received));
    }

    #[test]
    fn a_difference_that_may_be_none_is_none() {
        let mut skew = Skew::default();
        learned(&mut skew, 0, 10_700, 60);
        assert_eq!(skew.to_local(Timestamp(70_000)), Timestamp(70_000));
        assert_eq!(
            Skew::default().to_local(Timestamp(70_000)),
            Timestamp(70_000),
            "nothing was learned yet"
        );
    }

    #[test]
    fn a_clock_that_is_set_is_followed_at_once() {
        let mut skew = Skew::default();
        learned(&mut skew, 0, 10_700, 60);
        learned(&mut skew, 60_000, 12_000, 60);
        let local = skew.to_local(Timestamp(73_000)).0;
        assert!(local.abs_diff(13_000) <= 600, "{local}");
        // Set back during a request.
        let before = skew;
        skew.learn(Timestamp(74_000), Timestamp(14_000), Timestamp(9_000));
        assert_eq!(skew, before);
    }

    #[test]
    fn the_difference_is_not_known_when_the_clock_may_have_been_set() {
        let mut skew = Skew::default();
        assert!(
            !skew.is_known(Timestamp(10_000)),
            "nothing was answered yet"
        );
        learned(&mut skew, 0, 10_700, 60);
        assert!(skew.is_known(Timestamp(10_730)) && skew.is_known(Timestamp(130_000)));
        assert!(!skew.is_known(Timestamp(10_000)), "set back");
        assert!(!skew.is_known(Timestamp(86_400_000)), "set forward");
    }

    #[test]
    fn the_crms_time_is_known_by_any_clock() {
        let mut skew = Skew::default();
        learned(&mut skew, 86_400_000, 10_700, 60);
        let at = Timestamp(20_000);
        assert_eq!(skew.to_local(skew.to_server(at)), at);
    }

    proptest::proptest! {
        #[test]
        fn two_computers_agree_on_the_time_of_the_crm(
            clocks in proptest::array::uniform2(0_u64..10_000_000),
            answers in proptest::collection::vec((0_u64..5_000, 0_u64..120), 12..40),
        ) {
            // The CRM's clock is ahead of each of them by something else.
            let moment = clocks.map(|ahead| {
                let (mut skew, mut at) = (Skew::default(), 1_000_000);
                for (pause, takes) in &answers {
                    at += pause + takes;
                    learned(&mut skew, ahead, at, *takes);
                }
                skew.to_local(Timestamp(90_000_000)).0 + ahead
            });
            let apart = moment[0].abs_diff(moment[1]);
            proptest::prop_assert!(apart <= 1_000, "{} ms apart", apart);
        }

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
