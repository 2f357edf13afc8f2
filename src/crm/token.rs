//! The CRM's tokens: what is in them and how they are sent.

use crate::codec::Codec;
use crate::domain::{Duration, Timestamp};
use crate::json::JsonValue;
use crate::site::profile::TokenKeys;

/// A CRM sign-in as found in a page's storage. Page content: not trusted
/// beyond the site that it came from.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct FoundTokens {
    /// The access token (a JWT).
    pub access: Option<String>,
    /// The refresh token (a JWT).
    pub refresh: Option<String>,
    /// The older token; the only one after a sign-up.
    pub legacy: Option<String>,
    /// The user's number and name, from the page's `user` entry.
    pub user: Option<(u64, String)>,
}

/// What a page says of its sign-in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub enum PageTokens {
    /// Nobody is signed in there, or it is no page of a CRM.
    #[default]
    None,
    Found(FoundTokens),
    /// The browser does not let its storage be read, which says nothing of who
    /// is signed in.
    Unreadable,
}

/// The page's storage cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl PageTokens {
    /// What the page's storage says under these keys; `entry` reads one of its
    /// entries, `user` the one about the user. Longer entries are no tokens.
    pub fn read(
        keys: &TokenKeys,
        entry: impl Fn(&str) -> Result<Option<String>, Unreadable>,
        user: impl Fn(&str) -> Option<(u64, String)>,
    ) -> Self {
        let token = |key| {
            let is_token = |text: &String| !text.is_empty() && text.len() <= TOKEN_MAX;
            Ok(entry(key)?.filter(is_token))
        };
        let found = || {
            Ok(FoundTokens {
                access: token(&keys.access)?,
                refresh: token(&keys.refresh)?,
                legacy: token(&keys.legacy)?,
                user: entry(&keys.user)?.and_then(|text| user(&text)),
            })
        };
        match found() {
            Ok(FoundTokens {
                access: None,
                refresh: None,
                legacy: None,
                ..
            }) => Self::None,
            Ok(found) => Self::Found(found),
            Err(Unreadable) => Self::Unreadable,
        }
    }

    /// The sign-in there, where that can be said: a page that cannot be read
    /// signs nobody in or out.
    ///
    /// # Errors
    /// [`Unreadable`]
    pub fn found(self) -> Result<Option<FoundTokens>, Unreadable> {
        match self {
            Self::None => Ok(None),
            Self::Found(found) => Ok(Some(found)),
            Self::Unreadable => Err(Unreadable),
        }
    }
}

/// The claims of an access token that Ringside reads. They are not verified,
/// which the CRM does; they only save a query for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// When it expires, in seconds since the Unix epoch.
    pub exp: u64,
    /// The user's number.
    pub user_id: Option<u64>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
}

impl Claims {
    /// Reads the claims. `None` when they have no expiry time.
    pub fn parse<S: JsonValue>(claims: &S) -> Option<Self> {
        Some(Self {
            exp: claims.number("exp")? as u64,
            user_id: claims.whole("user_id"),
            first_name: claims.text("first_name"),
            last_name: claims.text("last_name"),
        })
    }

    /// Whether the token is (or is about to be) out of date.
    #[must_use]
    pub fn is_stale(&self, now: Timestamp) -> bool {
        now.plus(Duration::from_secs(10)).0 >= self.exp.saturating_mul(1_000)
    }
}

/// The sign-in in use. It lives in the worker's memory and session storage
/// only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct Tokens {
    /// The access token.
    pub access: Option<String>,
    /// The refresh token.
    pub refresh: Option<String>,
    /// The older token, which does not expire.
    pub legacy: Option<String>,
}

impl Tokens {
    /// The value of the `Authorization` header.
    #[must_use]
    pub fn header(&self) -> Option<String> {
        match (&self.access, &self.legacy) {
            (Some(access), _) => Some(format!("Bearer {access}")),
            (None, Some(legacy)) => Some(format!("Token {legacy}")),
            (None, None) => None,
        }
    }

    /// Whether there is any token.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.access.is_none() && self.legacy.is_none() && self.refresh.is_none()
    }
}

impl From<&FoundTokens> for Tokens {
    fn from(found: &FoundTokens) -> Self {
        let usable = |token: &Option<String>| {
            token
                .as_deref()
                .map(str::trim)
                .filter(|token| is_header_safe(token))
                .map(str::to_owned)
        };
        Self {
            access: usable(&found.access),
            refresh: usable(&found.refresh),
            legacy: usable(&found.legacy),
        }
    }
}

/// The longest token that is accepted.
const TOKEN_MAX: usize = 8_192;

/// Page storage is untrusted: only characters of a token may go into a header.
fn is_header_safe(token: &str) -> bool {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~+/=".contains(&byte);
    !token.is_empty() && token.len() <= TOKEN_MAX && token.bytes().all(safe)
}

/// The JSON text of a JWT's claims. `None` when it is no JWT.
#[must_use]
pub fn claims_text(jwt: &str) -> Option<String> {
    let payload = jwt.split('.').nth(1)?;
    String::from_utf8(decode_base64url(payload)?).ok()
}

fn decode_base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let mut bits = 0_u32;
    let mut count = 0;
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> TokenKeys {
        let [access, refresh, legacy, user] =
            ["accessToken", "refreshToken", "token", "user"].map(str::to_owned);
        TokenKeys {
            access,
            refresh,
            legacy,
            user,
        }
    }

    #[test]
    fn a_page_that_cannot_be_read_is_not_signed_out() {
        let nobody = |_: &str| None;
        let read = |entry: fn(&str) -> _| PageTokens::read(&keys(), entry, nobody);
        assert_eq!(read(|_| Err(Unreadable)).found(), Err(Unreadable));
        let only_the_first = |key: &str| match key {
            "accessToken" => Ok(Some("a.b.c".to_owned())),
            _ => Err(Unreadable),
        };
        assert_eq!(read(only_the_first), PageTokens::Unreadable);
        assert_eq!(read(|_| Ok(None)).found(), Ok(None));
        let endless = |_: &str| Ok(Some("x".repeat(TOKEN_MAX + 1)));
        assert_eq!(read(endless), PageTokens::None);
        let found = read(|key| Ok((key == "token").then(|| "abc".to_owned())));
        let PageTokens::Found(found) = found else {
            panic!("{found:?}");
        };
        assert_eq!(found.legacy.as_deref(), Some("abc"));
    }

    // {"alg":"HS256"} . {"exp":1795381145,"user_id":14,"first_name":"Olivia"}
    const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3OTUzODExNDUsInVzZXJfaWQiOjE0LCJmaXJzdF9uYW1lIjoiT2xpdmlhIn0.x";

    #[test]
    fn reads_claims() {
        let text = claims_text(JWT).unwrap();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let claims = Claims::parse(&json).unwrap();
        assert_eq!(claims.user_id, Some(14));
        assert!(claims.is_stale(Timestamp(1_795_381_145_000)));
        assert!(
            claims.is_stale(Timestamp(1_795_381_135_000)),
            "ten seconds early"
        );
        assert!(!claims.is_stale(Timestamp(1_795_381_000_000)));
        assert_eq!(claims_text("no jwt"), None);
    }

    #[test]
    fn only_plausible_tokens_are_accepted() {
        let found = FoundTokens {
            access: Some("abc\r\nX-Evil: 1".into()),
            refresh: None,
            legacy: Some(" 0123abcd ".into()),
            user: None,
        };
        let tokens = Tokens::from(&found);
        assert_eq!(tokens.header().as_deref(), Some("Token 0123abcd"));
    }
}
