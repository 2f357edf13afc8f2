//! Learns from a person who is who on a page: they point at one row, the name in it
//! and the address. The content module calls this one when somebody asks for it in
//! the popup.
//!
//! What it shows stands over the page, in a host of its own; the page hears of
//! nothing that is pressed meanwhile. What was learnt goes to the worker as a
//! profile's file.

mod card;
mod fields;
mod next;
mod outline;
mod page;
mod people;
mod picker;
mod stage;
mod surface;
mod wheel;

pub use picker::{leave, start};

/// Lets a test end this module.
#[cfg(feature = "trap")]
pub fn trap_on_request() {
    ringside_web::trap::on("ringside:trap-picker");
}
