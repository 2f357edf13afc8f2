//! A meeting's address, and the address that its frame loads.

use std::fmt;

use super::json::Json;
use crate::domain::Origin;

/// The address of a meeting: server, tenant if any, room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    origin: String,
    path: String,
    is_public_demo: bool,
}

/// Why a text is not a meeting's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Media needs a secure page; plain `http` passes only on this machine.
    #[error("the meeting's address is not secure")]
    NotSecure,
    /// No server, or one with characters that no host has.
    #[error("the meeting's address names no server")]
    NoServer,
    /// No room.
    #[error("the meeting's address names no room")]
    NoRoom,
}

impl Address {
    /// Parses `https://host[:port]/[tenant/]room`. A query or fragment is
    /// dropped: tokens come separately and settings are ours.
    ///
    /// # Errors
    /// See [`AddressError`].
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        let is_web = |scheme: &str| ["https", "http"].contains(&&*scheme.to_ascii_lowercase());
        let (_, rest) = text
            .split_once("://")
            .filter(|(scheme, _)| is_web(scheme))
            .ok_or(AddressError::NotSecure)?;
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        let (_, path) = rest.split_once('/').ok_or(AddressError::NoRoom)?;
        let origin = Origin::parse(text).ok_or(AddressError::NoServer)?;
        if !origin.is_secure() {
            return Err(AddressError::NotSecure);
        }
        // The CRM's own pages write a second slash before the room.
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let safe = |part: &&str| *part != "." && *part != "..";
        if parts.is_empty() || !parts.iter().all(safe) {
            return Err(AddressError::NoRoom);
        }
        let path: Vec<String> = parts.iter().map(|part| path_part(part)).collect();
        Ok(Self {
            is_public_demo: origin.is_public_jitsi(),
            origin: origin.to_string(),
            path: path.join("/"),
        })
    }

    /// The server's origin: what messages to the frame are addressed to and
    /// what messages from it must come from.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The server as a person reads it: its host name, with the port where that is
    /// not the usual one. Another port can be another server.
    #[must_use]
    pub fn server(&self) -> &str {
        self.origin.split("://").nth(1).unwrap_or_default()
    }

    /// Whether this server cuts embedded meetings after five minutes.
    #[must_use]
    pub fn is_public_demo(&self) -> bool {
        self.is_public_demo
    }

    /// The address that invites somebody: no token, no settings.
    #[must_use]
    pub fn invitation(&self) -> String {
        format!("{}/{}", self.origin, self.path)
    }

    /// The address that the frame loads.
    #[must_use]
    pub fn frame(&self, scope: Scope, entry: Entry<'_>, config: &[(String, Json)]) -> String {
        let id = format!("jitsi_meet_external_api_id={}", scope.0);
        self.entered(entry, vec![id], config)
    }

    /// The address of the meeting in a tab of its own, for this user.
    #[must_use]
    pub fn tab(&self, entry: Entry<'_>, config: &[(String, Json)]) -> String {
        self.entered(entry, Vec::new(), config)
    }

    /// The token goes into the fragment alone, which Jitsi prefers: unlike the
    /// query, it is in no log of a server and in no `Referer`.
    fn entered(
        &self,
        entry: Entry<'_>,
        mut fragment: Vec<String>,
        config: &[(String, Json)],
    ) -> String {
        let language = entry.language.map(|it| format!("lang={}", encoded(it)));
        let query: Vec<String> = language.into_iter().collect();
        let parameter =
            |(key, value): (&str, &Json)| format!("{key}={}", encoded(&value.to_string()));
        if let Some(jwt) = entry.jwt {
            fragment.push(parameter(("jwt", &Json::text(jwt))));
        }
        fragment.extend(config.iter().map(|(key, value)| parameter((key, value))));
        let mut url = self.invitation();
        for (sign, parts) in [('?', query), ('#', fragment)] {
            if !parts.is_empty() {
                url.push(sign);
                url.push_str(&parts.join("&"));
            }
        }
        url
    }
}

/// How this user enters a meeting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The token that admits them, if the server requires one.
    pub jwt: Option<&'a str>,
    /// The language of the meeting's own page, such as `de`. Servers ignore the
    /// setting of that name.
    pub language: Option<&'a str>,
}

/// The number that names one frame's messages. Jitsi checks nothing else, so it
/// is random: a page that does not know it cannot control the meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope(u64);

impl Scope {
    /// A scope from random bits; 53 of them are used, because a JavaScript
    /// number holds no more exactly.
    #[must_use]
    pub fn from_random(bits: u64) -> Self {
        Self(bits >> 11)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "jitsi_meet_external_api_{}", self.0)
    }
}

