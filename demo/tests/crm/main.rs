//! The demo CRM over real HTTP and WebSockets, in both modes.

mod auth;
mod calls;
mod controls;
mod harness;
mod http;
mod pages;
mod presence;
mod records;
mod socket;
