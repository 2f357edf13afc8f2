//! The settings: version, defaults, repair.
//!
//! Stored settings may be older or newer than this code, or damaged. An
//! unusable value is replaced by its default, so that it cannot prevent a call
//! from ringing.

use crate::call::state::Rules;
use crate::codec::{self, Codec, Format, Restored, Stored};
use crate::domain::{Duration, Origin};
use crate::json::JsonValue;

/// All settings. Read from storage with [`Settings::restore`].
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct Settings {
    /// How loud it rings, 0 to 1.
    pub ring_volume: f64,
    /// Show incoming calls without a sound.
    pub silent: bool,
    /// How long a call rings before it counts as not answered, in seconds.
    pub ring_seconds: u32,
    /// Open calls in a window of their own instead of the page's toast.
    pub open_in_window: bool,
    /// Take no calls at all for now.
    pub do_not_disturb: bool,
    /// When calls make no sound, every day.
    pub quiet_hours: QuietHours,
    /// Show a system notification when no CRM tab is in front.
    pub notify: bool,
    /// The CRM addresses that the user enabled.
    pub sites: Vec<SiteSetting>,
}

/// A time of the day when calls make no sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
pub struct QuietHours {
    /// Whether they are in effect.
    pub enabled: bool,
    /// When they begin, in minutes after midnight, local time.
    pub from: u16,
    /// When they end, in minutes after midnight, local time. Before `from`
    /// means the next morning.
    pub to: u16,
}

/// One CRM address that the user enabled.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct SiteSetting {
    /// The CRM's origin, such as `https://crm.example.com`, without a slash.
    pub origin: String,
    /// Where its API is, without a slash at the end; the origin itself when
    /// empty.
    pub api_base: String,
    /// Whether Ringside works there.
    pub enabled: bool,
}

/// The shortest and longest ring time that can be set, in seconds.
pub const RING_SECONDS: std::ops::RangeInclusive<u32> = 15..=120;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

impl Default for Settings {
    fn default() -> Self {
        Self {
            ring_volume: 0.7,
            silent: false,
            ring_seconds: 45,
            open_in_window: false,
            do_not_disturb: false,
            quiet_hours: QuietHours::default(),
            notify: true,
            sites: Vec::new(),
        }
    }
}

impl Default for QuietHours {
    fn default() -> Self {
        Self {
            enabled: false,
            from: 20 * 60,
            to: 7 * 60,
        }
    }
}

impl QuietHours {
    /// Whether `minute` (after midnight, local time) lies in them. The end
    /// does not; equal times mean the whole day.
    #[must_use]
    pub fn contain(&self, minute: u16) -> bool {
        if !self.enabled {
            return false;
        }
        match self.from.cmp(&self.to) {
            std::cmp::Ordering::Less => (self.from..self.to).contains(&minute),
            std::cmp::Ordering::Equal => true,
            std::cmp::Ordering::Greater => minute >= self.from || minute < self.to,
        }
    }
}

impl Format for Settings {
    const FORMAT: &'static str = "settings 2";
}

impl Stored for Settings {}

impl Settings {
    /// Reads stored settings, repaired. Version 1 was no text but an object.
    #[must_use]
    pub fn restore<S: JsonValue>(found: &S) -> Restored<Self> {
        let Some(text) = found.as_text() else {
            return Restored::Migrated(Self::from_version_1(found).repaired());
        };
        match codec::restore(&text) {
            Restored::Current(settings) => Restored::Current(Self::repaired(settings)),
            other => other,
        }
    }

