//! Which meeting servers a CRM has sent its user to before.
//!
//! The token that admits somebody to a meeting goes to whatever server the CRM
//! names. One that is new for this CRM is confirmed by the user first.

use crate::codec::{Codec, Format, Recover, Stored};
use crate::domain::{Newest, Origin};

/// The servers that the user has confirmed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct KnownServers(Newest<Known, 64>);

#[derive(Clone, Debug, PartialEq, Eq, Codec)]
struct Known {
    site: String,
    server: String,
}

impl Format for KnownServers {
    const FORMAT: &'static str = "servers 1";
}

impl Stored for KnownServers {}

impl Recover for KnownServers {
    fn take_back(&mut self, aside: Self) {
        let mut newer = std::mem::replace(self, aside);
        for known in newer.0.take() {
            self.0.retain(|older| *older != known);
            self.0.push(known);
        }
    }
}

impl KnownServers {
    /// Whether the user is to be asked before a token of this site goes to the
    /// meeting at this address. The CRM's own host and what is below it are the
    /// CRM itself.
    #[must_use]
    pub fn asks(&self, site: &str, address: &str) -> bool {
        let Some(server) = Origin::parse(address) else {
            // Nothing is loaded from there.
            return false;
        };
        let there = server.host();
        let is_own = Origin::parse(site).is_some_and(|own| {
            let below = there.strip_suffix(own.host());
            below.is_some_and(|below| below.is_empty() || below.ends_with('.'))
        });
        let server = server.to_string();
        let is_known = |known: &Known| known.site == site && known.server == server;
        !is_own && !self.0.iter().any(is_known)
    }

    /// The user lets the tokens of this site go to this server.
    pub fn allow(&mut self, site: &str, address: &str) {
        let Some(server) = Origin::parse(address) else {
            return;
        };
        if !self.asks(site, address) {
            return;
        }
        self.0.push(Known {
            site: site.to_owned(),
            server: server.to_string(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CRM: &str = "https://crm.example.com";

    #[test]
    fn a_new_server_is_asked_about_once_for_each_site() {
        let mut servers = KnownServers::default();
        assert!(servers.asks(CRM, "https://meet.example.org/room"));
        servers.allow(CRM, "https://meet.example.org/room");
        assert!(!servers.asks(CRM, "https://meet.example.org/tenant/other"));
        assert!(servers.asks("https://other.example", "https://meet.example.org/room"));
        assert!(servers.asks(CRM, "https://meet.example.org:8443/room"));
        assert!(servers.asks(CRM, "https://meet.example.org.evil.example/room"));
    }

    #[test]
    fn the_crms_own_host_and_what_is_below_it_are_not_asked_about() {
        let servers = KnownServers::default();
        for own in [
            "https://crm.example.com/room",
            "https://crm.example.com:8443/room",
            "https://meet.crm.example.com/room",
        ] {
            assert!(!servers.asks(CRM, own), "{own}");
        }
        for other in [
            "https://evilcrm.example.com/room",
            "https://example.com/room",
            "https://crm.example.com.evil.example/room",
        ] {
            assert!(servers.asks(CRM, other), "{other}");
        }
        // Addresses of IPv6 have colons of their own.
        let crm = "https://[2001:db8::1]";
        assert!(!servers.asks(crm, "https://[2001:db8::1]:8443/room"));
        assert!(servers.asks(crm, "https://[2001:db8::2]/room"));
    }

    #[test]
    fn few_are_remembered() {
        let mut servers = KnownServers::default();
        for number in 0..1_000 {
            servers.allow(CRM, &format!("https://m{number}.example.org/room"));
        }
        assert_eq!(servers.0.len(), 64);
        assert!(!servers.asks(CRM, "https://m999.example.org/room"));
    }
}
