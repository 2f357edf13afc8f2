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

    /// The server's host name, without port.
    #[must_use]
    pub fn host(&self) -> &str {
        let authority = self.origin.split("://").nth(1).unwrap_or_default();
        authority.split(':').next().unwrap_or_default()
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
    ///
    /// The token goes into the query, which older servers read, and into the
    /// fragment, which current ones prefer, as Jitsi's own client sends it.
    #[must_use]
    pub fn frame(&self, scope: Scope, jwt: Option<&str>, config: &[(String, Json)]) -> String {
        let mut url = self.invitation();
        if let Some(jwt) = jwt {
            url.push_str("?jwt=");
            url.push_str(&encoded(jwt));
        }
        url.push_str(&format!("#jitsi_meet_external_api_id={}", scope.0));
        if let Some(jwt) = jwt {
            url.push_str("&jwt=");
            url.push_str(&encoded(&Json::text(jwt).to_string()));
        }
        for (key, value) in config {
            url.push('&');
            url.push_str(key);
            url.push('=');
            url.push_str(&encoded(&value.to_string()));
        }
        url
    }
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
        insta::assert_snapshot!(address.frame(
            Scope::from_random(u64::MAX),
            Some("a.b-c_d"),
            &config
        ));
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
            let url = address.frame(Scope::from_random(bits), None, &config);
            // Jitsi: split at & and =, decode, make quotes straight, parse.
            let json = decoded(url.split('&').nth(1).unwrap().split('=').nth(1).unwrap());
            let curly = ['\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}'];
            let survives = !json.contains(curly);
            proptest::prop_assert!(survives);
            proptest::prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), value);
        }
    }
}
