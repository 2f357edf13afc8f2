//! The three shapes of the CRM's errors, and its crashes.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::calls::life::Refusal;
use crate::token::TokenError;

/// An error response.
#[derive(Debug)]
pub(crate) enum Failure {
    /// `{"error", "details", "status_code"}`, as the framework answers.
    Framework {
        status: StatusCode,
        error: String,
        details: Value,
    },
    /// `{"error"}` alone, as hand-written views answer.
    Plain { status: StatusCode, error: String },
    /// An unhandled exception. Its form depends on `Accept`; see
    /// [`super::negotiate`].
    Crash(Crash),
}

/// The text of an unhandled exception, carried as a response extension.
#[derive(Clone, Debug)]
pub(crate) struct Crash(pub(crate) String);

impl Failure {
    /// The framework's shape with the text repeated as the detail.
    pub(crate) fn framework(status: StatusCode, error: impl Into<String>) -> Self {
        let error = error.into();
        let details = json!({"detail": error});
        Self::Framework {
            status,
            error,
            details,
        }
    }

    /// 400 with a generic text on top and the real one under the field.
    pub(crate) fn invalid(field: &str, text: impl Into<String>) -> Self {
        Self::Framework {
            status: StatusCode::BAD_REQUEST,
            error: "An error occurred".to_owned(),
            details: json!({field: [text.into()]}),
        }
    }

    pub(crate) fn plain(status: StatusCode, error: impl Into<String>) -> Self {
        Self::Plain {
            status,
            error: error.into(),
        }
    }

    pub(crate) fn bad_request(error: impl Into<String>) -> Self {
        Self::plain(StatusCode::BAD_REQUEST, error)
    }

    pub(crate) fn crash(text: impl Into<String>) -> Self {
        Self::Crash(Crash(text.into()))
    }

    /// 404 for a model without this row; an empty name for an id that is none.
    pub(crate) fn not_found(model: &str) -> Self {
        let details = if model.is_empty() {
            String::new()
        } else {
            format!("No {model} matches the given query.")
        };
        Self::Framework {
            status: StatusCode::NOT_FOUND,
            error: "Not Found".to_owned(),
            details: json!(details),
        }
    }

    /// 401 for an invalid token.
    pub(crate) fn bad_token(error: &str) -> Self {
        Self::Framework {
            status: StatusCode::UNAUTHORIZED,
            error: error.to_owned(),
            details: json!({"detail": error, "code": "token_not_valid"}),
        }
    }

    /// 400 for a row that the database refuses.
    pub(crate) fn integrity() -> Self {
        Self::Framework {
            status: StatusCode::BAD_REQUEST,
            error: "Database Integrity Error".to_owned(),
            details: json!("UNIQUE constraint failed"),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::Framework {
                status,
                error,
                details,
            } => {
                let body =
                    json!({"error": error, "details": details, "status_code": status.as_u16()});
                let mut response = (status, Json(body)).into_response();
                if status == StatusCode::UNAUTHORIZED {
                    response.headers_mut().insert(
                        header::WWW_AUTHENTICATE,
                        HeaderValue::from_static(r#"Bearer realm="api""#),
                    );
                }
                response
            }
            Self::Plain { status, error } => {
                (status, Json(json!({"error": error}))).into_response()
            }
            Self::Crash(crash) => {
                let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
                response.extensions_mut().insert(crash);
                response
            }
        }
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) {
            return Self::integrity();
        }
        tracing::error!(%error, "the database failed");
        Self::crash(format!("OperationalError: {error}"))
    }
}

impl From<TokenError> for Failure {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Invalid => Self::bad_token("Token is invalid or expired"),
            TokenError::Storage(error) => error.into(),
            TokenError::Random(error) => error.into(),
        }
    }
}

impl From<getrandom::Error> for Failure {
    fn from(error: getrandom::Error) -> Self {
        Self::crash(format!("OSError: {error}"))
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Storage(error) => error.into(),
            Refusal::Random(error) => error.into(),
            Refusal::NobodyToTell => {
                Self::plain(StatusCode::INTERNAL_SERVER_ERROR, refusal.to_string())
            }
            Refusal::Oneself
            | Refusal::NoPrimaryProfile
            | Refusal::NotAvailable(_)
            | Refusal::NotAnswerable
            | Refusal::NotTheRecipient => Self::bad_request(refusal.to_string()),
        }
    }
}
