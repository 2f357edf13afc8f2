//! The control paths of the stand-in, for tests and for inspection.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

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

pub(super) async fn rooms(State(hub): State<Hub>) -> Json<Vec<RoomReport>> {
    Json(hub.lock().report())
}

pub(super) async fn log(State(hub): State<Hub>) -> Json<Vec<LogEntry>> {
    Json(hub.lock().log())
}
