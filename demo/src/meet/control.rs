//! The control paths of the stand-in, for tests and for inspection.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::Value;

use super::{Behaviour, LogEntry, RoomReport, hub::Hub};

pub(super) async fn behaviour(State(hub): State<Hub>) -> Json<Behaviour> {
    Json(hub.lock().behaviour().clone())
}

/// Refuses invalid headers here, so that serving the page cannot fail on them
/// later.
pub(super) async fn set_behaviour(
    State(hub): State<Hub>,
    Json(behaviour): Json<Behaviour>,
) -> Response {
    if let Err(cause) = behaviour.page_headers() {
        return (StatusCode::UNPROCESSABLE_ENTITY, cause.to_string()).into_response();
    }
    hub.lock().set_behaviour(behaviour);
    StatusCode::NO_CONTENT.into_response()
}

pub(super) async fn reset_behaviour(State(hub): State<Hub>) -> StatusCode {
    hub.lock().set_behaviour(Behaviour::default());
    StatusCode::NO_CONTENT
}

/// What happens to whom.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Act {
    /// The participant's name.
    name: String,
    act: Value,
}

/// Lets something happen to a participant. 404 when nobody has that name.
pub(super) async fn act(State(hub): State<Hub>, Json(act): Json<Act>) -> StatusCode {
    if hub.lock().act(&act.name, &act.act) {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::NOT_FOUND
    }
}

pub(super) async fn rooms(State(hub): State<Hub>) -> Json<Vec<RoomReport>> {
    Json(hub.lock().report())
}

pub(super) async fn log(State(hub): State<Hub>) -> Json<Vec<LogEntry>> {
    Json(hub.lock().log())
}
