//! The CRM's pages: one shell for every address, and the application's files.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::api::unknown_page;
use crate::app::App;

/// The single-page application, as it is on disk.
const FILES: &[(&str, &str)] = &[
    ("activities.js", include_str!("../assets/crm/activities.js")),
    ("app.js", include_str!("../assets/crm/app.js")),
    ("api.js", include_str!("../assets/crm/api.js")),
    (
        "call-socket.js",
        include_str!("../assets/crm/call-socket.js"),
    ),
    (
        "call-window.js",
        include_str!("../assets/crm/call-window.js"),
    ),
    ("emotion.js", include_str!("../assets/crm/emotion.js")),
    (
        "jitsi-meeting.js",
        include_str!("../assets/crm/jitsi-meeting.js"),
    ),
    ("mode.js", include_str!("../assets/crm/mode.js")),
    ("dom.js", include_str!("../assets/crm/dom.js")),
    ("icons.js", include_str!("../assets/crm/icons.js")),
    ("layout.js", include_str!("../assets/crm/layout.js")),
    ("session.js", include_str!("../assets/crm/session.js")),
    ("table.js", include_str!("../assets/crm/table.js")),
    ("messages.js", include_str!("../assets/crm/messages.js")),
    ("sales.js", include_str!("../assets/crm/sales.js")),
    ("text.js", include_str!("../assets/crm/text.js")),
    ("calls.js", include_str!("../assets/crm/calls.js")),
    ("customers.js", include_str!("../assets/crm/customers.js")),
    ("dashboards.js", include_str!("../assets/crm/dashboards.js")),
    ("employees.js", include_str!("../assets/crm/employees.js")),
    ("login.js", include_str!("../assets/crm/login.js")),
    ("base.css", include_str!("../assets/crm/base.css")),
    ("frame.css", include_str!("../assets/crm/frame.css")),
    ("pieces.css", include_str!("../assets/crm/pieces.css")),
    ("pages.css", include_str!("../assets/crm/pages.css")),
    ("sales.css", include_str!("../assets/crm/sales.css")),
    ("messages.css", include_str!("../assets/crm/messages.css")),
    ("as-found.css", include_str!("../assets/crm/as-found.css")),
    ("icon.svg", include_str!("../assets/crm/icon.svg")),
];

#[derive(Template)]
#[template(path = "app.html")]
struct Shell<'a> {
    mode: &'static str,
    api: &'a str,
}

/// Assets, and the shell for everything nobody else answers.
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/assets/crm/sign-ins.json", get(sign_ins))
        .route("/assets/crm/{name}", get(asset))
        .fallback(shell)
}

/// A page as HTML, with the headers a test may have asked for.
pub(crate) fn html(app: &App, page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => (app.controls.page_headers(), Html(text)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page was not rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Client-side routes cannot be told from unknown ones here; the application
/// says "not found" itself. That goes for the API's paths, too, where the API is
/// at another origin.
async fn shell(State(app): State<Arc<App>>, request: Request) -> Response {
    let path = request.uri().path();
    let is_page = matches!(*request.method(), Method::GET | Method::HEAD)
        && !["/__test", "/assets/", "/lab/"]
            .iter()
            .any(|prefix| path.starts_with(prefix));
    if !is_page {
        return unknown_page(path);
    }
    let shell = Shell {
        mode: app.mode().name(),
        api: &app.links().api,
    };
    html(&app, &shell)
}

/// The sign-ins that the login page offers; nothing in the demo is secret.
async fn sign_ins() -> Json<Vec<Value>> {
    Json(
        crate::sign_ins()
            .map(|person| {
                json!({
                    "username": person.username,
                    "password": person.password,
                    "description": person.description,
                })
            })
            .collect(),
    )
}

async fn asset(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|file| file.0 == name) {
        Some((_, text)) => (
            [
                (header::CONTENT_TYPE, content_type(&name)),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
            ],
            *text,
        )
            .into_response(),
        None => unknown_page(&format!("/assets/crm/{name}")),
    }
}

fn content_type(name: &str) -> HeaderValue {
    HeaderValue::from_static(match name.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        _ => "image/svg+xml",
    })
}
