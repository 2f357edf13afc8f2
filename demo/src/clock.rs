//! Timestamps, in the three formats of the CRM.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

/// A moment, as microseconds since 1970 (UTC). Stored in SQLite as an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stamp(i64);

impl Stamp {
    pub(crate) fn now() -> Self {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or(Duration::ZERO);
        Self(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }

    pub(crate) const fn before(self, age: Duration) -> Self {
        Self(self.0 - age.as_micros() as i64)
    }

    pub(crate) const fn after(self, wait: Duration) -> Self {
        Self(self.0 + wait.as_micros() as i64)
    }

    /// The start of this moment's day, UTC.
    pub(crate) const fn midnight(self) -> Self {
        Self(self.0 - self.0.rem_euclid(86_400_000_000))
    }

    /// Time that passed since `earlier`; zero when `earlier` lies in the future.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0 - earlier.0).unwrap_or(0))
    }

    pub(crate) const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    pub(crate) const fn millis(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// `2026-11-22T20:59:05.123919Z`, the spelling of every REST answer.
    pub(crate) fn rest(self) -> String {
        format!("{}Z", self.iso())
    }

    /// `2026-11-22T20:59:05.123919+00:00`, the spelling of WebSocket events.
    pub(crate) fn push(self) -> String {
        format!("{}+00:00", self.iso())
    }

    /// `20261122205905`, the middle part of a room name.
    pub(crate) fn compact(self) -> String {
        let (year, month, day) = self.date();
        let (hour, minute, second) = self.time();
        format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}")
    }

    fn iso(self) -> String {
        let (year, month, day) = self.date();
        let (hour, minute, second) = self.time();
        let micros = self.0.rem_euclid(1_000_000);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{micros:06}")
    }

    /// Year, month and day in the proleptic Gregorian calendar. Counting from
    /// 1 March of year 0 puts the leap day last, so months have fixed offsets.
    fn date(self) -> (i64, i64, i64) {
        let days = self.seconds().div_euclid(86_400) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 {
            shifted + 3
        } else {
            shifted - 9
        };
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        (year, month, day)
    }

    fn time(self) -> (i64, i64, i64) {
        let second = self.seconds().rem_euclid(86_400);
        (second / 3_600, second / 60 % 60, second % 60)
    }
}

impl ToSql for Stamp {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

impl FromSql for Stamp {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        i64::column_result(value).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::Stamp;

    #[test]
    fn spells_a_known_moment_in_every_way() {
        let stamp = Stamp(1_795_381_145_123_919);
        assert_eq!(stamp.rest(), "2026-11-22T20:59:05.123919Z");
        assert_eq!(stamp.push(), "2026-11-22T20:59:05.123919+00:00");
        assert_eq!(stamp.compact(), "20261122205905");
    }

    #[test]
    fn knows_leap_days_and_the_epoch() {
        assert_eq!(Stamp(0).rest(), "1970-01-01T00:00:00.000000Z");
        assert_eq!(
            Stamp(1_709_164_800_000_000).rest(),
            "2024-02-29T00:00:00.000000Z"
        );
        assert_eq!(Stamp(-1).rest(), "1969-12-31T23:59:59.999999Z");
    }
}
