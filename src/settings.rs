//! The settings: version, defaults, repair.
//!
//! Stored settings may be older or newer than this code, or damaged. An
//! unusable value is replaced by its default, so that it cannot prevent a call
//! from ringing.

mod quiet_hours;
mod recover;
mod site;
mod version_2;
mod version_3;
mod version_4;

use self::quiet_hours::DAY;
pub use self::quiet_hours::QuietHours;
pub use self::site::{ApiSource, Carrier, SiteSetting};
use self::version_2::Version2;
use self::version_3::Version3;
use self::version_4::Version4;
use crate::call::state::Rules;
use crate::codec::{self, Codec, Format, Restored, Stored};
use crate::crm::discovery::{self, FoundApi};
use crate::domain::{Duration, MOST_SITES};
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
    /// The Jitsi server for calls with people who have no account, as its
    /// address with a tenant if any; empty when the user names none.
    pub meeting_server: String,
}

/// The shortest and longest ring time that can be set, in seconds.
pub const RING_SECONDS: std::ops::RangeInclusive<u32> = 15..=120;

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
            meeting_server: String::new(),
        }
    }
}

impl Format for Settings {
    const FORMAT: &'static str = "settings 5";
}

impl Stored for Settings {
    fn migrate(version: u32, body: &str) -> Option<Self> {
        macro_rules! bring_up {
            ($old:ty) => {{
                let old: $old = codec::decode(body)?;
                Some(Self {
                    ring_volume: old.ring_volume,
                    silent: old.silent,
                    ring_seconds: old.ring_seconds,
                    open_in_window: old.open_in_window,
                    do_not_disturb: old.do_not_disturb,
                    quiet_hours: old.quiet_hours,
                    notify: old.notify,
                    sites: old.sites.into_iter().map(SiteSetting::from).collect(),
                    meeting_server: String::new(),
                })
            }};
        }
        match version {
            2 => bring_up!(Version2),
            3 => bring_up!(Version3),
            4 => bring_up!(Version4),
            _ => None,
        }
    }
}

