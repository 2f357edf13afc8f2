//! `/api/user-presence/`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::routing::{get, post};
use serde_json::{Map, Value, json};

use super::Route;
use super::failure::Failure;
use super::paging;
use super::request::{Caller, Id, Params, Payload, choice};
use crate::Mode;
use crate::app::App;
use crate::people;
use crate::presence::{self, Presence, Status};

pub(super) fn routes() -> Vec<Route> {
    vec![
        ("/api/user-presence/", get(list).post(create)),
        ("/api/user-presence/online_users/", get(online_users)),
        ("/api/user-presence/heartbeat/", post(heartbeat)),
        (
            "/api/user-presence/update_my_status/",
            post(update_my_status)
                .put(update_my_status)
                .patch(update_my_status),
        ),
        (
            "/api/user-presence/{id}/",
            get(detail).put(change).patch(change),
        ),
    ]
}

async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    params: Params,
    uri: Uri,
) -> Result<Json<Value>, Failure> {
    let now = app.moment().now;
    let rows: Vec<Value> = match caller.organization {
        Some(organization) => presence::of_organization(&app.database(), organization)?
            .iter()
            .map(|row| row.json(now))
            .collect(),
        None => Vec::new(),
    };
    paging::page(&app.links(), &uri, &params, &rows).map(Json)
}

async fn online_users(
    State(app): State<Arc<App>>,
    caller: Caller,
) -> Result<Json<Vec<Value>>, Failure> {
    let Some(organization) = caller.organization else {
        return Ok(Json(Vec::new()));
    };
    let rows = presence::reachable(&app.database(), organization, app.moment().now)?;
    Ok(Json(rows.iter().map(Presence::listed_json).collect()))
}

/// Always answers ok. The body is not read.
pub(super) async fn heartbeat(
    State(app): State<Arc<App>>,
    caller: Caller,
) -> Result<Json<Value>, Failure> {
    let moment = app.moment();
    if let Err(error) =
        presence::heartbeat(&app.database(), moment.mode, caller.user.id, moment.now)
    {
        tracing::error!(%error, "a heartbeat was lost");
    }
    Ok(Json(json!({"status": "ok"})))
}

/// As found, this always fails, exceptionally with a JSON error.
async fn update_my_status(
    State(app): State<Arc<App>>,
    caller: Caller,
    payload: Payload,
) -> Result<Json<Value>, Failure> {
    if app.mode() == Mode::AsFound {
        return Err(Failure::plain(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Failed to update status: 'JitsiService' object has no attribute 'update_user_status'",
        ));
    }
    let body = payload.object()?;
    let conn = app.database();
    let now = app.moment().now;
    let mut row = presence::load_or_make(&conn, caller.user.id, now)?;
    apply(&mut row, &body)?;
    presence::save(&conn, &row, now)?;
    Ok(Json(row.json(now)))
}

async fn create(_: Caller) -> Failure {
    Failure::integrity()
}

async fn detail(
    State(app): State<Arc<App>>,
    caller: Caller,
    Id(user): Id,
) -> Result<Json<Value>, Failure> {
    let row = shared(&app, &caller, user)?;
    Ok(Json(row.json(app.moment().now)))
}

/// Any colleague may do it for anybody.
async fn change(
    State(app): State<Arc<App>>,
    caller: Caller,
    Id(user): Id,
    payload: Payload,
) -> Result<Json<Value>, Failure> {
    let mut row = shared(&app, &caller, user)?;
    apply(&mut row, &payload.object()?)?;
    let now = app.moment().now;
    row.last_seen = now;
    presence::save(&app.database(), &row, now)?;
    Ok(Json(row.json(now)))
}

fn apply(row: &mut Presence, body: &Map<String, Value>) -> Result<(), Failure> {
    if let Some(value) = body.get("status") {
        row.status = choice("status", value, Status::parse)?;
    }
    if let Some(value) = body.get("available_for_calls") {
        row.available_for_calls = value
            .as_bool()
            .ok_or_else(|| Failure::invalid("available_for_calls", "Must be a valid boolean."))?;
    }
    if let Some(value) = body.get("status_message") {
        row.status_message = value
            .as_str()
            .ok_or_else(|| Failure::invalid("status_message", "Not a valid string."))?
            .to_owned();
    }
    Ok(())
}

/// The row of somebody who shares an organisation with the caller.
fn shared(app: &App, caller: &Caller, user: i64) -> Result<Presence, Failure> {
    let conn = app.database();
    let is_colleague = people::profiles(&conn, user)?.iter().any(|profile| {
        caller.organization.is_some()
            && profile.organization.as_ref().map(|(id, ..)| *id) == caller.organization
    });
    presence::load(&conn, user)?
        .filter(|_| is_colleague)
        .ok_or_else(|| Failure::not_found("UserPresence"))
}
