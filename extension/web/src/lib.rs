//! The browser code that Ringside's contexts share: the extension API, the DOM,
//! the HTTP client, the push socket, the meeting's frame.

mod body;
pub mod browser;
pub mod client;
pub mod dom;
pub mod json;
pub mod meeting_frame;
pub mod meeting_server;
pub mod property;
pub mod ring;
pub mod socket;
#[cfg(feature = "trap")]
pub mod trap;
