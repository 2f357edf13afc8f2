//! JSON Web Tokens as the CRM issues them: HS256, a pair of access and refresh.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value, json};
use sha2::Sha256;

use crate::clock::Stamp;

/// `{"alg":"HS256","typ":"JWT"}` in base64url; no other header is accepted.
const HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

/// How long a refresh token lives.
pub(crate) const REFRESH_LIFETIME: Duration = Duration::from_secs(7 * 86_400);

/// How long an access token lives unless a test says otherwise.
pub(crate) const ACCESS_LIFETIME: Duration = Duration::from_secs(86_400);

/// Which of the two tokens; each kind is signed with its own key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Access,
    Refresh,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Refresh => "refresh",
        }
    }
}

/// Random bytes as lower-case hex, two digits a byte.
///
/// # Errors
/// When the operating system gives no random bytes.
pub(crate) fn random_hex<const N: usize>() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A random UUID, version 4.
///
/// # Errors
/// When the operating system gives no random bytes.
pub(crate) fn random_uuid() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    Ok(text)
}

/// What can go wrong while a token is made or read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TokenError {
    /// Malformed, forged, expired, or of the other kind.
    #[error("Token is invalid or expired")]
    Invalid,
    /// The signing key could not be read or stored.
    #[error("the signing key is out of reach")]
    Storage(#[from] rusqlite::Error),
    /// No key could be made.
    #[error("no random bytes")]
    Random(#[from] getrandom::Error),
}

/// Makes every token of this kind invalid by changing the key it is signed with.
///
/// # Errors
/// When no new key can be made or stored.
pub(crate) fn invalidate(conn: &Connection, kind: Kind) -> Result<(), TokenError> {
    conn.execute(
        "INSERT OR REPLACE INTO secret (kind, key) VALUES (?1, ?2)",
        params![kind.name(), random_hex::<32>()?],
    )?;
    Ok(())
}

/// Signs `claims` (anything but the kind, the times and the id, added here).
///
/// # Errors
/// When the signing key is out of reach.
pub(crate) fn sign(
    conn: &Connection,
    kind: Kind,
    lifetime: Duration,
    claims: Map<String, Value>,
) -> Result<String, TokenError> {
    let now = Stamp::now().seconds();
    let mut body = Map::new();
    body.insert("token_type".into(), json!(kind.name()));
    let seconds = i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX);
    body.insert("exp".into(), json!(now.saturating_add(seconds)));
    body.insert("iat".into(), json!(now));
    body.insert("jti".into(), json!(random_hex::<16>()?));
    body.extend(claims);
    let payload = URL_SAFE_NO_PAD.encode(Value::Object(body).to_string());
    let signed = format!("{HEADER}.{payload}");
    let signature = URL_SAFE_NO_PAD.encode(mac(conn, kind, &signed)?.finalize().into_bytes());
    Ok(format!("{signed}.{signature}"))
}

/// The user id in a token that is genuine, of this kind and not expired.
///
/// # Errors
/// [`TokenError::Invalid`] for every other token.
pub(crate) fn user_of(conn: &Connection, kind: Kind, token: &str) -> Result<i64, TokenError> {
    let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Invalid)?;
    let (header, payload) = signed.split_once('.').ok_or(TokenError::Invalid)?;
    if header != HEADER {
        return Err(TokenError::Invalid);
    }
    let signature = decode(signature)?;
    mac(conn, kind, signed)?
        .verify_slice(&signature)
        .map_err(|_| TokenError::Invalid)?;
    let claims: Value =
        serde_json::from_slice(&decode(payload)?).map_err(|_| TokenError::Invalid)?;
    let expiry = claims["exp"].as_i64().ok_or(TokenError::Invalid)?;
    if expiry <= Stamp::now().seconds() {
        return Err(TokenError::Invalid);
    }
    claims["user_id"].as_i64().ok_or(TokenError::Invalid)
}

fn decode(part: &str) -> Result<Vec<u8>, TokenError> {
    URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| TokenError::Invalid)
}

fn mac(conn: &Connection, kind: Kind, text: &str) -> Result<Hmac<Sha256>, TokenError> {
    let key = match stored_key(conn, kind)? {
        Some(key) => key,
        None => {
            invalidate(conn, kind)?;
            stored_key(conn, kind)?.ok_or(TokenError::Invalid)?
        }
    };
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_err(|_| TokenError::Invalid)?;
    mac.update(text.as_bytes());
    Ok(mac)
}

fn stored_key(conn: &Connection, kind: Kind) -> rusqlite::Result<Option<String>> {
    conn.query_row(
        "SELECT key FROM secret WHERE kind = ?1",
        [kind.name()],
        |row| row.get(0),
    )
    .optional()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store;

    fn claims() -> Map<String, Value> {
        Map::from_iter([("user_id".to_owned(), json!(14))])
    }

    #[test]
    fn a_token_names_its_user_until_it_expires_or_the_key_changes() {
        let conn = store::in_memory().unwrap();
        let token = sign(&conn, Kind::Access, ACCESS_LIFETIME, claims()).unwrap();
        assert_eq!(user_of(&conn, Kind::Access, &token).unwrap(), 14);

        let stale = sign(&conn, Kind::Access, Duration::ZERO, claims()).unwrap();
        assert!(user_of(&conn, Kind::Access, &stale).is_err());

        invalidate(&conn, Kind::Refresh).unwrap();
        assert!(user_of(&conn, Kind::Access, &token).is_ok());
        invalidate(&conn, Kind::Access).unwrap();
        assert!(user_of(&conn, Kind::Access, &token).is_err());
    }

    #[test]
    fn a_refresh_token_or_a_changed_payload_is_no_access_token() {
        let conn = store::in_memory().unwrap();
        let refresh = sign(&conn, Kind::Refresh, REFRESH_LIFETIME, claims()).unwrap();
        assert!(user_of(&conn, Kind::Access, &refresh).is_err());

        let token = sign(&conn, Kind::Access, ACCESS_LIFETIME, claims()).unwrap();
        let mut parts: Vec<&str> = token.split('.').collect();
        let forged = URL_SAFE_NO_PAD.encode(r#"{"user_id":1,"exp":99999999999}"#);
        parts[1] = &forged;
        assert!(user_of(&conn, Kind::Access, &parts.join(".")).is_err());
        assert!(user_of(&conn, Kind::Access, "nonsense").is_err());
    }
}
