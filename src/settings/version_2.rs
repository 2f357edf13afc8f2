//! The settings as version 2 wrote them, for their migration.

use super::{Carrier, QuietHours, Settings, SiteSetting};
use crate::codec::Codec;

#[derive(Codec)]
pub(super) struct Version2 {
    ring_volume: f64,
    silent: bool,
    ring_seconds: u32,
    open_in_window: bool,
    do_not_disturb: bool,
    quiet_hours: QuietHours,
    notify: bool,
    sites: Vec<Site>,
}

#[derive(Codec)]
struct Site {
    origin: String,
    api_base: String,
    enabled: bool,
}

impl From<Version2> for Settings {
    fn from(old: Version2) -> Self {
        Self {
            ring_volume: old.ring_volume,
            silent: old.silent,
            ring_seconds: old.ring_seconds,
            open_in_window: old.open_in_window,
            do_not_disturb: old.do_not_disturb,
            quiet_hours: old.quiet_hours,
            notify: old.notify,
            sites: old.sites.into_iter().map(SiteSetting::from).collect(),
        }
    }
}

impl From<Site> for SiteSetting {
    fn from(old: Site) -> Self {
        Self {
            origin: old.origin,
            api_base: old.api_base,
            enabled: old.enabled,
            carrier: Carrier::NotAsked,
            found_api: String::new(),
            own_window: false,
        }
    }
}