impl Settings {
    /// Reads stored settings, repaired. Version 1 was no text but an object.
    #[must_use]
    pub fn restore<S: JsonValue>(found: &S) -> Restored<Self> {
        let Some(text) = found.as_text() else {
            return Restored::Migrated(Self::from_version_1(found).repaired());
        };
        match codec::restore(&text) {
            Restored::Current(settings) => Restored::Current(Self::repaired(settings)),
            Restored::Migrated(settings) => Restored::Migrated(Self::repaired(settings)),
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
            meeting_server: default.meeting_server,
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
        self.meeting_server = site::server(&self.meeting_server).unwrap_or_default();
        self
    }

    /// The Jitsi server for calls from pages at `origin` with people who have no
    /// account: the one that the user names, else the one at which the CRM there
    /// holds its own calls.
    #[must_use]
    pub fn guest_server(&self, origin: &str) -> Option<&str> {
        let of_site = || Some(self.site(origin)?.meeting_server.as_str());
        Some(self.meeting_server.as_str())
            .filter(|server| !server.is_empty())
            .or_else(of_site)
            .filter(|server| !server.is_empty())
    }

    /// The CRM at this origin holds its calls at this server, without tokens of
    /// its own. `true` when that is news.
    pub fn learn_meeting_server(&mut self, origin: &str, server: &str) -> bool {
        let site = self.site_setting(origin).filter(|site| site.enabled);
        site.is_some_and(|site| {
            let is_news = site.meeting_server != server;
            if is_news {
                server.clone_into(&mut site.meeting_server);
            }
            is_news
        })
    }

    /// What the call machine must know of them at this minute of the day
    /// (after midnight, local time), for the CRM at `origin`.
    #[must_use]
    pub fn rules(&self, minute: u16, origin: Option<&str>) -> Rules {
        let site = origin.and_then(|origin| self.site(origin));
        Rules {
            crm_carries: site.is_some_and(|site| !site.carrier.is_ringside()),
            ring_time: Duration::from_secs(u64::from(self.ring_seconds)),
            window_first: self.open_in_window,
            quiet: self.do_not_disturb || self.quiet_hours.contain(minute),
        }
    }

    /// What was found out of each site stays when settings are stored that a
    /// page read before.
    pub fn keep_findings(&mut self, before: &Self) {
        for site in &mut self.sites {
            let known = before
                .sites
                .iter()
                .find(|known| known.origin == site.origin);
            site.is_crm |= known.is_some_and(|known| known.is_crm);
            if let Some(known) = known {
                site.meeting_server.clone_from(&known.meeting_server);
            }
        }
    }

    /// The enabled site at this origin.
    #[must_use]
    pub fn site(&self, origin: &str) -> Option<&SiteSetting> {
        self.sites
            .iter()
            .find(|site| site.enabled && site.origin == origin)
    }

    /// The pages at `origin` use this API. A site that is not in the list yet
    /// is added: its page runs the content script, so the user enabled it.
    /// Returns whether that changes anything.
    pub fn learn_api(&mut self, origin: &str, found: &FoundApi, works: bool) -> bool {
        let Some(site) = self.sites.iter_mut().find(|site| site.origin == origin) else {
            let Some(site) = SiteSetting::parse(origin, "") else {
                return false;
            };
            return self.add_found(SiteSetting {
                found_api: found.base.clone(),
                ..site
            });
        };
        let changes = discovery::replaces(&site.found_api, found, works);
        if changes {
            site.found_api.clone_from(&found.base);
        }
        changes
    }

    /// Adds a site that the user typed, in place of the one of its origin. What
    /// was found and chosen for that one stays.
    pub fn add_site(&mut self, mut site: SiteSetting) {
        if let Some(before) = self.sites.iter().position(|it| it.origin == site.origin) {
            let before = self.sites.remove(before);
            site.carrier = before.carrier;
            site.found_api = before.found_api;
            site.own_window = before.own_window;
            site.is_crm = before.is_crm;
            site.meeting_server = before.meeting_server;
        }
        self.sites.push(site);
    }

    /// Whether the site at this origin is switched off.
    #[must_use]
    pub fn is_off(&self, origin: &str) -> bool {
        let mut sites = self.sites.iter();
        sites.any(|site| site.origin == origin && !site.enabled)
    }

    /// Who carries the calls at this origin.
    #[must_use]
    pub fn carrier(&self, origin: &str) -> Carrier {
        self.site(origin)
            .map_or(Carrier::NotAsked, |site| site.carrier)
    }

    /// Sets who carries the calls at this origin.
    pub fn set_carrier(&mut self, origin: &str, carrier: Carrier) {
        if let Some(site) = self.site_setting(origin) {
            site.carrier = carrier;
        }
    }

    /// The CRM at this origin has a call window of its own. `true` when that
    /// is news.
    pub fn learn_own_window(&mut self, origin: &str) -> bool {
        let site = self.site_setting(origin);
        site.is_some_and(|site| !std::mem::replace(&mut site.own_window, true))
    }

    /// Whether the address at this origin is a CRM that is switched on.
    #[must_use]
    pub fn is_crm(&self, origin: &str) -> bool {
        self.site(origin).is_some_and(|site| site.is_crm)
    }

    /// The user enabled the pages at this origin: they are listed, so that they
    /// can be switched off. `true` when that is news.
    pub fn learn_site(&mut self, origin: &str) -> bool {
        let is_known = self.sites.iter().any(|site| site.origin == origin);
        !is_known && self.site_setting(origin).is_some()
    }

    /// The API of the site at this origin answered as a CRM's. `true` when that
    /// is news.
    pub fn learn_crm(&mut self, origin: &str) -> bool {
        let site = self.site_setting(origin).filter(|site| site.enabled);
        site.is_some_and(|site| !std::mem::replace(&mut site.is_crm, true))
    }

    /// The origins of the CRMs that are switched on.
    #[must_use]
    pub fn crms(&self) -> Vec<String> {
        let crms = self.sites.iter().filter(|site| site.enabled && site.is_crm);
        crms.map(|site| site.origin.clone()).collect()
    }

    /// The only site that is switched on, if there is just one.
    #[must_use]
    pub fn only_site(&self) -> Option<&str> {
        let mut on = self.sites.iter().filter(|site| site.enabled);
        let first = on.next()?;
        on.next().is_none().then_some(first.origin.as_str())
    }

    /// Adds a site that nobody typed in. When there are too many, the oldest goes
    /// of which nothing is known but where its API may be. `false` when there is
    /// none.
    fn add_found(&mut self, site: SiteSetting) -> bool {
        if self.sites.len() >= MOST_SITES {
            let Some(oldest) = self.sites.iter().position(SiteSetting::is_only_found) else {
                return false;
            };
            self.sites.remove(oldest);
        }
        self.sites.push(site);
        true
    }

    /// The setting of the site at this origin. A site that was granted at
    /// installation gets one by this.
    fn site_setting(&mut self, origin: &str) -> Option<&mut SiteSetting> {
        if self.sites.iter().all(|site| site.origin != origin) {
            self.add_found(SiteSetting::parse(origin, "")?);
        }
        self.sites.iter_mut().find(|site| site.origin == origin)
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

#[cfg(test)]
mod tests;
