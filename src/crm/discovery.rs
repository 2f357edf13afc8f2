//! Where a CRM's API is, as the requests of its own pages show it.
//!
//! Pages and API are often on different origins, and nothing in the page names
//! the API. What the page has requested does: every endpoint is below `/api/`,
//! and `/api/` may itself be below a prefix.

use crate::codec::Codec;
use crate::domain::Origin;

/// How sure it is that an address is the call API's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Codec)]
pub enum Certainty {
    /// Its paths are such as other APIs have, too.
    Likely,
    /// It has the paths of calls or presence.
    Certain,
}

/// An API that a page uses.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct FoundApi {
    /// Its address, without a slash at the end.
    pub base: String,
    pub certainty: Certainty,
}

/// The first parts of the API's paths. All end in a slash: so do the
/// addresses of this API, and few of others.
const PATHS: [(&str, Certainty); 6] = [
    ("jitsi-calls/", Certainty::Certain),
    ("user-presence/", Certainty::Certain),
    ("auth/", Certainty::Likely),
    ("users/", Certainty::Likely),
    ("customers/", Certainty::Likely),
    ("employees/", Certainty::Likely),
];
const ROOT: &str = "/api/";

/// The API to which this address belongs, when it is one of the API's.
#[must_use]
pub fn api_of_request(address: &str) -> Option<FoundApi> {
    let origin = Origin::parse(address).filter(Origin::is_secure)?;
    let (_, rest) = address.split_once(':')?;
    let rest = rest.strip_prefix("//")?;
    let rest = rest.split(['?', '#']).next()?;
    let path = &rest[rest.find('/')?..];
    let (prefix, certainty) = path.match_indices('/').find_map(|(at, _)| {
        let below = path[at..].strip_prefix(ROOT)?;
        let mut known = PATHS.iter();
        let (_, certainty) = known.find(|(known, _)| below.starts_with(known))?;
        Some((&path[..at], *certainty))
    })?;
    Some(FoundApi {
        base: [&origin.text(), prefix].concat(),
        certainty,
    })
}

/// What a page's requests have shown so far.
#[derive(Debug, Default)]
pub struct Discovery {
    found: Option<FoundApi>,
}

impl Discovery {
    /// The page requested this address. Returns whether that changes what is
    /// known.
    pub fn requested(&mut self, address: &str) -> bool {
        let Some(next) = api_of_request(address) else {
            return false;
        };
        let better = self
            .found
            .as_ref()
            .is_none_or(|found| next.certainty > found.certainty);
        if better {
            self.found = Some(next);
        }
        better
    }

    /// The API, as far as it is known.
    #[must_use]
    pub fn found(&self) -> Option<&FoundApi> {
        self.found.as_ref()
    }

    /// Whether no further request can change it.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        let found = self.found.as_ref();
        found.is_some_and(|found| found.certainty == Certainty::Certain)
    }
}

/// Whether what a page shows now takes the place of the address that is stored
/// for it. What is only likely does not replace an address that `works`:
/// otherwise each page would change it back and forth.
#[must_use]
pub fn replaces(stored: &str, found: &FoundApi, works: bool) -> bool {
    stored != found.base && (stored.is_empty() || found.certainty == Certainty::Certain || !works)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(address: &str) -> Option<String> {
        api_of_request(address).map(|found| found.base)
    }

    #[test]
    fn the_api_is_found_at_another_origin_and_below_a_prefix() {
        for (address, expected) in [
            (
                "http://127.0.0.1:8000/api/jitsi-calls/my_active_call/",
                "http://127.0.0.1:8000",
            ),
            (
                "https://crm.example.com/backend/v1/api/user-presence/?page_size=100",
                "https://crm.example.com/backend/v1",
            ),
            (
                "https://API.example.com:443/api/auth/login/",
                "https://api.example.com",
            ),
            (
                "https://x.example/api/v2/api/customers/2/#top",
                "https://x.example/api/v2",
            ),
        ] {
            assert_eq!(base(address).as_deref(), Some(expected), "{address}");
        }
    }

    #[test]
    fn what_is_no_request_to_the_api_shows_nothing() {
        for address in [
            "",
            "https://crm.example.com",
            "https://crm.example.com/customers/",
            "https://crm.example.com/api/",
            "https://crm.example.com/api/users",
            "https://crm.example.com/api/events/?next=/api/users/",
            "https://crm.example.com/#/api/users/",
            // Others could read the sign-in on its way.
            "http://crm.example.com/api/users/",
            "data:text/plain,/api/users/",
            "https://user@crm.example.com/api/users/",
        ] {
            assert_eq!(base(address), None, "{address}");
        }
    }

    #[test]
    fn a_request_about_calls_outweighs_others_and_then_stays() {
        let mut discovery = Discovery::default();
        assert!(discovery.requested("https://metrics.example/api/users/me/"));
        assert!(!discovery.requested("https://other.example/api/auth/x/"));
        assert!(!discovery.is_certain());
        assert!(discovery.requested("https://api.example/api/jitsi-calls/heartbeat/"));
        assert!(!discovery.requested("https://late.example/api/user-presence/"));
        assert!(discovery.is_certain());
        let found = discovery.found().map(|found| found.base.as_str());
        assert_eq!(found, Some("https://api.example"));
    }

    #[test]
    fn an_address_that_works_is_replaced_by_a_certain_one_only() {
        let found = |certainty| FoundApi {
            base: "https://new.example".to_owned(),
            certainty,
        };
        let (likely, certain) = (found(Certainty::Likely), found(Certainty::Certain));
        assert!(replaces("", &likely, false));
        assert!(replaces("https://old.example", &certain, true));
        assert!(replaces("https://old.example", &likely, false));
        assert!(!replaces("https://old.example", &likely, true));
        assert!(!replaces("https://new.example", &certain, false));
    }

    proptest::proptest! {
        #[test]
        fn no_address_panics_and_a_base_is_an_origin_with_a_prefix(address in ".{0,60}") {
            if let Some(base) = base(&address) {
                proptest::prop_assert!(Origin::parse(&base).is_some());
                proptest::prop_assert!(!base.ends_with('/'));
            }
        }
    }
}
