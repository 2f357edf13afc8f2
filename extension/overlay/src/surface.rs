//! What toast, banner and notices are put into, in the host that the content
//! module has over the page.

use std::cell::RefCell;

use web_sys::{Element, Event, ShadowRoot};

use ringside_web::dom::shadow::Sheet;
use ringside_web::dom::{El, Listener, element, on};

/// Key events in the overlay do not reach the page.
const STOPPED: [&str; 3] = ["keydown", "keyup", "keypress"];

/// The surface in a host; it is removed when dropped.
#[derive(Debug)]
pub struct Surface {
    slot: Element,
    live: Live,
    /// Where it speaks when nobody hears what is said here.
    instead: RefCell<Option<Live>>,
    _listeners: [Listener; 3],
}

/// The live regions of a host.
#[derive(Clone, Debug)]
struct Live {
    polite: Option<Element>,
    urgent: Option<Element>,
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
            live: Live {
                polite: live("[aria-live=polite]"),
                urgent: live("[aria-live=assertive]"),
            },
            instead: RefCell::default(),
            _listeners: STOPPED.map(|event| on(root, event, Event::stop_propagation)),
        })
    }

    /// The element that toast, banner and notices are put into.
    #[must_use]
    pub fn slot(&self) -> &Element {
        &self.slot
    }

    /// What is announced is said by another surface, or here again.
    pub(super) fn speak_by(&self, other: Option<&Self>) {
        self.instead.replace(other.map(|other| other.live.clone()));
    }

    /// Announces a change politely: the screen reader reads it when it comes to
    /// it.
    pub fn announce(&self, text: &str) {
        self.say(text, |live| live.polite.as_ref());
    }

    /// Announces at once that somebody calls. Empty: nobody does any more.
    pub fn announce_ring(&self, text: &str) {
        self.say(text, |live| live.urgent.as_ref());
    }

    fn say(&self, text: &str, region: impl Fn(&Live) -> Option<&Element>) {
        let instead = self.instead.borrow();
        if let Some(region) = region(instead.as_ref().unwrap_or(&self.live)) {
            element::set_text_if_changed(region, text);
        }
    }
}

impl Drop for Surface {
    fn drop(&mut self) {
        self.slot.remove();
    }
}
