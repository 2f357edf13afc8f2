//! What Ringside adds to a CRM's pages: buttons beside each record, the toast,
//! the banner of an incoming call.
//!
//! It must not disturb the page: nodes are only appended and removed again, the
//! page's own are neither wrapped nor moved; nothing is read from the layout
//! between writes; nothing goes over the network from here.

mod app;
mod attention;
pub mod buttons;
pub mod detection;
mod own_window;
mod page_requests;
pub mod profiles;
pub mod records;
mod tokens;
mod watch;

pub use app::{start, start_again};
pub use ringside_overlay::{MARK, UiEvent, UiSink};
