//! The one host over the page, in which the overlay module shows what it shows.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, ShadowRoot};

use super::MARK;
use ringside_web::dom::shadow::{Sheet, add_live_regions, attach, raise};
use ringside_web::dom::{self, El, Listener, element};

/// The host over the page; it is removed when dropped.
#[derive(Debug)]
pub struct OverlayHost {
    host: Element,
    root: ShadowRoot,
    sheet: Sheet,
    shown: Rc<Cell<bool>>,
    _fullscreen: Listener,
}

impl OverlayHost {
    /// A host with nothing to see in it.
    ///
    /// # Errors
    /// When the document lets nothing be added.
    pub fn new() -> Result<Self, JsValue> {
        Self::build().ok_or_else(|| JsValue::from_str("no document"))?
    }

    fn build() -> Option<Result<Self, JsValue>> {
        let document = dom::document()?;
        let host = El::new("div")?.attr(MARK, "shell").done();
        let root = match attach(&host) {
            Ok(root) => root,
            Err(error) => return Some(Err(error)),
        };
        let shown = Rc::new(Cell::new(false));
        let fullscreen = dom::on_capture(&document, "fullscreenchange", {
            let (host, shown) = (host.clone(), Rc::clone(&shown));
            move |_| {
                if shown.get() {
                    raise(&host);
                }
            }
        });
        element::append(&document.document_element()?, &host);
        let made = Self {
            host,
            root,
            sheet: Sheet::new(include_str!(concat!(env!("OUT_DIR"), "/host.css"))),
            shown,
            _fullscreen: fullscreen,
        };
        made.clear();
        Some(Ok(made))
    }

    /// Takes out what was shown, and how it looked, in the page's dialogs as well.
    pub fn clear(&self) {
        self.root.set_text_content(None);
        let css = ["[", MARK, "=dialog]"].concat();
        while let Some(left) = dom::document().and_then(|it| it.query_selector(&css).ok()?) {
            left.remove();
        }
        self.sheet.apply(&self.root);
        add_live_regions(&self.root);
    }

    /// Where the overlay module puts what it shows: beside two live regions, one
    /// polite and one assertive.
    #[must_use]
    pub fn root(&self) -> &ShadowRoot {
        &self.root
    }

    /// Sets an attribute that the page can see, for tests.
    pub fn set_attribute(&self, attribute: &str, value: &str) {
        element::set(&self.host, attribute, value);
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