    /// A field that is absent or of another type has its default.
    fn from_version_1<S: JsonValue>(stored: &S) -> Self {
        let default = Self::default();
        let flag = |name, default| stored.flag(name).unwrap_or(default);
        let minute = |name, default| {
            let minute = stored
                .field("quiet_hours")
                .and_then(|hours| hours.whole(name));
            // Out of range is repaired later, and must not wrap into it.
            minute.map_or(default, |minute| u16::try_from(minute).unwrap_or(u16::MAX))
        };
        let hours = default.quiet_hours;
        let sites = stored.field("sites").and_then(|sites| sites.items());
        Self {
            ring_volume: stored.number("ring_volume").unwrap_or(default.ring_volume),
            silent: flag("silent", default.silent),
            ring_seconds: stored
                .whole("ring_seconds")
                .map_or(default.ring_seconds, |seconds| {
                    u32::try_from(seconds).unwrap_or(u32::MAX)
                }),
            open_in_window: flag("open_in_window", default.open_in_window),
            do_not_disturb: flag("do_not_disturb", default.do_not_disturb),
            quiet_hours: QuietHours {
                enabled: stored
                    .field("quiet_hours")
                    .and_then(|hours| hours.flag("enabled"))
                    .unwrap_or(hours.enabled),
                from: minute("from", hours.from),
                to: minute("to", hours.to),
            },
            notify: flag("notify", default.notify),
            sites: sites
                .unwrap_or_default()
                .iter()
                .filter_map(SiteSetting::from_version_1)
                .collect(),
        }
    }

    /// The same settings with everything unusable replaced: numbers out of
    /// range are clamped, invalid and duplicate sites are removed.
    #[must_use]
    pub fn repaired(mut self) -> Self {
        let default = Self::default();
        self.ring_volume = if self.ring_volume.is_finite() {
            self.ring_volume.clamp(0.0, 1.0)
        } else {
            default.ring_volume
        };
        self.ring_seconds = self
            .ring_seconds
            .clamp(*RING_SECONDS.start(), *RING_SECONDS.end());
        if self.quiet_hours.from >= DAY || self.quiet_hours.to >= DAY {
            self.quiet_hours = QuietHours {
                enabled: false,
                ..default.quiet_hours
            };
        }
        let mut sites: Vec<SiteSetting> = Vec::with_capacity(self.sites.len());
        for site in self.sites {
            let Some(site) = site.repaired() else {
                continue;
            };
            if !sites.iter().any(|other| other.origin == site.origin) {
                sites.push(site);
            }
        }
        self.sites = sites;
        self
    }

    /// What the call machine must know of them at this minute of the day
    /// (after midnight, local time).
    #[must_use]
    pub fn rules(&self, minute: u16) -> Rules {
        Rules {
            ring_time: Duration::from_secs(u64::from(self.ring_seconds)),
            window_first: self.open_in_window,
            quiet: self.do_not_disturb || self.quiet_hours.contain(minute),
        }
    }

    /// The enabled site at this origin.
    #[must_use]
    pub fn site(&self, origin: &str) -> Option<&SiteSetting> {
        self.sites
            .iter()
            .find(|site| site.enabled && site.origin == origin)
    }

    /// The patterns of the sites that are switched off. Two sites on one host
    /// have the same pattern, so one that is switched on keeps the other's.
    #[must_use]
    pub fn patterns_off(&self) -> Vec<String> {
        let patterns = |enabled: bool| -> Vec<String> {
            let sites = self.sites.iter().filter(|site| site.enabled == enabled);
            sites.flat_map(SiteSetting::patterns).collect()
        };
        let on = patterns(true);
        let mut off = patterns(false);
        off.retain(|pattern| !on.contains(pattern));
        off
    }
}

impl SiteSetting {
    /// A site from what a person typed: an origin or any address on it. The
    /// API's address may be left empty.
    ///
    /// `None` when it is no `https` address (`http` only on this machine).
    #[must_use]
    pub fn parse(address: &str, api_base: &str) -> Option<Self> {
        let origin = origin_of(address)?;
        let api_base = api_base.trim().trim_end_matches('/');
        if !api_base.is_empty() {
            origin_of(api_base)?;
        }
        Some(Self {
            origin,
            api_base: api_base.to_owned(),
            enabled: true,
        })
    }

