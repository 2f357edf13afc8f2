//! The CRM's HTTP API, with the behaviour of its framework: trailing slashes,
//! errors in three shapes, debug pages instead of JSON.

mod auth;
mod calls;
pub(crate) mod failure;
mod negotiate;
mod paging;
mod presence;
pub(crate) use negotiate::unknown_address as unknown_page;

pub(crate) mod python_json;
mod recordings;
mod records;
pub(crate) mod request;
mod socket;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{from_fn, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, any};
use tower_http::cors::CorsLayer;

use crate::app::App;
use failure::Failure;
use request::Caller;

/// Recordings are the only large bodies.
const BODY_LIMIT: usize = 64 << 20;

/// A path with its trailing slash, and what answers there.
type Route = (&'static str, MethodRouter<Arc<App>>);

/// Everything under `/api/`, `/media/` and `/ws/`.
pub(crate) fn router() -> Router<Arc<App>> {
    let mut router = Router::new();
    for (path, methods) in auth::routes()
        .into_iter()
        .chain(calls::routes())
        .chain(presence::routes())
        .chain(records::routes())
    {
        router = router
            .route(path, methods)
            .route(path.trim_end_matches('/'), any(missing_slash));
    }
    router
        .route("/api", any(unknown_address))
        .route("/api/{*rest}", any(unknown_address))
        .method_not_allowed_fallback(wrong_method)
        .route("/media/{*name}", axum::routing::get(recordings::media))
        .layer(from_fn(negotiate::answer_in_kind))
        .layer(map_response(add_security_headers))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(cors())
        .layer(map_response(drop_idle_cors_headers))
        .merge(socket::router())
}

/// Only the web app's development origins are allowed, as in the CRM; others,
/// extensions included, get their answer without CORS headers.
fn cors() -> CorsLayer {
    const REQUEST_HEADERS: [&str; 15] = [
        "accept",
        "accept-encoding",
        "accept-language",
        "authorization",
        "content-type",
        "content_type",
        "dnt",
        "origin",
        "referer",
        "user-agent",
        "x-csrftoken",
        "x-requested-with",
        "x-forwarded-for",
        "x-forwarded-proto",
        "ngrok-skip-browser-warning",
    ];
    CorsLayer::new()
        .allow_origin([
            HeaderValue::from_static("http://localhost:5173"),
            HeaderValue::from_static("http://127.0.0.1:5173"),
        ])
        .allow_credentials(true)
        .allow_headers(REQUEST_HEADERS.map(HeaderName::from_static))
        .allow_methods([
            Method::DELETE,
            Method::GET,
            Method::OPTIONS,
            Method::PATCH,
            Method::POST,
            Method::PUT,
        ])
        .expose_headers([header::CONTENT_TYPE, header::AUTHORIZATION])
        .max_age(Duration::from_secs(86_400))
}

/// The CORS layer allows credentials to every origin; the CRM sends no CORS
/// headers to origins it does not allow.
async fn drop_idle_cors_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    if !headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) {
        for name in [
            header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            header::ACCESS_CONTROL_ALLOW_METHODS,
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            header::ACCESS_CONTROL_MAX_AGE,
        ] {
            headers.remove(name);
        }
    }
    response
}

async fn add_security_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// GET is redirected to the address with the slash; other methods would lose
/// their body and answer 500 instead.
async fn missing_slash(request: Request) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        let query = request
            .uri()
            .query()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        let place = format!("{}/{query}", request.uri().path());
        return match HeaderValue::from_str(&place) {
            Ok(place) => {
                (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, place)]).into_response()
            }
            Err(_) => StatusCode::BAD_REQUEST.into_response(),
        };
    }
    Failure::crash(format!(
        "RuntimeError: this address was called with {}, but it doesn't end in a slash, and the \
         body cannot be kept through a redirect.",
        request.method()
    ))
    .into_response()
}

async fn unknown_address(request: Request) -> Response {
    negotiate::unknown_address(request.uri().path())
}

async fn wrong_method(method: Method, caller: Result<Caller, Failure>) -> Response {
    match caller {
        Err(failure) => failure.into_response(),
        Ok(_) => Failure::framework(
            StatusCode::METHOD_NOT_ALLOWED,
            format!("Method \"{method}\" not allowed."),
        )
        .into_response(),
    }
}
