//! The catalogue: CRMs whose profiles come with Ringside and are read when a page
//! of theirs is seen. The files are `extension/sites/crms/*.json`.

/// How the pages of one CRM are recognised by their address.
#[derive(Clone, Copy, Debug)]
pub struct Crm {
    /// The name of its file, without the ending.
    pub file: &'static str,
    /// Host names; `*.` stands for any subdomain.
    pub hosts: &'static [&'static str],
}

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// The CRM that has its pages at this host name, as an index of [`CRMS`].
#[must_use]
pub fn at_host(host: &str) -> Option<usize> {
    CRMS.iter()
        .position(|crm| crm.hosts.iter().any(|pattern| is_at(pattern, host)))
}

fn is_at(pattern: &str, host: &str) -> bool {
    match pattern.strip_prefix('*') {
        Some(domain) => host.strip_suffix(domain).is_some_and(|sub| !sub.is_empty()),
        None => pattern == host,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::site::profile::file::{self, EncodedProfile, Source};

    fn profile(crm: &Crm) -> EncodedProfile {
        let path = format!("extension/sites/crms/{}.json", crm.file);
        let text = fs::read_to_string(path).unwrap();
        let parse = |text: &str| serde_json::from_str::<serde_json::Value>(text);
        file::read(&text, Source::Shipped, parse).unwrap()
    }

    #[test]
    fn a_subdomain_is_one_and_a_longer_name_is_none() {
        for (pattern, host, expected) in [
            ("crm.example", "crm.example", true),
            ("crm.example", "acme.crm.example", false),
            ("*.crm.example", "acme.crm.example", true),
            ("*.crm.example", "a.b.crm.example", true),
            ("*.crm.example", "crm.example", false),
            ("*.crm.example", "evil-crm.example", false),
            ("*.crm.example", "crm.example.evil.example", false),
        ] {
            assert_eq!(is_at(pattern, host), expected, "{pattern} {host}");
        }
    }

    #[test]
    fn no_address_is_of_two_crms() {
        for crm in CRMS {
            for pattern in crm.hosts {
                let host = pattern.replace('*', "acme");
                let all = CRMS.iter().filter(|crm| {
                    let mut hosts = crm.hosts.iter();
                    hosts.any(|pattern| is_at(pattern, &host))
                });
                assert_eq!(all.count(), 1, "{host}");
            }
        }
    }

    #[test]
    fn every_kind_of_page_has_a_fixture_at_one_of_its_paths() {
        for crm in CRMS {
            let profile = profile(crm).decode().unwrap();
            assert!(profile.tokens.is_none() && profile.own_calls.is_none());
            for page in &*profile.pages {
                assert!(!page.fixtures.is_empty(), "{}: {}", crm.file, page.name);
                for fixture in &*page.fixtures {
                    let file = format!("tests/pages/{}", fixture.page);
                    assert!(fs::exists(&file).unwrap(), "{file} is missing");
                    assert!(page.matches(&fixture.path), "{}: {}", crm.file, page.name);
                }
            }
        }
    }
}
