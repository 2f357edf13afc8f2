//! `chrome.dom`: the shadow roots of a page, closed ones as well.

use wasm_bindgen::prelude::*;
use web_sys::{Element, ShadowRoot};

use crate::property::property;

mod sys {
    use super::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch, js_namespace = ["chrome", "dom"], js_name = openOrClosedShadowRoot)]
        pub(super) fn open_or_closed(host: &Element) -> Result<Option<ShadowRoot>, JsValue>;
    }
}

/// Firefox has a property of elements in place of `chrome.dom`.
const OPEN_OR_CLOSED: &str = "openOrClosedShadowRoot";

/// The shadow root that the page has given to an element. Where there is no
/// extension API, as in tests, only an open one is found.
#[must_use]
pub fn shadow_root(host: &Element) -> Option<ShadowRoot> {
    match sys::open_or_closed(host) {
        Ok(root) => root,
        Err(_) => property(host, OPEN_OR_CLOSED)
            .map(JsCast::unchecked_into)
            .or_else(|| host.shadow_root()),
    }
}
