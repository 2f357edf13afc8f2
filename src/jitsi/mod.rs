//! The Jitsi IFrame API, implemented here: no server's `external_api.js` is
//! loaded, so there is no remote code.
//!
//! Addresses, the wire format, commands, requests, events, and the state of a
//! meeting. The frame itself is `ringside_web::meeting_frame`.

pub mod address;
pub mod backlog;
pub mod command;
pub mod config;
pub mod crowd;
pub mod event;
pub mod json;
pub mod meeting;
pub mod news;
pub mod notification;
pub mod quality;
pub mod reach;
pub mod recording;
pub mod request;
pub mod room;
pub mod transport;
pub mod wire;
