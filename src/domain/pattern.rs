//! The match patterns of host permissions.

use super::Origin;

/// The pattern of the permission for an address. Without a port: Firefox knows
/// none in patterns.
#[must_use]
pub fn pattern_of(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    Some(format!("{scheme}://{}/*", without_port(authority)))
}

/// Whether one of these patterns, as the browser lists what was granted, allows
/// requests to an address.
#[must_use]
pub fn allow(patterns: &[String], address: &str) -> bool {
    let Some(origin) = Origin::parse(address) else {
        return false;
    };
    let scheme = address.split("://").next().unwrap_or_default();
    patterns
        .iter()
        .any(|pattern| covers(pattern, scheme, origin.host()))
}

/// Of the patterns that the browser lists as granted, those for one host each,
/// and those of `sites` (their addresses) that a wider one covers. A browser can
/// grant more than was asked for, such as every site.
#[must_use]
pub fn narrow<'a>(granted: &[String], sites: impl Iterator<Item = &'a str>) -> Vec<String> {
    let one_host = |pattern: &&String| !pattern.contains("*.") && !is_wide(pattern);
    let mut narrow: Vec<String> = granted.iter().filter(one_host).cloned().collect();
    for site in sites.filter(|site| allow(granted, site)) {
        if let Some(pattern) = pattern_of(site)
            && !narrow.contains(&pattern)
        {
            narrow.push(pattern);
        }
    }
    narrow
}

fn is_wide(pattern: &str) -> bool {
    pattern == "<all_urls>" || pattern.contains("://*")
}

fn covers(pattern: &str, scheme: &str, host: &str) -> bool {
    if pattern == "<all_urls>" {
        return true;
    }
    let Some((of_scheme, rest)) = pattern.split_once("://") else {
        return false;
    };
    let (of_host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let of_host = without_port(of_host);
    let fits = match of_host.strip_prefix('*') {
        Some("") => true,
        // `*.example.com` covers `example.com`, too.
        Some(domain) => host == &domain[1..] || host.ends_with(domain),
        None => of_host == host,
    };
    path == "*" && fits && (of_scheme == "*" || of_scheme.eq_ignore_ascii_case(scheme))
}

fn without_port(authority: &str) -> &str {
    // An address of IPv6 has colons of its own.
    let end = authority.find(']').map_or(0, |bracket| bracket + 1);
    let port = authority[end..].find(':').map(|colon| end + colon);
    port.map_or(authority, |colon| &authority[..colon])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permission_has_no_port() {
        for (address, pattern) in [
            (
                "https://crm.example.com:8443/x",
                "https://crm.example.com/*",
            ),
            ("http://127.0.0.1:8000", "http://127.0.0.1/*"),
            ("http://[::1]:8000/api", "http://[::1]/*"),
        ] {
            assert_eq!(pattern_of(address).as_deref(), Some(pattern));
        }
        assert_eq!(pattern_of("crm.example.com"), None);
    }

    #[test]
    fn patterns_allow_their_scheme_and_hosts() {
        let may = |pattern: &str, address| allow(&[pattern.to_owned()], address);
        assert!(may(
            "https://crm.example.com/*",
            "https://crm.example.com:444/api"
        ));
        assert!(may("https://*.example.com/*", "https://api.example.com"));
        assert!(may("https://*.example.com/*", "https://example.com"));
        assert!(may("*://*/*", "http://127.0.0.1:1") && may("<all_urls>", "https://x.example"));
        assert!(may("http://[::1]/*", "http://[::1]:80/"));
        assert!(!may("https://*.example.com/*", "https://badexample.com"));
        assert!(!may("https://crm.example.com/*", "http://crm.example.com"));
        assert!(!may("https://crm.example.com/*", "https://api.example.com"));
        assert!(!may(
            "https://crm.example.com/only/*",
            "https://crm.example.com"
        ));
        assert!(!may("*", "https://crm.example.com") && !may("https://*/*", "no address"));
        assert!(!may("https://*", "https://crm.example.com"));
    }

    #[test]
    fn a_grant_of_every_site_is_none_for_sites_that_were_not_enabled() {
        let granted = |patterns: &[&str]| -> Vec<String> {
            let sites = ["https://crm.example.com:8443", "https://other.example"];
            let patterns: Vec<String> = patterns.iter().map(|it| (*it).to_owned()).collect();
            narrow(&patterns, sites.into_iter())
        };
        assert_eq!(
            granted(&["<all_urls>"]),
            ["https://crm.example.com/*", "https://other.example/*"]
        );
        assert_eq!(
            granted(&["https://*.example.com/*", "https://a.example/*"]),
            ["https://a.example/*", "https://crm.example.com/*"]
        );
        assert_eq!(granted(&["*://*/*"]).len(), 2);
        assert_eq!(granted(&["https://crm.example.com/*"]).len(), 1);
        assert!(granted(&[]).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn what_was_asked_for_is_allowed(host in "[a-z]{1,8}(\\.[a-z]{1,8}){0,2}", port: u16) {
            let address = format!("https://{host}:{port}/api");
            let pattern = pattern_of(&address).unwrap();
            proptest::prop_assert!(allow(&[pattern], &address));
        }
    }
}
