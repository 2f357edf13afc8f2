//! What Ringside adds to a CRM's pages: buttons beside each record, the toast,
//! the banner of an incoming call.
//!
//! It must not disturb the page: nodes are only appended and removed again, the
//! page's own are neither wrapped nor moved; nothing is read from the layout
//! between writes; nothing goes over the network from here.

mod app;
mod attention;
pub mod banner;
pub mod buttons;
mod carrier;
pub mod detection;
pub mod layout;
pub mod notice;
pub mod overlay_host;
mod own_window;
mod page_requests;
pub mod profiles;
pub mod records;
mod sign_in_form;
pub mod toast;
pub mod toast_model;
mod tokens;
mod watch;

use std::rc::Rc;

pub use app::{start, start_again};
use web_sys::Element;

use ringside::call::intent::ContentIntent;
use ringside::call::view::ToastPosition;
use ringside::domain::Media;
use ringside::settings::Carrier;
use ringside::site::RecordRef;
use ringside_web::dom::{Listener, on};

/// The attribute that marks every node which Ringside adds, so that a newer
/// instance finds what an older one left behind.
pub const MARK: &str = "data-ringside";

/// What a person did here, or a query for what is to be shown.
#[derive(Clone, Debug, PartialEq)]
pub enum UiEvent {
    /// Call this record's person.
    Dial(RecordRef, Media),
    /// Nobody was called: the row shows somebody else now.
    RowChanged,
    /// Who of these can be reached?
    QueryPresence(Vec<RecordRef>),
    /// An action on a call.
    Action(ContentIntent),
    /// The toast was moved here.
    SaveToastPosition(ToastPosition),
    /// Who shall carry the calls at this site.
    ChooseCarrier(Carrier),
}

/// Where these events go: to the worker; in tests, into a list.
pub type UiSink = Rc<dyn Fn(UiEvent)>;

/// Makes a press of this button send this event.
fn press(button: &Element, out: &UiSink, intent: ContentIntent) -> Listener {
    let out = UiSink::clone(out);
    on(button, "click", move |_| {
        out(UiEvent::Action(intent.clone()))
    })
}
