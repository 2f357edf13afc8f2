//! The middleware that logs requests and applies faults to them.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::faults::{self, Answer, FaultKind, When};
use super::log;
use crate::api::request::identify;
use crate::app::App;
use crate::listener::Peer;

/// Larger bodies are refused.
const BODY_LIMIT: usize = 64 << 20;

/// Does nothing unless test controls are on.
pub(crate) async fn watch(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if !app.controls.enabled || path.starts_with("/__test/") {
        return next.run(request).await;
    }
    // Subscribed before the faults are checked, so that a release in between is
    // not missed.
    let mut released = app.controls.released();
    let fault = if is_misdirected(&app, &request) {
        None
    } else {
        faults::take(&mut app.controls.faults(), request.method(), path)
    };
    let peer = request
        .extensions()
        .get::<ConnectInfo<Peer>>()
        .map(|ConnectInfo(peer)| peer.clone());
    let (request, place) = match note(&app, request).await {
        Ok(noted) => noted,
        Err(error) => return (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    };
    let mut response = match fault {
        Some(FaultKind::Answer {
            status,
            body,
            headers,
        }) => faults::answer(status, &body, &headers),
        Some(FaultKind::Delay { delay_ms }) => {
            tokio::time::sleep(Duration::from_millis(delay_ms)).await;
            next.run(request).await
        }
        Some(FaultKind::Hold { hold: true }) => {
            // An error means that there are no controls left to release it.
            let _ = released.changed().await;
            next.run(request).await
        }
        Some(FaultKind::Drop {
            drop: When::Before(true),
        }) => return cut(peer),
        Some(FaultKind::Drop {
            drop: When::After(Answer::Answer),
        }) => {
            next.run(request).await;
            return cut(peer);
        }
        Some(
            FaultKind::Drop {
                drop: When::Before(false),
            }
            | FaultKind::Hold { hold: false },
        )
        | None => next.run(request).await,
    };
    if let Some(place) = place {
        app.controls.log().close(place, response.status().as_u16());
    }
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        // Browsers silently repeat a request when a connection they used
        // before closes on them. One connection a request makes a dropped
        // answer the client's problem, as a test wants it.
        response
            .headers_mut()
            .insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Whether an API path is asked for at the pages' origin where that has no API:
/// faults of the API do not happen there.
fn is_misdirected(app: &App, request: &Request) -> bool {
    // The machine has two names, so only the port tells.
    let port = |address: &str| address.rsplit(':').next().map(str::to_owned);
    request.uri().path().starts_with("/api/")
        && port(host(request.headers())) != port(&app.links().api)
}

fn host(headers: &HeaderMap) -> &str {
    headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default()
}

/// Writes an API request into the log, which needs its body.
async fn note(app: &App, request: Request) -> Result<(Request, Option<log::Place>), axum::Error> {
    if !request.uri().path().starts_with("/api/") {
        return Ok((request, None));
    }
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, BODY_LIMIT).await?;
    let user = identify(&app.database(), &parts.headers)
        .ok()
        .map(|user| user.id);
    let host = host(&parts.headers);
    let path = parts
        .uri
        .path_and_query()
        .map_or_else(|| parts.uri.path(), |path| path.as_str());
    let place =
        app.controls
            .log()
            .open(host, parts.method.as_str(), path, user, log::shown(&bytes));
    Ok((Request::from_parts(parts, Body::from(bytes)), Some(place)))
}

fn cut(peer: Option<Peer>) -> Response {
    if let Some(peer) = peer {
        peer.cut();
    }
    // Never reaches the client: the connection lets nothing out any more.
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
