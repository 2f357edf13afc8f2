//! Entry points of the detection, for the content module.

use wasm_bindgen::prelude::*;
use web_sys::{Element, XPathResult};

/// Half the size of the standard library's allocator for WebAssembly.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// See [`ringside_detection::candidates`].
#[wasm_bindgen]
pub fn candidates(inside: &Element) -> Option<XPathResult> {
    #[cfg(feature = "trap")]
    trap_on_request(inside);
    ringside_detection::candidates(inside)
}

/// See [`ringside_detection::crm`].
#[wasm_bindgen]
pub fn crm() -> Option<u32> {
    ringside_detection::crm()
}

/// See [`ringside_detection::roots`].
#[wasm_bindgen]
pub fn roots(inside: &Element, all: bool) -> js_sys::Array {
    ringside_detection::roots(inside, all)
}

/// See [`ringside_detection::are_of_one_row`].
#[wasm_bindgen]
pub fn are_of_one_row(one: &Element, other: &Element) -> bool {
    ringside_detection::are_of_one_row(one, other)
}

/// See [`ringside_detection::list_of`].
#[wasm_bindgen]
pub fn list_of(holder: &Element) -> Option<Element> {
    ringside_detection::list_of(holder)
}

/// See [`ringside_detection::rest_of_rows`].
#[wasm_bindgen]
pub fn rest_of_rows(changed: &js_sys::Array) -> js_sys::Array {
    ringside_detection::rest_of_rows(changed)
}

/// See [`ringside_detection::layer`].
#[wasm_bindgen]
pub fn layer(rows: &Element) -> Option<Element> {
    ringside_detection::layer(rows)
}

/// See [`ringside_detection::is_in_front`].
#[wasm_bindgen]
pub fn is_in_front(host: &Element, shown: &Element, list: &Element, start: f64) -> Option<bool> {
    ringside_detection::is_in_front(host, shown, list, start)
}

/// See [`ringside_detection::long_lists`].
#[wasm_bindgen]
pub fn long_lists(inside: &Element, others: &js_sys::WeakSet) -> js_sys::Array {
    ringside_detection::long_lists(inside, others)
}

/// See [`ringside_detection::rows_between`]; `undefined` where there is no order.
#[wasm_bindgen]
pub fn rows_between(list: &Element, top: f64, bottom: f64) -> JsValue {
    ringside_detection::rows_between(list, top, bottom).map_or(JsValue::UNDEFINED, Into::into)
}

/// See [`ringside_detection::read`]; `undefined` where there is nobody.
#[wasm_bindgen]
pub fn read(holder: &Element) -> JsValue {
    ringside_detection::read(holder).map_or(JsValue::UNDEFINED, Into::into)
}

/// Ends this module in the middle of its work where a test wants it, by an
/// attribute of the page.
#[cfg(feature = "trap")]
fn trap_on_request(inside: &Element) {
    const TRAP: &str = "data-ringside-trap";
    let root = inside
        .owner_document()
        .and_then(|document| document.document_element());
    if let Some(root) = root.filter(|root| root.has_attribute(TRAP)) {
        let _ = root.remove_attribute(TRAP);
        std::process::abort();
    }
}
