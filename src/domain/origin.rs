//! Hosts and origins.

use std::fmt;

use super::decimal;

/// An origin: scheme, host and port, as browsers write them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    is_https: bool,
    host: String,
    /// `None` for the scheme's usual port.
    port: Option<u16>,
}

impl Origin {
    /// The origin of an http address, whatever follows it. `None` for other
    /// schemes and for an invalid host, also one with a user name: browsers
    /// never include one.
    #[must_use]
    pub fn parse(address: &str) -> Option<Self> {
        // Searching for a whole text costs pages 2 KB more than for a character.
        let (scheme, rest) = address.split_once(':')?;
        let rest = rest.strip_prefix("//")?;
        let is_https = scheme.eq_ignore_ascii_case("https");
        if !is_https && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        let authority = rest.split(['/', '?', '#']).next()?;
        // An address of IPv6 has colons of its own.
        let end = authority.find(']').map_or(0, |bracket| bracket + 1);
        let port = authority[end..].find(':').map(|colon| end + colon);
        let (host, port) = match port {
            Some(colon) => {
                let port = authority[colon + 1..].parse::<u16>().ok()?;
                (&authority[..colon], Some(port))
            }
            None => (authority, None),
        };
        if !is_host(host) {
            return None;
        }
        let usual = if is_https { 443 } else { 80 };
        Some(Self {
            is_https,
            host: host.to_ascii_lowercase(),
            port: port.filter(|port| *port != usual),
        })
    }

    /// The host's name, without port.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The scheme, without a colon.
    #[must_use]
    pub fn scheme(&self) -> &'static str {
        if self.is_https { "https" } else { "http" }
    }

    /// Whether the host is an address of IPv6.
    #[must_use]
    pub fn is_ipv6(&self) -> bool {
        self.host.starts_with('[')
    }

    /// Whether the connection cannot be read by others: https, or this machine.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.is_https || is_loopback(&self.host)
    }

    /// As it stands in an address. The standard library's formatting would be one thing
    /// more that every page loads.
    #[must_use]
    pub fn text(&self) -> String {
        let start = [self.scheme(), "://", &self.host].concat();
        match self.port {
            Some(port) => [&start, ":", &decimal(u64::from(port))].concat(),
            None => start,
        }
    }

    /// Whether this is the public Jitsi server. It cuts embedded calls after
    /// five minutes, and lets only moderators who are signed in there open a
    /// room.
    #[must_use]
    pub fn is_public_jitsi(&self) -> bool {
        self.host == "meet.jit.si"
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// Whether this can be a host's name, or its address.
fn is_host(text: &str) -> bool {
    let v6 = text.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    if let Some(v6) = v6 {
        return v6
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b':');
    }
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    !text.is_empty() && !text.starts_with(['.', '-']) && text.bytes().all(fits)
}

/// Whether this host name always means this machine, so that plain http to it
/// crosses no network.
fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1" || host == "[::1]"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(address: &str) -> Option<String> {
        Origin::parse(address).map(|origin| origin.to_string())
    }

    #[test]
    fn addresses_are_cut_to_their_origin() {
        let is = |address, expected: &str| assert_eq!(origin(address).as_deref(), Some(expected));
        is("https://CRM.example.com/a?b=c#d", "https://crm.example.com");
        is("HTTPS://crm.example.com:443?x", "https://crm.example.com");
        is("http://localhost:80/", "http://localhost");
        is(
            "http://crm.example.com:8000#x",
            "http://crm.example.com:8000",
        );
        is("http://[::1]:8000/a", "http://[::1]:8000");
        is("https://[2001:DB8::1]", "https://[2001:db8::1]");
    }

    #[test]
    fn what_is_no_http_address_has_none() {
        for address in [
            "",
            "crm.example.com",
            "file:///etc/hosts",
            "javascript:alert(1)",
            "https://",
            "https:///path",
            "https://.example.com",
            "https://user@crm.example.com/",
            "https://a b/",
            "https://[::1/",
            "https://a]b/",
            "https://crm.example.com:port/",
            "https://crm.example.com:70000/",
        ] {
            assert_eq!(origin(address), None, "{address}");
        }
    }

    #[test]
    fn plain_http_is_secure_on_this_machine_only() {
        let secure = |address| Origin::parse(address).is_some_and(|origin| origin.is_secure());
        assert!(secure("https://crm.example.com") && secure("http://127.0.0.1:8000"));
        assert!(secure("http://demo.localhost/"));
        assert!(!secure("http://crm.example.com") && !secure("http://localhost.example.com"));
    }
}
