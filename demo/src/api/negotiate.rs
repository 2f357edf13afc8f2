//! Clients that accept HTML get HTML: answers as a browsable page, and crashes
//! as long debug pages that are never JSON.

use std::fmt::Write as _;

use askama::Template;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;

use super::failure::{Crash, Failure};

/// Roughly how long the CRM's debug answers are, in bytes.
const DEBUG_HTML: usize = 90_000;
const DEBUG_TEXT: usize = 17_000;

/// No answer of the API is longer; those that are stay as they are.
const PAGE_LIMIT: usize = 8 << 20;

#[derive(Template)]
#[template(path = "crash.html")]
struct CrashPage<'a> {
    text: &'a str,
    frames: &'a str,
}

#[derive(Template)]
#[template(path = "browsable.html")]
struct BrowsablePage<'a> {
    status: &'a str,
    body: &'a str,
}

#[derive(Template)]
#[template(path = "not-found.html")]
struct NotFoundPage<'a> {
    path: &'a str,
}

/// The 404 page of an address that does not exist; never JSON.
pub(crate) fn unknown_address(path: &str) -> Response {
    let page = NotFoundPage { path }.render().unwrap_or_default();
    (StatusCode::NOT_FOUND, Html(page)).into_response()
}

/// Middleware: gives crashes and browsable answers their final form.
pub(super) async fn answer_in_kind(request: Request, next: Next) -> Response {
    let asks_html = accepts(request.headers(), &["text/html"]);
    let takes_html = asks_html || accepts(request.headers(), &["*/*", "text/*"]);
    let forced_json = request
        .uri()
        .query()
        .is_some_and(|query| query.split('&').any(|pair| pair == "format=json"));
    if asks_html && forced_json && !accepts(request.headers(), &["application/json", "*/*"]) {
        return Failure::framework(
            StatusCode::NOT_ACCEPTABLE,
            "Could not satisfy the request Accept header.",
        )
        .into_response();
    }
    let mut response = next.run(request).await;
    if let Some(Crash(text)) = response.extensions_mut().remove::<Crash>() {
        return crash_page(&text, takes_html);
    }
    let is_json = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if asks_html && is_json && !forced_json {
        return browsable(response).await;
    }
    response
}

/// Whether `Accept` names one of these; no header at all means `*/*`.
fn accepts(headers: &HeaderMap, kinds: &[&str]) -> bool {
    match headers.get(header::ACCEPT).map(HeaderValue::to_str) {
        None => kinds.contains(&"*/*"),
        Some(Ok(accept)) => accept
            .split(',')
            .filter_map(|range| range.split(';').next())
            .any(|range| kinds.contains(&range.trim())),
        Some(Err(_)) => false,
    }
}

fn crash_page(text: &str, as_html: bool) -> Response {
    let length = if as_html { DEBUG_HTML } else { DEBUG_TEXT };
    let frames = frames(length);
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    if as_html {
        let page = CrashPage {
            text,
            frames: &frames,
        };
        return (status, Html(page.render().unwrap_or_default())).into_response();
    }
    (status, format!("{text}\n\n{frames}")).into_response()
}

/// Lines like those of a stack trace, as many as the real page would hold:
/// clients must not show or parse them, however long they are.
fn frames(length: usize) -> String {
    let mut lines = String::with_capacity(length + 80);
    let mut depth = 0;
    while lines.len() < length {
        depth += 1;
        // Writing to a String cannot fail.
        let _ = writeln!(
            lines,
            "  frame {depth}: demo/views.py, line {}",
            40 + depth * 7
        );
    }
    lines
}

async fn browsable(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, PAGE_LIMIT).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let body = serde_json::from_slice::<Value>(&bytes)
        .and_then(|value| serde_json::to_string_pretty(&value))
        .unwrap_or_default();
    let page = BrowsablePage {
        status: &parts.status.to_string(),
        body: &body,
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::CONTENT_TYPE);
    let html = Html(page.render().unwrap_or_default());
    (parts.status, parts.headers, html).into_response()
}
