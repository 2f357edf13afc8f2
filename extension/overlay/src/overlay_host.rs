//! The one host over the page that contains toast, banner and notices.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event};

use super::MARK;
use ringside_web::dom::icon::Icon;
use ringside_web::dom::shadow::{Sheet, attach, raise};
use ringside_web::dom::{self, El, Listener, element, on};

/// Key events in the overlay do not reach the page.
const STOPPED: [&str; 3] = ["keydown", "keyup", "keypress"];

/// The host over the page; it is removed when dropped.
#[derive(Debug)]
pub struct OverlayHost {
    host: Element,
    slot: Element,
    polite: Element,
    urgent: Element,
    shown: Rc<Cell<bool>>,
    _listeners: Vec<Listener>,
}

impl OverlayHost {
    /// An empty overlay over the page.
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
        Sheet::new(include_str!(concat!(env!("OUT_DIR"), "/overlay.css"))).apply(&root);
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
        let slot = El::new("div")?
            .class("overlay")
            .child(&polite)
            .child(&urgent)
            .done();
        let _ = root.append_child(&slot);
        let mut listeners: Vec<Listener> = STOPPED
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
            slot,
            polite,
            urgent,
            shown,
            _listeners: listeners,
        }))
    }

    /// Sets an attribute that the page can see, for tests.
    pub fn set_attribute(&self, attribute: &str, value: &str) {
        element::set(&self.host, attribute, value);
    }

    /// The element that toast, banner and notices are put into.
    #[must_use]
    pub fn slot(&self) -> &Element {
        &self.slot
    }

    /// Announces a change politely: the screen reader reads it when it comes to
    /// it.
    pub fn announce(&self, text: &str) {
        element::set_text_if_changed(&self.polite, text);
    }

    /// Announces at once that somebody calls. Empty: nobody does any more.
    pub fn announce_ring(&self, text: &str) {
        element::set_text_if_changed(&self.urgent, text);
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

    /// Puts the host back when the page has removed it.
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

impl Drop for OverlayHost {
    fn drop(&mut self) {
        self.host.remove();
    }
}

/// A button with an icon only; its name is its label and its tooltip. `None`
/// where there is no document.
#[must_use]
pub fn icon_button(class: &str, icon: Icon, name: &str) -> Option<Element> {
    let button = El::new("button")?
        .attr("type", "button")
        .class(&["icon ", class].concat())
        .done();
    if !name.is_empty() {
        element::set(&button, "aria-label", name);
        element::set(&button, "title", name);
    }
    icon.put(&button, if class.starts_with("round") { 20 } else { 18 });
    Some(button)
}

/// A button with words, and perhaps an icon before them.
#[must_use]
pub fn text_button(class: &str, icon: Option<Icon>, words: &str) -> Option<Element> {
    let button = El::new("button")?
        .attr("type", "button")
        .class(&["text ", class].concat())
        .done();
    if let Some(icon) = icon {
        icon.put(&button, 18);
    }
    element::append(&button, El::new("span")?.text(words).as_ref());
    Some(button)
}

/// Ringside's mark: a ring with a gap at its right edge, a dot in the gap.
#[must_use]
pub fn mark() -> Option<Element> {
    let ring = El::svg("path")?
        .attr("d", "M18.93 8a8 8 0 1 0 0 8")
        .attr("fill", "none")
        .attr("stroke", "currentColor")
        .attr("stroke-width", "2.5")
        .attr("stroke-linecap", "round");
    let dot = El::svg("circle")?
        .attr("cx", "20")
        .attr("cy", "12")
        .attr("r", "2.25")
        .attr("fill", "currentColor");
    let mark = El::svg("svg")?
        .attr("class", "mark")
        .attr("viewBox", "0 0 24 24")
        .attr("width", "16")
        .attr("height", "16")
        .attr("aria-hidden", "true")
        .child(ring)
        .child(dot);
    Some(mark.done())
}
