//! The meeting page and its files, which are part of the binary.

use std::time::Duration;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use tokio::time::sleep;

use super::hub::Hub;

const MEETING: &str = include_str!("../../assets/meet/meet.html");
const EXTERNAL_API: &str = include_str!("../../assets/meet/external_api.js");
const LOBBY: &str = include_str!("../../assets/meet/lobby.html");

/// What a server shows instead of the meeting.
const FAULT: &str = "<!doctype html><title>Fault</title><h1>Stand-in server fault</h1>";

/// The placeholder in the page's HTML for the initial behaviour.
const BEHAVIOUR_SLOT: &str = "{{behaviour}}";

/// How often a held program looks whether it may go on.
const HELD: Duration = Duration::from_millis(50);

/// Name, content type and text of each file that the page loads.
macro_rules! assets {
    ($($name:literal: $kind:literal),* $(,)?) => {
        [$(($name, $kind, include_str!(concat!("../../assets/meet/", $name)))),*]
    };
}

const ASSETS: [(&str, &str, &str); 23] = assets![
    "meet.css": "text/css",
    "acts.js": "text/javascript",
    "api.js": "text/javascript",
    "company.js": "text/javascript",
    "crowd.js": "text/javascript",
    "dialogs.js": "text/javascript",
    "devices.js": "text/javascript",
    "local.js": "text/javascript",
    "main.js": "text/javascript",
    "meeting.js": "text/javascript",
    "own.js": "text/javascript",
    "params.js": "text/javascript",
    "people.js": "text/javascript",
    "peer.js": "text/javascript",
    "questions.js": "text/javascript",
    "received.js": "text/javascript",
    "recorders.js": "text/javascript",
    "requests.js": "text/javascript",
    "rooms.js": "text/javascript",
    "signalling.js": "text/javascript",
    "stats.js": "text/javascript",
    "transport.js": "text/javascript",
    "view.js": "text/javascript",
];

/// The page is the same for every room: it reads the room from its address.
pub(super) async fn meeting(State(hub): State<Hub>) -> Response {
    let behaviour = hub.lock().behaviour().clone();
    let (Ok(mut headers), Ok(json)) = (behaviour.page_headers(), serde_json::to_string(&behaviour))
    else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // `<` is the one character that could end the script element early.
    let json = json.replace('<', "\\u003c");
    let status = behaviour.page_status.map(StatusCode::from_u16);
    match status {
        None => (headers, Html(MEETING.replace(BEHAVIOUR_SLOT, &json))).into_response(),
        Some(Ok(status)) => (status, headers, Html(FAULT)).into_response(),
        Some(Err(_)) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

pub(super) async fn lobby() -> Html<&'static str> {
    Html(LOBBY)
}

/// The page behind the link of a recording. It says that nothing is recorded.
pub(super) async fn recording(Path(room): Path<String>) -> String {
    format!(
        "Stand-in meeting (not Jitsi): the recording of {room} would be here. No media is kept."
    )
}

pub(super) async fn no_icon() -> StatusCode {
    StatusCode::NOT_FOUND
}

/// A file of the page. The program is what a slow server keeps waiting for: it
/// is the large part of a real page.
pub(super) async fn asset(State(hub): State<Hub>, Path(file): Path<String>) -> Response {
    while file == "main.js" && hub.lock().behaviour().hold_program {
        sleep(HELD).await;
    }
    let Some((_, kind, text)) = ASSETS.iter().find(|(name, ..)| *name == file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    fresh(kind, text)
}

pub(super) async fn external_api() -> Response {
    fresh("text/javascript", EXTERNAL_API)
}

fn fresh(kind: &'static str, text: &'static str) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    (headers, text).into_response()
}
