//! `/ws/video-call/<user id>/`: call events. There is no authentication and no
//! replay for sockets that connect later.

use std::sync::Arc;

use axum::Router;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use super::python_json;
use crate::app::{App, Push};

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/ws/video-call/{user}/", get(connect))
        // A path that fits no route fails the handshake with a 500.
        .route("/ws/{*rest}", any(no_route))
}

async fn no_route() -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, "No route found").into_response()
}

async fn connect(
    State(app): State<Arc<App>>,
    Path(user): Path<String>,
    upgrade: WebSocketUpgrade,
) -> Response {
    if user.is_empty() || !user.bytes().all(|byte| byte.is_ascii_digit()) {
        return no_route().await;
    }
    if app.controls.refuses_sockets() {
        return (StatusCode::SERVICE_UNAVAILABLE, "Sockets are refused").into_response();
    }
    upgrade.on_upgrade(move |socket| serve(app, user, socket))
}

/// Ends when either side closes, or the demo stops.
async fn serve(app: Arc<App>, user: String, mut socket: WebSocket) {
    let id: Option<i64> = user.parse().ok();
    let _open = app.controls.socket_opened(&user);
    let mut pushes = app.listen();
    let mut shutdown = app.shutdown.clone();
    let greeting = json!({
        "type": "connection_established",
        "message": "Connected to video call notifications",
        "user_id": user,
    });
    if send(&mut socket, &greeting).await.is_err() {
        return;
    }
    loop {
        let sent = tokio::select! {
            frame = socket.recv() => match frame {
                Some(Ok(Message::Text(text))) => match pong(&text) {
                    Some(_) if app.controls.mutes_pongs() => Ok(()),
                    Some(pong) => send(&mut socket, &pong).await,
                    None => Ok(()),
                },
                Some(Ok(Message::Binary(_))) => {
                    // The CRM's consumer dies of bytes; the far side sees 1011.
                    close(socket, close_code::ERROR).await;
                    return;
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
            },
            push = pushes.recv() => match push {
                Ok(Push::Event { .. }) if app.controls.mutes_events() => Ok(()),
                Ok(Push::Event { to, text }) if id.is_some_and(|id| to.contains(&id)) => {
                    socket.send(Message::Text(text.into())).await
                }
                Ok(Push::CloseAll) => {
                    close(socket, close_code::RESTART).await;
                    return;
                }
                Ok(Push::Event { .. }) | Err(RecvError::Lagged(_)) => Ok(()),
                Err(RecvError::Closed) => return,
            },
            () = stopped(&mut shutdown) => {
                close(socket, close_code::AWAY).await;
                return;
            }
        };
        if sent.is_err() {
            return;
        }
    }
}

/// Returns when the demo stops, or its handle was dropped.
async fn stopped(shutdown: &mut watch::Receiver<bool>) {
    let _ = shutdown.wait_for(|stop| *stop).await;
}

/// The answer to a ping; anything else is ignored.
fn pong(text: &str) -> Option<Value> {
    let frame: Value = serde_json::from_str(text).ok()?;
    (frame["type"] == "ping").then(|| json!({"type": "pong", "timestamp": frame["timestamp"]}))
}

async fn send(socket: &mut WebSocket, frame: &Value) -> Result<(), axum::Error> {
    let text = python_json::to_string(frame);
    socket.send(Message::Text(text.into())).await
}

async fn close(mut socket: WebSocket, code: u16) {
    let frame = CloseFrame {
        code,
        reason: "".into(),
    };
    // The far side may be gone already, which is what is wanted.
    let _ = socket.send(Message::Close(Some(frame))).await;
}
