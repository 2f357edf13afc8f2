//! The CRM's HTTP API, with the behaviour of its framework: trailing slashes,
//! errors in three shapes, debug pages instead of JSON.

mod auth;
mod calls;
mod cors;
pub(crate) mod failure;
mod messages;
mod negotiate;
mod paging;
mod presence;
pub(crate) mod python_json;
mod recordings;
mod records;
pub(crate) mod request;
mod sales;
mod socket;

pub(crate) use cors::with_cors;
pub(crate) use negotiate::unknown_address as unknown_page;
pub(crate) use socket::router as sockets;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{from_fn, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, any};

use crate::app::App;
use failure::Failure;
use request::Caller;

/// Recordings are the only large bodies.
const BODY_LIMIT: usize = 64 << 20;

/// A path with its trailing slash, and what answers there.
type Route = (&'static str, MethodRouter<Arc<App>>);

/// Everything under `/api/` and `/media/`.
pub(crate) fn router() -> Router<Arc<App>> {
    let mut router = Router::new();
    for (path, methods) in auth::routes()
        .into_iter()
        .chain(calls::routes())
        .chain(presence::routes())
        .chain(records::routes())
        .chain(sales::routes())
        .chain(messages::routes())
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

pub(crate) async fn unknown_address(request: Request) -> Response {
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
