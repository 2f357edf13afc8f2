//! The one host over the page in which toast, banner and notices stand.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event};

use super::MARK;
use crate::dom::shadow::{Sheet, attach, raise};
use crate::dom::{self, El, Listener, element, on};

/// Key presses in the shell are none of the page's business.
const KEPT: [&str; 3] = ["keydown", "keyup", "keypress"];

/// The host over the page; it goes when dropped.
#[derive(Debug)]
pub struct Shell {
    host: Element,
    room: Element,
    polite: Element,
    urgent: Element,
    shown: Rc<Cell<bool>>,
    _listeners: Vec<Listener>,
}

impl Shell {
    /// An empty shell over the page.
    ///
    /// # Errors
    /// When the document lets nothing be added.
    pub fn new() -> Result<Self, JsValue> {
        Self::build().ok_or_else(|| JsValue::from_str("no document"))?
    }

    fn build() -> Option<Result<Self, JsValue>> {
        let host = El::new("div")?.attr(MARK, "shell").done();
        let root = match attach(&host) {
            Ok(root) => root,
            Err(error) => return Some(Err(error)),
        };
        Sheet::new(include_str!("shell.css")).dress(&root);
        let live = |urgency: &str| {
            Some(
                El::new("div")?
                    .class("live")
                    .attr("aria-live", urgency)
                    .done(),
            )
        };
        let polite = live("polite")?;
        let urgent = live("assertive")?;
        let room = El::new("div")?
            .class("room")
            .child(&polite)
            .child(&urgent)
            .done();
        let _ = root.append_child(&room);
        let mut listeners: Vec<Listener> = KEPT
            .into_iter()
            .map(|event| on(&root, event, Event::stop_propagation))
            .collect();
        let shown = Rc::new(Cell::new(false));
        let document = dom::document()?;
        listeners.push(dom::on_capture(&document, "fullscreenchange", {
            let (host, shown) = (host.clone(), Rc::clone(&shown));
            move |_| {
                if shown.get() {
                    raise(&host);
                }
            }
        }));
        element::append(&document.document_element()?, &host);
        Some(Ok(Self {
            host,
            room,
            polite,
            urgent,
            shown,
            _listeners: listeners,
        }))
    }

    /// The element in which everything stands.
    #[must_use]
    pub fn room(&self) -> &Element {
        &self.room
    }

    /// Says a change to those who listen rather than look, when the screen
    /// reader comes to it.
    pub fn announce(&self, text: &str) {
        element::say(&self.polite, text);
    }

    /// Says at once that somebody calls. Empty: nobody does any more.
    pub fn announce_ring(&self, text: &str) {
        element::say(&self.urgent, text);
    }

    /// Comes to the top when there is something to show, and leaves the top
    /// layer to the page when there is not.
    pub fn show(&self, something: bool) {
        if self.shown.replace(something) != something {
            if something {
                raise(&self.host);
            } else {
                let host: &web_sys::HtmlElement = self.host.unchecked_ref();
                let _ = host.hide_popover();
            }
        }
    }

    /// Comes back when the page has dropped the host.
    pub fn return_to_page(&self) {
        if self.host.is_connected() {
            return;
        }
        let root = dom::document().and_then(|document| document.document_element());
        if let Some(root) = root {
            element::append(&root, &self.host);
            if self.shown.get() {
                raise(&self.host);
            }
        }
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        self.host.remove();
    }
}
