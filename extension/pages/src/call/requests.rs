//! Requests that go to one address and to no other.

use gloo_events::EventListener;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlIFrameElement, XmlHttpRequest};

use ringside_web::dom::El;
use ringside_web::dom::element::append;
use ringside_web::property::property;

use crate::page;

/// An empty frame with a policy of its own, and a request of that frame. The
/// browser lets it send nothing anywhere else and follow no redirect to others
/// either, which `XMLHttpRequest` cannot be told. A policy cannot be taken back:
/// were it the page's, the next upload could go nowhere else. Dropping the frame
/// ends its request.
///
/// Source: Content Security Policy Level 3, `connect-src` is checked again for
/// each redirect; a policy in `meta` counts from when it is inserted.
#[derive(Debug)]
pub(super) struct RequestFrame {
    frame: HtmlIFrameElement,
    _loaded: EventListener,
}

impl RequestFrame {
    /// `ready` gets the request, or nothing where it cannot be made.
    pub(super) fn open(
        policy: String,
        ready: impl FnOnce(Option<XmlHttpRequest>) + 'static,
    ) -> Option<Self> {
        let body = page::document()?.body()?;
        let frame = El::new("iframe")?.attr("hidden", "");
        let frame: HtmlIFrameElement = frame.as_ref().clone().unchecked_into();
        // Until it has loaded, Firefox may put another document into its place.
        let loaded = {
            let inside = frame.clone();
            EventListener::once(&frame, "load", move |_| ready(request(&inside, &policy)))
        };
        append(&body, &frame);
        Some(Self {
            frame,
            _loaded: loaded,
        })
    }
}

impl Drop for RequestFrame {
    fn drop(&mut self) {
        self.frame.remove();
    }
}

fn request(frame: &HtmlIFrameElement, policy: &str) -> Option<XmlHttpRequest> {
    let document = frame.content_document()?;
    let meta = document.create_element("meta").ok()?;
    meta.set_attribute("http-equiv", "Content-Security-Policy")
        .ok()?;
    meta.set_attribute("content", policy).ok()?;
    document.head()?.append_child(&meta).ok()?;
    let window: JsValue = frame.content_window()?.into();
    let constructor: Function = property(&window, "XMLHttpRequest")?.unchecked_into();
    let request = Reflect::construct(&constructor, &Array::new()).ok()?;
    // Of another window than this code's: there it is no instance of the class.
    Some(request.unchecked_into())
}
