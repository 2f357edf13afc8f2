//! `/api/jitsi-calls/`.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::Route;
use super::failure::Failure;
use super::presence::heartbeat;
use super::recordings;
use super::request::{Caller, Id, Params, Payload, choice};
use crate::Mode;
use crate::app::App;
use crate::calls::life::{self, Event};
use crate::calls::{self, Call, NewCall, Status};
use crate::people::{self, User};
use crate::token;

/// An event reaches the caller's own socket this much before the answer, as
/// it does in the CRM; clients must not mistake it for somebody else's call.
const EVENT_LEAD: Duration = Duration::from_millis(2);

const MODEL: &str = "JitsiCallSession";

pub(super) fn routes() -> Vec<Route> {
    vec![
        ("/api/jitsi-calls/", get(history).post(create)),
        ("/api/jitsi-calls/initiate_call/", post(initiate)),
        (
            "/api/jitsi-calls/initiate_call_by_email/",
            post(initiate_by_email),
        ),
        ("/api/jitsi-calls/my_active_call/", get(my_active_call)),
        ("/api/jitsi-calls/active_calls/", get(active_calls)),
        ("/api/jitsi-calls/heartbeat/", post(heartbeat)),
        (
            "/api/jitsi-calls/{id}/",
            get(detail).put(change).patch(change).delete(remove),
        ),
        ("/api/jitsi-calls/{id}/update_status/", post(update_status)),
        (
            "/api/jitsi-calls/{id}/upload_recording/",
            post(recordings::upload),
        ),
    ]
}

async fn initiate(
    State(app): State<Arc<App>>,
    caller: Caller,
    payload: Payload,
) -> Result<Response, Failure> {
    let body = payload.object()?;
    let id = recipient_id(body.get("recipient_id"))?;
    let call_type = match body.get("call_type") {
        None => "video".to_owned(),
        Some(value) => choice("call_type", value, |text| {
            matches!(text, "video" | "audio").then(|| text.to_owned())
        })?,
    };
    let recipient = match id {
        None => None,
        Some(id) => Some(
            people::by_id(&app.database(), id)?
                .ok_or_else(|| Failure::invalid("recipient_id", "Recipient user not found"))?,
        ),
    };
    start(&app, &caller, recipient.as_ref(), &call_type).await
}

/// The address is compared case-sensitively with the user's, not the
/// customer's; the call type is not checked.
async fn initiate_by_email(
    State(app): State<Arc<App>>,
    caller: Caller,
    payload: Payload,
) -> Result<Response, Failure> {
    let Value::Object(body) = payload.0 else {
        return Err(Failure::crash(
            "AttributeError: 'list' object has no attribute 'get'",
        ));
    };
    let email = match body.get("recipient_email").and_then(Value::as_str) {
        Some(email) if !email.is_empty() => email,
        _ => return Err(Failure::bad_request("recipient_email is required")),
    };
    let call_type = body
        .get("call_type")
        .and_then(Value::as_str)
        .unwrap_or("video");
    let recipient = people::by_email(&app.database(), email)?.ok_or_else(|| {
        Failure::plain(
            StatusCode::NOT_FOUND,
            format!("No user found with email: {email}"),
        )
    })?;
    start(&app, &caller, Some(&recipient), call_type).await
}

async fn start(
    app: &App,
    caller: &Caller,
    recipient: Option<&User>,
    call_type: &str,
) -> Result<Response, Failure> {
    app.sweep()?;
    let answer = {
        let conn = app.database();
        let id = life::initiate(&conn, app.moment(), &caller.user, recipient, call_type)?;
        // Nobody is told about a call without a recipient.
        if recipient.is_some() {
            app.announce(&conn, id, Event::Initiated)?;
        }
        wrapped(app, &conn, id, "Call initiated successfully")?
    };
    tokio::time::sleep(EVENT_LEAD).await;
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// Nothing, null and zero all mean "nobody": the call becomes a group call.
fn recipient_id(value: Option<&Value>) -> Result<Option<i64>, Failure> {
    let id = match value {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Number(number)) => number.as_i64(),
        Some(Value::String(text)) => text.trim().parse().ok(),
        Some(_) => None,
    };
    id.map(|id| Some(id).filter(|id| *id != 0))
        .ok_or_else(|| Failure::invalid("recipient_id", "A valid integer is required."))
}

async fn update_status(
    State(app): State<Arc<App>>,
    caller: Caller,
    Id(id): Id,
    payload: Payload,
) -> Result<Json<Value>, Failure> {
    app.sweep()?;
    let conn = app.database();
    let call = visible(&conn, &caller, id)?;
    let body = payload.object()?;
    let action = body
        .get("action")
        .ok_or_else(|| Failure::invalid("action", "This field is required."))?;
    let action = choice("action", action, |text| {
        matches!(text, "answer" | "reject" | "end").then(|| text.to_owned())
    })?;
    let moment = app.moment();
    let (event, message) = match action.as_str() {
        "answer" => (
            life::answer(&conn, moment, call, caller.user.id)?,
            "Call answered",
        ),
        "reject" => (
            life::reject(&conn, moment, call, caller.user.id)?,
            "Call rejected",
        ),
        _ => (life::end(&conn, moment, call)?, "Call ended"),
    };
    if let Some(event) = event {
        app.announce(&conn, id, event)?;
    }
    Ok(Json(wrapped(&app, &conn, id, message)?))
}

