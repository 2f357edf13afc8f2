//! What toast, banner and notices are put into, in the host that the content
//! module has over the page.

use web_sys::{Element, Event, ShadowRoot};

use ringside_web::dom::shadow::Sheet;
use ringside_web::dom::{El, Listener, element, on};

/// Key events in the overlay do not reach the page.
const STOPPED: [&str; 3] = ["keydown", "keyup", "keypress"];

/// The surface in a host; it is removed when dropped.
#[derive(Debug)]
pub struct Surface {
    slot: Element,
    polite: Option<Element>,
    urgent: Option<Element>,
    _listeners: [Listener; 3],
}

impl Surface {
    /// An empty surface in the host with this root. `None` where there is no
    /// document.
    #[must_use]
    pub fn new(root: &ShadowRoot) -> Option<Self> {
        let slot = El::new("div")?.class("overlay").done();
        Sheet::new(include_str!(concat!(env!("OUT_DIR"), "/overlay.css"))).add(root);
        root.append_child(&slot).ok()?;
        let live = |css| root.query_selector(css).ok().flatten();
        Some(Self {
            slot,
            polite: live("[aria-live=polite]"),
            urgent: live("[aria-live=assertive]"),
            _listeners: STOPPED.map(|event| on(root, event, Event::stop_propagation)),
        })
    }

    /// The element that toast, banner and notices are put into.
    #[must_use]
    pub fn slot(&self) -> &Element {
        &self.slot
    }

    /// Announces a change politely: the screen reader reads it when it comes to
    /// it.
    pub fn announce(&self, text: &str) {
        say(self.polite.as_ref(), text);
    }

    /// Announces at once that somebody calls. Empty: nobody does any more.
    pub fn announce_ring(&self, text: &str) {
        say(self.urgent.as_ref(), text);
    }
}

fn say(live: Option<&Element>, text: &str) {
    if let Some(live) = live {
        element::set_text_if_changed(live, text);
    }
}

impl Drop for Surface {
    fn drop(&mut self) {
        self.slot.remove();
    }
}
