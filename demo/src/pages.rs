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
const FILES: &[(&str, &str, &str)] = &[
    asset_kinds::js("app.js", include_str!("../assets/crm/app.js")),
    asset_kinds::js("api.js", include_str!("../assets/crm/api.js")),
    asset_kinds::js("dom.js", include_str!("../assets/crm/dom.js")),
    asset_kinds::js("icons.js", include_str!("../assets/crm/icons.js")),
    asset_kinds::js("layout.js", include_str!("../assets/crm/layout.js")),
    asset_kinds::js("session.js", include_str!("../assets/crm/session.js")),
    asset_kinds::js("table.js", include_str!("../assets/crm/table.js")),
    asset_kinds::js("text.js", include_str!("../assets/crm/text.js")),
    asset_kinds::js("calls.js", include_str!("../assets/crm/calls.js")),
    asset_kinds::js("customers.js", include_str!("../assets/crm/customers.js")),
    asset_kinds::js("dashboards.js", include_str!("../assets/crm/dashboards.js")),
    asset_kinds::js("employees.js", include_str!("../assets/crm/employees.js")),
    asset_kinds::js("login.js", include_str!("../assets/crm/login.js")),
    asset_kinds::css("base.css", include_str!("../assets/crm/base.css")),
    asset_kinds::css("app.css", include_str!("../assets/crm/app.css")),
    asset_kinds::svg("icon.svg", include_str!("../assets/crm/icon.svg")),
];

mod asset_kinds {
    type File = (&'static str, &'static str, &'static str);

    pub(super) const fn js(name: &'static str, text: &'static str) -> File {
        (name, "text/javascript; charset=utf-8", text)
    }
    pub(super) const fn css(name: &'static str, text: &'static str) -> File {
        (name, "text/css; charset=utf-8", text)
    }
    pub(super) const fn svg(name: &'static str, text: &'static str) -> File {
        (name, "image/svg+xml", text)
    }
}

#[derive(Template)]
#[template(path = "app.html")]
struct Shell {
    mode: &'static str,
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
/// says "not found" itself.
async fn shell(State(app): State<Arc<App>>, request: Request) -> Response {
    let path = request.uri().path();
    let is_page = matches!(*request.method(), Method::GET | Method::HEAD)
        && !["/__test", "/assets/", "/lab/", "/ws"]
            .iter()
            .any(|prefix| path.starts_with(prefix));
    if !is_page {
        return unknown_page(path);
    }
    let mode = app.mode().name();
    html(&app, &Shell { mode })
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
        Some((_, kind, text)) => (
            [
                (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
            ],
            *text,
        )
            .into_response(),
        None => unknown_page(&format!("/assets/crm/{name}")),
    }
}
