//! The stand-in meeting: a local replacement for a Jitsi server.
//!
//! A real Jitsi server is not always at hand, and the demo and the end-to-end
//! tests need calls with real media. So this router serves a page that speaks
//! the iframe side of the Jitsi IFrame protocol and connects the people of a
//! room directly with each other over WebRTC. It is called a stand-in wherever
//! a person can see it.
//!
//! | path | what |
//! |---|---|
//! | `GET /{room}`, `GET /{tenant}/{room}` | the meeting page, at Jitsi's addresses |
//! | `GET //{room}` | the same, as a server that merges slashes takes it |
//! | `GET /external_api.js` | the host's side of the IFrame API, for pages that load it |
//! | `GET /signal/{room}` | the signalling WebSocket, see [`wire`] |
//! | `GET /recordings/{room}` | where an invented recording link leads |
//! | `GET`/`POST`/`DELETE /__meet/behaviour` | how the stand-in misbehaves, see [`Behaviour`] |
//! | `POST /__meet/act` | lets something happen to a participant, see `acts.js` |
//! | `GET /__meet/rooms` | who is in which room, with media counters, see [`RoomReport`] |
//! | `GET /__meet/log` | who came and went, see [`LogEntry`] |
//!
//! The control paths have no authentication: bind this to loopback only.

mod behaviour;
mod control;
mod hub;
mod lobby;
mod membership;
mod page;
mod report;
mod signal;
pub mod wire;

pub use behaviour::{Behaviour, Camera};
pub use report::{LogEntry, LogKind, ParticipantReport, RoomReport};

use axum::{
    Router,
    routing::{get, post},
};

use hub::Hub;

/// The whole stand-in as one router, with its own rooms and behaviour inside.
///
/// Mount it at the root of an origin of its own: rooms own the whole path
/// space, and Ringside checks that the meeting's origin is not the CRM's.
pub fn router() -> Router {
    Router::new()
        .route("/", get(page::lobby))
        .route("/{room}", get(page::meeting))
        .route("//{room}", get(page::meeting))
        .route("/external_api.js", get(page::external_api))
        .route("/{tenant}/{room}", get(page::meeting))
        .route("/signal/{room}", get(signal::upgrade))
        .route("/recordings/{room}", get(page::recording))
        .route("/favicon.ico", get(page::no_icon))
        .route("/__meet/assets/{file}", get(page::asset))
        .route(
            "/__meet/behaviour",
            get(control::behaviour)
                .post(control::set_behaviour)
                .delete(control::reset_behaviour),
        )
        .route("/__meet/act", post(control::act))
        .route("/__meet/rooms", get(control::rooms))
        .route("/__meet/log", get(control::log))
        .with_state(Hub::default())
}