async fn my_active_call(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Failure> {
    app.sweep()?;
    let conn = app.database();
    Ok(match life::current(&conn, app.moment(), caller.user.id)? {
        Some(call) => Json(call.session_json(&app.links())).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}

/// As found, it fails on every request.
async fn active_calls(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Failure> {
    if app.mode() == Mode::AsFound {
        return Err(Failure::crash(
            "AttributeError: 'User' object has no attribute 'current_organization'",
        ));
    }
    app.sweep()?;
    let calls: Vec<Value> = calls::all(&app.database())?
        .iter()
        .filter(|call| call.status == Status::Active)
        .filter(|call| call.is_visible_to(caller.user.id, caller.organization))
        .map(|call| call.session_json(&app.links()))
        .collect();
    Ok(Json(calls).into_response())
}

/// A bare array, newest first, never in pages.
async fn history(
    State(app): State<Arc<App>>,
    caller: Caller,
    params: Params,
) -> Result<Json<Vec<Value>>, Failure> {
    app.sweep()?;
    let mut list = calls::all(&app.database())?;
    let me = caller.user.id;
    list.retain(|call| call.is_visible_to(me, caller.organization));
    if params.get("my_calls").is_some() {
        list.retain(|call| call.participants().contains(&me));
    }
    if let Some(status) = params.get("status") {
        list.retain(|call| call.status.name() == status);
    }
    match params.get("ordering") {
        Some("created_at") => list.sort_by_key(|call| call.created_at),
        Some("started_at") => list.sort_by_key(|call| call.started_at),
        Some("-started_at") => list.sort_by_key(|call| std::cmp::Reverse(call.started_at)),
        _ => {}
    }
    Ok(Json(
        list.iter()
            .map(|call| call.session_json(&app.links()))
            .collect(),
    ))
}

/// The open model endpoint: makes a session with an empty room name, which
/// works once, because room names are unique.
async fn create(
    State(app): State<Arc<App>>,
    caller: Caller,
    payload: Payload,
) -> Result<Response, Failure> {
    let body = payload.object()?;
    let conn = app.database();
    let id = calls::insert(
        &conn,
        &NewCall {
            session_id: &token::random_uuid()?,
            room_name: "",
            call_type: body
                .get("call_type")
                .and_then(Value::as_str)
                .unwrap_or("video"),
            initiator: body.get("initiator").and_then(Value::as_i64),
            recipient: body.get("recipient").and_then(Value::as_i64),
            organization: caller.organization,
        },
        app.moment().now,
    )?;
    let call = load(&conn, id)?;
    Ok((StatusCode::CREATED, Json(call.session_json(&app.links()))).into_response())
}

async fn detail(
    State(app): State<Arc<App>>,
    caller: Caller,
    Id(id): Id,
) -> Result<Json<Value>, Failure> {
    app.sweep()?;
    let call = visible(&app.database(), &caller, id)?;
    Ok(Json(call.session_json(&app.links())))
}

/// Open to everybody in the organisation. Notifies no socket and does not
/// change presence. The only working way to upload a recording.
async fn change(
    State(app): State<Arc<App>>,
    caller: Caller,
    Id(id): Id,
    request: Request,
) -> Result<Json<Value>, Failure> {
    visible(&app.database(), &caller, id)?;
    let (body, file) = recordings::fields(&app, request, "recording_file").await?;
    let conn = app.database();
    let mut call = visible(&conn, &caller, id)?;
    if let Some(value) = body.get("status") {
        call.status = choice("status", value, Status::parse)?;
    }
    if let Some(value) = body.get("initiator") {
        call.initiator = value.as_i64();
    }
    if let Some(value) = body.get("recipient") {
        call.recipient = value.as_i64();
    }
    if let Some(value) = body.get("notes") {
        call.notes = value.as_str().unwrap_or_default().to_owned();
    }
    if let Some(value) = body.get("recording_url") {
        call.recording_url = value.as_str().map(str::to_owned);
    }
    if let Some(file) = file {
        call.recording_file = Some(recordings::keep(&conn, file)?);
    }
    calls::save(&conn, &call, app.moment().now)?;
    Ok(Json(load(&conn, id)?.session_json(&app.links())))
}

async fn remove(
    State(app): State<Arc<App>>,
    caller: Caller,
    Id(id): Id,
) -> Result<StatusCode, Failure> {
    let conn = app.database();
    visible(&conn, &caller, id)?;
    calls::delete(&conn, id)?;
    Ok(StatusCode::NO_CONTENT)
}

fn load(conn: &Connection, id: i64) -> Result<Call, Failure> {
    calls::load(conn, id)?.ok_or_else(|| Failure::not_found(MODEL))
}

/// The call, if this person may see it.
pub(super) fn visible(conn: &Connection, caller: &Caller, id: i64) -> Result<Call, Failure> {
    Some(load(conn, id)?)
        .filter(|call| call.is_visible_to(caller.user.id, caller.organization))
        .ok_or_else(|| Failure::not_found(MODEL))
}

/// The call as most actions answer it.
pub(super) fn wrapped(
    app: &App,
    conn: &Connection,
    id: i64,
    message: &str,
) -> Result<Value, Failure> {
    let call = load(conn, id)?;
    Ok(json!({"message": message, "call_session": call.session_json(&app.links())}))
}
