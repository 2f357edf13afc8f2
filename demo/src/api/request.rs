//! Extractors for handlers: the user, the row, and the body.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::failure::Failure;
use crate::app::App;
use crate::people::{self, User};
use crate::token::{self, Kind};

/// The signed-in user, and the organisation they act for.
pub(crate) struct Caller {
    pub(crate) user: User,
    pub(crate) organization: Option<i64>,
}

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let conn = app.database();
        let user = identify(&conn, &parts.headers)?;
        let organization = people::primary_profile(&conn, user.id)?
            .and_then(|profile| profile.organization)
            .map(|(id, ..)| id);
        Ok(Self { user, organization })
    }
}

/// The user named by `Authorization: Bearer <access>` or `Token <legacy token>`.
pub(crate) fn identify(conn: &Connection, headers: &HeaderMap) -> Result<User, Failure> {
    let value = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let user = match value.split_once(' ') {
        Some(("Bearer", access)) => {
            let id = token::user_of(conn, Kind::Access, access.trim())
                .map_err(|_| Failure::bad_token("Given token not valid for any token type"))?;
            people::by_id(conn, id)?
                .ok_or_else(|| Failure::framework(StatusCode::UNAUTHORIZED, "User not found"))?
        }
        Some(("Token", legacy)) => people::by_legacy_token(conn, legacy.trim())?
            .ok_or_else(|| Failure::framework(StatusCode::UNAUTHORIZED, "Invalid token."))?,
        _ => {
            return Err(Failure::framework(
                StatusCode::UNAUTHORIZED,
                "Authentication credentials were not provided.",
            ));
        }
    };
    if user.is_active {
        Ok(user)
    } else {
        Err(Failure::Framework {
            status: StatusCode::UNAUTHORIZED,
            error: "User is inactive".to_owned(),
            details: json!({"detail": "User is inactive", "code": "user_inactive"}),
        })
    }
}

/// A row id from the path. Anything but digits is a 404, as in the CRM, which
/// tries to look it up.
pub(crate) struct Id(pub(crate) i64);

impl FromRequestParts<Arc<App>> for Id {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let Path(text) = Path::<String>::from_request_parts(parts, app)
            .await
            .map_err(|_| Failure::not_found(""))?;
        text.parse().map(Self).map_err(|_| Failure::not_found(""))
    }
}

/// The query string; of a repeated parameter the last value counts.
pub(crate) struct Params(HashMap<String, String>);

impl Params {
    /// A parameter that is there and not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }
}

impl FromRequestParts<Arc<App>> for Params {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        Ok(Query::from_request_parts(parts, app)
            .await
            .map_or_else(|_| Self(HashMap::new()), |Query(map)| Self(map)))
    }
}

/// A JSON body of whatever shape; no body counts as an empty object.
pub(crate) struct Payload(pub(crate) Value);

impl Payload {
    /// The body as an object.
    ///
    /// # Errors
    /// 400 for lists, texts and numbers.
    pub(crate) fn object(self) -> Result<Map<String, Value>, Failure> {
        let kind = match self.0 {
            Value::Object(map) => return Ok(map),
            Value::Array(_) => "list",
            Value::String(_) => "str",
            Value::Number(_) => "int",
            Value::Bool(_) => "bool",
            Value::Null => "NoneType",
        };
        Err(Failure::invalid(
            "non_field_errors",
            format!("Invalid data. Expected a dictionary, but got {kind}."),
        ))
    }
}

impl FromRequest<Arc<App>> for Payload {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Failure> {
        let bytes = Bytes::from_request(request, app)
            .await
            .map_err(|error| Failure::framework(StatusCode::BAD_REQUEST, error.to_string()))?;
        if bytes.is_empty() {
            return Ok(Self(json!({})));
        }
        serde_json::from_slice(&bytes).map(Self).map_err(|error| {
            Failure::framework(
                StatusCode::BAD_REQUEST,
                format!("JSON parse error - {error}"),
            )
        })
    }
}

/// A required text field.
///
/// # Errors
/// The framework's 400 when it is missing, empty or no text.
pub(crate) fn required<'a>(body: &'a Map<String, Value>, name: &str) -> Result<&'a str, Failure> {
    match body.get(name) {
        None => Err(Failure::invalid(name, "This field is required.")),
        Some(Value::Null) => Err(Failure::invalid(name, "This field may not be null.")),
        Some(Value::String(text)) if text.trim().is_empty() => {
            Err(Failure::invalid(name, "This field may not be blank."))
        }
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(Failure::invalid(name, "Not a valid string.")),
    }
}

/// One of a list of values.
///
/// # Errors
/// The framework's 400 naming the wrong value.
pub(crate) fn choice<T>(
    name: &str,
    value: &Value,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Failure> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Null => return Err(Failure::invalid(name, "This field may not be null.")),
        other => other.to_string(),
    };
    parse(&text).ok_or_else(|| Failure::invalid(name, format!("\"{text}\" is not a valid choice.")))
}
