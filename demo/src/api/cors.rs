//! Who may read the API's answers from a page: the web app alone. Others,
//! extensions included, get their answer without CORS headers, and with all
//! its effects.

use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::map_response;
use axum::response::Response;
use tower_http::cors::CorsLayer;

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

/// Adds the headers for pages at this origin, under both names of the machine,
/// as the CRM has them in its list.
///
/// # Errors
/// When the origin fits no header.
pub(crate) fn with_cors(router: Router, pages: &str) -> anyhow::Result<Router> {
    let origins = [pages.to_owned(), pages.replace("127.0.0.1", "localhost")];
    let origins = origins
        .map(HeaderValue::try_from)
        .into_iter()
        .collect::<Result<Vec<_>, _>>()
        .context("the pages' origin")?;
    let cors = CorsLayer::new()
        .allow_origin(origins)
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
        .max_age(Duration::from_secs(86_400));
    Ok(router.layer(cors).layer(map_response(drop_idle_headers)))
}

/// The layer allows credentials to every origin; the CRM sends no CORS headers
/// to origins that it does not allow.
async fn drop_idle_headers(mut response: Response) -> Response {
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
