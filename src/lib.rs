//! Ringside: Jitsi calls beside every CRM record.
//!
//! The library of the browser extension. The pure rooms come first: they know
//! no browser and are tested natively. The browser rooms carry out what the
//! pure ones decide. `ARCHITECTURE.md` is the map.

// Pure rooms.
pub mod call;
pub mod crm;
pub mod diagnostics;
pub mod jitsi;
pub mod kept;
pub mod message;
pub mod outbox;
pub mod presence;
pub mod schedule;
pub mod settings;
pub mod site;
pub mod source;
pub mod text;

// Browser rooms.
pub mod background;
pub mod browser;
pub mod content;
pub mod dom;
pub mod pages;
