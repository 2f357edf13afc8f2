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
    ringside_detection::candidates(inside)
}

/// See [`ringside_detection::read`]; `undefined` where there is nobody.
#[wasm_bindgen]
pub fn read(holder: &Element) -> JsValue {
    ringside_detection::read(holder).map_or(JsValue::UNDEFINED, Into::into)
}
