//! What Ringside shows over a page: the toast, the cards of incoming calls,
//! notices. The content module calls this one when there is something to show.
//!
//! What it shows is in the host that the content module gives it, and nowhere
//! else; a page in which nothing was shown yet has not loaded it.

pub mod banner;
pub mod call_card;
mod carrier;
mod dialog;
pub mod elements;
pub mod layout;
mod main_host;
pub mod notice;
mod overlay;
mod sign_in_form;
pub mod surface;
pub mod toast;
pub mod toast_model;

use std::rc::Rc;

use web_sys::Element;

pub use overlay::{leave, page_changed, show, start};
use ringside::call::intent::ContentIntent;
use ringside::message::OverlayEvent;
use ringside_web::dom::{Listener, on};

/// Where what a person does goes: to the content module; in tests, into a list.
pub type UiSink = Rc<dyn Fn(OverlayEvent)>;

/// Lets a test end this module.
#[cfg(feature = "trap")]
pub fn trap_on_request() {
    ringside_web::trap::on("ringside:trap-overlay");
}

/// Makes a press of this button send this event.
fn press(button: &Element, out: &UiSink, intent: ContentIntent) -> Listener {
    let out = UiSink::clone(out);
    on(button, "click", move |_| {
        out(OverlayEvent::Action(intent.clone()))
    })
}
