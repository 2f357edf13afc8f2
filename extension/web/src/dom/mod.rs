//! The page's document: building elements, listening, observing, dragging.
//!
//! Knows nothing of calls or of the extension. Elements are built one by one;
//! nothing here takes markup as text. Whatever listens or observes ends when
//! it is dropped.

pub mod drag;
pub mod element;
pub mod frame;
mod guard;
pub mod icon;
pub mod observe;
pub mod shadow;

pub use element::{El, document, styled, window};
pub use gloo_events::EventListener as Listener;
pub use shadow::is_ours;

use std::rc::Rc;

use gloo_events::{EventListenerOptions, EventListenerPhase};
use web_sys::{Event, EventTarget};

#[cfg(feature = "open-shadow")]
thread_local! {
    static SCRIPTS_COUNT: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Lets events that scripts make count as well: tests in a browser have no
/// other.
#[cfg(feature = "open-shadow")]
pub fn let_scripts_press() {
    SCRIPTS_COUNT.set(true);
}

/// Whether a person caused this event. Scripts of the page can make any event
/// at anything that they get hold of.
#[must_use]
pub fn is_a_persons(event: &Event) -> bool {
    event.is_trusted() || guard::was_handed(event) || scripts_press()
}

/// Whether `let_scripts_press` was called: never in what is shipped.
#[must_use]
pub fn scripts_press() -> bool {
    #[cfg(feature = "open-shadow")]
    return SCRIPTS_COUNT.get();
    #[cfg(not(feature = "open-shadow"))]
    false
}

/// Listens to what a person does, able to prevent what the browser would do.
/// All presses, keys and movements of the pointer pass here; what the page's
/// scripts make up does not.
#[must_use = "the listener ends when dropped"]
pub fn on<F>(target: &EventTarget, event: &'static str, mut handle: F) -> Listener
where
    F: FnMut(&Event) + 'static,
{
    Listener::new_with_options(
        target,
        event,
        EventListenerOptions::enable_prevent_default(),
        move |event| {
            if is_a_persons(event) {
                handle(event);
            }
        },
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

/// Listens to the page like [`on_capture`], and to what is kept from the page,
/// because it fell on an element of ours. Of that, `handle` learns the kind alone.
#[must_use = "the listeners end when dropped"]
pub fn on_anywhere(
    target: &EventTarget,
    events: &[&'static str],
    handle: Rc<dyn Fn(&Event)>,
) -> Vec<Listener> {
    let mut listeners = Vec::with_capacity(events.len() * 2);
    let kept = guard::kept();
    for event in events {
        for target in [Some(target), kept.as_ref()].into_iter().flatten() {
            let handle = Rc::clone(&handle);
            listeners.push(on_capture(target, event, move |event| handle(event)));
        }
    }
    listeners
}
