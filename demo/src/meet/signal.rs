//! The signalling socket of one page.

use std::{future::pending, time::Duration};

use axum::{
    extract::{
        Path, State, WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use tokio::time::sleep;

use super::{
    hub::Hub,
    lobby::Wait,
    membership::Membership,
    wire::{FromPage, ToPage},
};

/// Opens the socket for the stand-in's own pages and for clients without an
/// origin; pages of other sites are refused.
pub(super) async fn upgrade(
    State(hub): State<Hub>,
    Path(room): Path<String>,
    headers: HeaderMap,
    socket: WebSocketUpgrade,
) -> Response {
    if !same_origin(&headers) {
        return (StatusCode::FORBIDDEN, "Another site's page.").into_response();
    }
    socket.on_upgrade(move |socket| async move {
        // A page that vanishes is how most calls end, so it is no failure.
        if let Err(cause) = serve(hub, &room.to_lowercase(), socket).await {
            tracing::debug!(room, %cause, "signalling socket closed");
        }
    })
}

fn same_origin(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else {
        return true;
    };
    let authority = origin
        .to_str()
        .ok()
        .and_then(|text| text.parse::<Uri>().ok())
        .and_then(|uri| uri.authority().map(ToString::to_string));
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
    authority.is_some() && authority.as_deref() == host
}

async fn serve(hub: Hub, room: &str, mut socket: WebSocket) -> Result<(), axum::Error> {
    let profile = loop {
        match receive(&mut socket).await? {
            Some(FromPage::Join(profile)) => break profile,
            Some(other) => tracing::debug!(?other, "ignored before joining"),
            None => return Ok(()),
        }
    };
    if let Some(mut wait) = Wait::begin(&hub, room, &profile.display_name) {
        send(&mut socket, &ToPage::Lobby).await?;
        let approved = loop {
            tokio::select! {
                approved = wait.answered() => break approved,
                incoming = receive(&mut socket) => match incoming? {
                    None | Some(FromPage::Leave) => return Ok(()),
                    Some(other) => tracing::debug!(?other, "ignored in the lobby"),
                },
            }
        };
        if !approved {
            return send(&mut socket, &ToPage::Rejected).await;
        }
    }
    let Ok(mut member) = Membership::join(&hub, room, profile) else {
        return send(&mut socket, &ToPage::Full).await;
    };
    let drop_after = hub.lock().behaviour().disconnect_after_ms;
    let cut = async {
        match drop_after {
            Some(ms) => sleep(Duration::from_millis(ms)).await,
            None => pending().await,
        }
    };
    tokio::pin!(cut);
    loop {
        tokio::select! {
            // In this order: who is cut off at once was still welcomed first.
            biased;
            outgoing = member.next() => match outgoing {
                Some(message) => send(&mut socket, &message).await?,
                None => return Ok(()),
            },
            () = &mut cut => return Ok(()),
            incoming = receive(&mut socket) => match incoming? {
                None | Some(FromPage::Leave) => return Ok(()),
                Some(message) => member.handle(message),
            },
        }
    }
}

/// The next message that can be read; `None` when the page has closed the
/// socket. Safe to cancel: a message is either returned or still in the socket.
async fn receive(socket: &mut WebSocket) -> Result<Option<FromPage>, axum::Error> {
    while let Some(frame) = socket.recv().await {
        match frame? {
            Message::Text(text) => match serde_json::from_str(&text) {
                Ok(message) => return Ok(Some(message)),
                Err(cause) => tracing::warn!(%cause, "unreadable signalling message"),
            },
            Message::Close(_) => return Ok(None),
            Message::Binary(_) | Message::Ping(_) | Message::Pong(_) => {}
        }
    }
    Ok(None)
}

async fn send(socket: &mut WebSocket, message: &ToPage) -> Result<(), axum::Error> {
    let text = serde_json::to_string(message).map_err(axum::Error::new)?;
    socket.send(Message::text(text)).await
}
