//! What Ringside adds to a CRM's pages: buttons beside each record, and a host for
//! what the overlay shows over the page.
//!
//! It must not disturb the page: nodes are only appended and removed again, the
//! page's own are neither wrapped nor moved; nothing is read from the layout
//! between writes; nothing goes over the network from here.

mod app;
mod attention;
pub mod buttons;
mod detection;
pub mod modules;
pub mod overlay;
pub mod overlay_host;
mod own_window;
mod page_requests;
mod picker;
pub mod profiles;
pub mod records;
mod tokens;
mod watch;

use std::rc::Rc;

pub use app::{start, start_again};

use ringside::domain::Media;
use ringside::site::RecordRef;
pub use ringside_web::dom::shadow::MARK;

/// What a person did with a button, or a query for what is to be shown.
#[derive(Clone, Debug, PartialEq)]
pub enum UiEvent {
    /// Call this record's person.
    Dial(RecordRef, Media),
    /// Nobody was called: the row shows somebody else now.
    RowChanged,
    /// How it is with the page's profiles has changed.
    ProfileUse,
    /// Who of these can be reached?
    QueryPresence(Vec<RecordRef>),
}

/// Where these events go: to the worker; in tests, into a list.
pub type UiSink = Rc<dyn Fn(UiEvent)>;
