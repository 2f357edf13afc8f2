//! Settings that an earlier version of the extension could not read, and set
//! aside.

use super::Settings;
use crate::codec::Recover;
use crate::domain::MOST_SITES;

impl Recover for Settings {
    fn take_back(&mut self, aside: Self) {
        let default = Self::default();
        // What stands at its default was not set since.
        macro_rules! unless_set {
            ($($field:ident)+) => {
                $(if self.$field == default.$field {
                    self.$field = aside.$field;
                })+
            };
        }
        unless_set!(ring_volume silent ring_seconds open_in_window do_not_disturb quiet_hours notify meeting_server);
        for site in aside.sites {
            let is_known = self.sites.iter().any(|known| known.origin == site.origin);
            if !is_known && self.sites.len() < MOST_SITES {
                self.sites.push(site);
            }
        }
    }
}