    /// The match patterns of the permissions that this site needs. Without
    /// ports: Firefox knows none in patterns.
    #[must_use]
    pub fn patterns(&self) -> Vec<String> {
        let mut patterns: Vec<String> = [self.origin.as_str(), self.api()]
            .into_iter()
            .filter_map(|address| {
                let (scheme, rest) = address.split_once("://")?;
                let host = rest.split([':', '/']).next()?;
                Some(format!("{scheme}://{host}/*"))
            })
            .collect();
        patterns.dedup();
        patterns
    }

    /// Where the CRM's API is.
    #[must_use]
    pub fn api(&self) -> &str {
        if self.api_base.is_empty() {
            &self.origin
        } else {
            &self.api_base
        }
    }

    fn from_version_1<S: JsonValue>(stored: &S) -> Option<Self> {
        Some(Self {
            origin: stored.text("origin")?,
            api_base: stored.text("api_base").unwrap_or_default(),
            enabled: stored.flag("enabled").unwrap_or(true),
        })
    }

    fn repaired(self) -> Option<Self> {
        let parsed = Self::parse(&self.origin, &self.api_base)?;
        Some(Self {
            enabled: self.enabled,
            ..parsed
        })
    }
}

/// The origin of an address as a person types it: scheme optional, path cut
/// off, lower case. Only what fits into a match pattern is accepted.
fn origin_of(address: &str) -> Option<String> {
    let address = address.trim();
    let origin = if address.contains("://") {
        Origin::parse(address)?
    } else {
        Origin::parse(&["https://", address].concat())?
    };
    origin.is_secure().then(|| origin.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(json: &str) -> Settings {
        let json: serde_json::Value = serde_json::from_str(json).unwrap();
        match Settings::restore(&json) {
            Restored::Migrated(settings) => settings,
            other => panic!("not of version 1: {other:?}"),
        }
    }

    fn restored(text: &str) -> Restored<Settings> {
        Settings::restore(&serde_json::Value::from(text))
    }

    #[test]
    fn settings_of_version_1_are_migrated() {
        let settings = stored(
            r#"{"version": 1, "ring_volume": 0.25, "silent": true, "ring_seconds": 30,
                "open_in_window": true, "do_not_disturb": true,
                "quiet_hours": {"enabled": true, "from": 1260, "to": 390}, "notify": false,
                "sites": [
                    {"origin": "https://crm.example.com",
                     "api_base": "https://api.example.com/v1", "enabled": true},
                    {"origin": "http://localhost:8080", "api_base": "", "enabled": false}
                ]}"#,
        );
        let site = |origin: &str, api_base: &str, enabled| SiteSetting {
            origin: origin.to_owned(),
            api_base: api_base.to_owned(),
            enabled,
        };
        let expected = Settings {
            ring_volume: 0.25,
            silent: true,
            ring_seconds: 30,
            open_in_window: true,
            do_not_disturb: true,
            quiet_hours: QuietHours {
                enabled: true,
                from: 1_260,
                to: 390,
            },
            notify: false,
            sites: vec![
                site(
                    "https://crm.example.com",
                    "https://api.example.com/v1",
                    true,
                ),
                site("http://localhost:8080", "", false),
            ],
        };
        assert_eq!(settings, expected);
    }

    #[test]
    fn what_is_absent_has_its_default() {
        assert_eq!(stored("{}"), Settings::default());
    }

    #[test]
    fn an_object_is_read_as_far_as_known() {
        let settings = stored(r#"{"version": 9, "silent": true, "ring_tone": "bells"}"#);
        assert!(settings.silent);
    }

    #[test]
    fn todays_text_is_read_and_repaired() {
        let loud = Settings {
            ring_volume: 7.0,
            silent: true,
            ..Settings::default()
        };
        let repaired = loud.clone().repaired();
        assert_eq!(restored(&codec::text(&loud)), Restored::Current(repaired));
    }

    #[test]
    fn a_newer_text_is_set_aside_and_a_damaged_one_dropped() {
        let today = codec::text(&Settings::default());
        let newer = today.replace("settings 2", "settings 3");
        assert_eq!(restored(&newer), Restored::Newer("settings 3".to_owned()));
        assert_eq!(restored(&today[..today.len() - 2]), Restored::Unreadable);
        assert_eq!(restored(""), Restored::Unreadable);
    }

    #[test]
    fn values_out_of_range_are_clamped() {
        let settings = stored(
            r#"{"ring_volume": 7, "ring_seconds": 100000,
                "quiet_hours": {"enabled": true, "from": 60, "to": 5000}}"#,
        );
        assert_eq!(settings.ring_volume, 1.0);
        assert_eq!(settings.ring_seconds, 120);
        assert_eq!(settings.quiet_hours, QuietHours::default());
    }

    #[test]
    fn sites_are_unique_origins() {
        let settings = stored(
            r#"{"sites": [
                {"origin": "https://CRM.example.com/customers?page=2"},
                {"origin": "https://crm.example.com:443", "enabled": false},
                {"origin": "javascript:alert(1)"},
                {"origin": "http://crm.example.com"},
                {"origin": "http://127.0.0.1:8080", "api_base": "http://127.0.0.1:8000/"}
            ]}"#,
        );
        let origins: Vec<_> = settings
            .sites
            .iter()
            .map(|site| (site.origin.as_str(), site.api()))
            .collect();
        assert_eq!(
            origins,
            [
                ("https://crm.example.com", "https://crm.example.com"),
                ("http://127.0.0.1:8080", "http://127.0.0.1:8000"),
            ]
        );
    }

    #[test]
    fn a_site_needs_its_page_and_its_api() {
        let site = SiteSetting::parse("crm.example.com:8443/x", "https://api.example.com/v1");
        assert_eq!(
            site.unwrap().patterns(),
            ["https://crm.example.com/*", "https://api.example.com/*"]
        );
        let site = SiteSetting::parse("crm.example.com", "");
        assert_eq!(site.unwrap().patterns(), ["https://crm.example.com/*"]);
    }

    #[test]
    fn quiet_hours_may_cross_midnight() {
        let night = QuietHours {
            enabled: true,
            from: 1200,
            to: 420,
        };
        assert!(night.contain(1200) && night.contain(0) && night.contain(419));
        assert!(!night.contain(420) && !night.contain(1199));
        let noon = QuietHours {
            enabled: true,
            from: 720,
            to: 780,
        };
        assert!(noon.contain(720) && !noon.contain(780));
        assert!(
            !QuietHours {
                enabled: false,
                ..noon
            }
            .contain(730)
        );
    }

    proptest::proptest! {
        #[test]
        fn repairing_twice_changes_nothing_more(
            volume: f64, seconds: u32, from: u16, to: u16, origin in ".{0,40}",
        ) {
            let settings = Settings {
                ring_volume: volume,
                ring_seconds: seconds,
                quiet_hours: QuietHours { enabled: true, from, to },
                sites: vec![SiteSetting { origin, api_base: String::new(), enabled: true }],
                ..Settings::default()
            }
            .repaired();
            proptest::prop_assert_eq!(settings.clone().repaired(), settings);
        }
    }

    #[test]
    fn a_site_that_is_switched_off_shares_its_host_with_one_that_is_on() {
        let settings = stored(
            r#"{"sites": [
                {"origin": "http://127.0.0.1:8080", "enabled": true},
                {"origin": "http://127.0.0.1:9090", "enabled": false},
                {"origin": "https://crm.example.com", "enabled": false,
                 "api_base": "https://api.example.com"}
            ]}"#,
        );
        assert_eq!(
            settings.patterns_off(),
            ["https://crm.example.com/*", "https://api.example.com/*"]
        );
    }
}