/// A path segment as it stands in the address: encoded characters stay encoded.
fn path_part(part: &str) -> String {
    percent(part, |byte| {
        byte.is_ascii_alphanumeric() || b"-_.!~*'()%$&+,;=:@".contains(&byte)
    })
}

/// Encodes at least the characters that `encodeURIComponent` encodes.
fn encoded(text: &str) -> String {
    percent(text, |byte| {
        byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte)
    })
}

fn percent(text: &str, keep: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if keep(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<String, AddressError> {
        Address::parse(text).map(|address| address.invitation())
    }

    #[test]
    fn addresses_are_parsed_as_crms_give_them() {
        let same = |text: &str| assert_eq!(parse(text).as_deref(), Ok(text));
        same("https://meet.jit.si/crm-20261122205905-2de31c83");
        same("https://8x8.vc/vpaas-magic-cookie-0123/room");
        same("https://meet.example.com:8443/sales/room");
        same("http://localhost:8001/room");
        assert_eq!(
            parse("https://Meet.Example.com:443//Room%20one?jwt=a.b.c#config.x=1").as_deref(),
            Ok("https://meet.example.com/Room%20one")
        );
    }

    #[test]
    fn addresses_without_a_meeting_are_refused() {
        assert_eq!(
            parse("http://meet.jit.si/room"),
            Err(AddressError::NotSecure)
        );
        assert_eq!(parse("javascript:alert(1)"), Err(AddressError::NotSecure));
        assert_eq!(parse("https:///room"), Err(AddressError::NoServer));
        assert_eq!(parse("https://a b/room"), Err(AddressError::NoServer));
        assert_eq!(parse("https://user@host/room"), Err(AddressError::NoServer));
        assert_eq!(parse("https://meet.jit.si"), Err(AddressError::NoRoom));
        assert_eq!(parse("https://meet.jit.si/"), Err(AddressError::NoRoom));
        assert_eq!(parse("https://meet.jit.si/a/.."), Err(AddressError::NoRoom));
    }

    #[test]
    fn the_frame_loads_this() {
        let address = Address::parse("https://8x8.vc/app/room").unwrap();
        let config = vec![
            ("config.toolbarButtons".to_owned(), Json::List(vec![])),
            (
                "userInfo.displayName".to_owned(),
                Json::text("Jane \u{201c}JJ\u{201d} Doe & Söhne"),
            ),
        ];
        let entry = Entry {
            jwt: Some("a.b-c_d"),
            language: Some("de"),
        };
        insta::assert_snapshot!(address.frame(Scope::from_random(u64::MAX), entry, &config));
    }

    #[test]
    fn a_tab_of_its_own_keeps_the_token() {
        let address = Address::parse("https://8x8.vc/app/room").unwrap();
        let entry = Entry {
            jwt: Some("a.b"),
            language: Some("de"),
        };
        assert_eq!(
            address.tab(entry, &[]),
            "https://8x8.vc/app/room?lang=de#jwt=%22a.b%22"
        );
        assert_eq!(address.tab(Entry::default(), &[]), address.invitation());
    }

    fn decoded(text: &str) -> String {
        let mut bytes = Vec::new();
        let mut rest = text.as_bytes();
        while let [first, tail @ ..] = rest {
            if *first == b'%' {
                let hex = std::str::from_utf8(&tail[..2]).unwrap();
                bytes.push(u8::from_str_radix(hex, 16).unwrap());
                rest = &tail[2..];
            } else {
                bytes.push(*first);
                rest = tail;
            }
        }
        String::from_utf8(bytes).unwrap()
    }

    proptest::proptest! {
        #[test]
        fn parse_never_panics_and_what_it_accepts_is_safe(text in ".{0,60}") {
            if let Ok(address) = Address::parse(&text) {
                proptest::prop_assert!(address.invitation().is_ascii());
                let again = Address::parse(&address.invitation());
                proptest::prop_assert_eq!(again, Ok(address));
            }
        }

        #[test]
        fn values_reach_the_frame_as_they_were(value: String, bits: u64) {
            let address = Address::parse("https://a.example/r").unwrap();
            let config = vec![("userInfo.displayName".to_owned(), Json::text(value.clone()))];
            let url = address.frame(Scope::from_random(bits), Entry::default(), &config);
            // Jitsi: split at & and =, decode, drop a backslash before &, make
            // quotes straight, parse.
            let json = decoded(url.split('&').nth(1).unwrap().split('=').nth(1).unwrap());
            let curly = ['\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}'];
            let survives = !json.contains(curly) && !json.contains("\\&");
            proptest::prop_assert!(survives);
            proptest::prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), value);
        }
    }
}
