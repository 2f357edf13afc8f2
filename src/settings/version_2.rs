//! The settings as version 2 wrote them, for their migration.

use super::quiet_hours::QuietHours;
use super::site::{Carrier, SiteSetting};
use crate::codec::Codec;

#[derive(Codec)]
pub(super) struct Version2 {
    pub(super) ring_volume: f64,
    pub(super) silent: bool,
    pub(super) ring_seconds: u32,
    pub(super) open_in_window: bool,
    pub(super) do_not_disturb: bool,
    pub(super) quiet_hours: QuietHours,
    pub(super) notify: bool,
    pub(super) sites: Vec<Site>,
}

#[derive(Codec)]
pub(super) struct Site {
    origin: String,
    api_base: String,
    enabled: bool,
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
            is_crm: false,
            meeting_server: String::new(),
        }
    }
}
