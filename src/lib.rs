//! Ringside: Jitsi calls beside every CRM record.
//!
//! The functional core: what a call is, and every decision about it. Nothing
//! here uses a browser, which the compiler enforces: this crate depends on no
//! crate that does. The contexts under `extension/` carry out what is decided
//! here. `ARCHITECTURE.md` is the map.

// `#[derive(Codec)]` names this crate, here as everywhere else.
extern crate self as ringside;

pub mod call;
pub mod call_page;
pub mod codec;
pub mod crm;
pub mod delivery;
pub mod diagnostics;
pub mod domain;
#[cfg(test)]
mod fuzz;
pub mod jitsi;
pub mod json;
pub mod managed;
pub mod message;
pub mod outbox;
pub mod own_window;
pub mod pace;
pub mod presence;
pub mod ring;
pub mod schedule;
pub mod settings;
pub mod signin;
pub mod site;
pub mod sites;
pub mod storage;
pub mod text;
pub mod words;
