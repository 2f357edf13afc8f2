//! What Ringside shows over a page: the toast, the cards of incoming calls,
//! notices.

pub mod banner;
mod carrier;
pub mod layout;
pub mod notice;
pub mod overlay_host;
mod sign_in_form;
pub mod toast;
pub mod toast_model;

use std::rc::Rc;

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
