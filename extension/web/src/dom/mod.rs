//! The page's document: building elements, listening, observing, dragging.
//!
//! Knows nothing of calls or of the extension. Elements are built one by one;
//! nothing here takes markup as text. Whatever listens or observes ends when
//! it is dropped.

pub mod drag;
pub mod element;
pub mod frame;
pub mod icon;
pub mod observe;
pub mod shadow;

pub use element::{El, document, window};
pub use gloo_events::EventListener as Listener;

use gloo_events::{EventListenerOptions, EventListenerPhase};
use web_sys::{Event, EventTarget};

/// Listens to an event, able to prevent what the browser would do.
#[must_use = "the listener ends when dropped"]
pub fn on<F>(target: &EventTarget, event: &'static str, handle: F) -> Listener
where
    F: FnMut(&Event) + 'static,
{
    Listener::new_with_options(
        target,
        event,
        EventListenerOptions::enable_prevent_default(),
        handle,
    )
}

/// Listens to an event before the page's own listeners do.
#[must_use = "the listener ends when dropped"]
pub fn on_capture<F>(target: &EventTarget, event: &'static str, handle: F) -> Listener
where
    F: FnMut(&Event) + 'static,
{
    let options = EventListenerOptions {
        phase: EventListenerPhase::Capture,
        passive: true,
    };
    Listener::new_with_options(target, event, options, handle)
}
