//! Entry points of the overlay, for the content module.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::ShadowRoot;

/// Half the size of the standard library's allocator for WebAssembly.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// See [`ringside_overlay::start`].
#[wasm_bindgen]
pub fn start(root: &ShadowRoot, out: Function) {
    ringside_overlay::start(root, out);
}

/// See [`ringside_overlay::show`].
#[wasm_bindgen]
pub fn show(view: &str, asks: bool) -> bool {
    ringside_overlay::show(view, asks)
}

/// See [`ringside_overlay::page_changed`].
#[wasm_bindgen]
pub fn page_changed() {
    ringside_overlay::page_changed();
}

/// See [`ringside_overlay::leave`].
#[wasm_bindgen]
pub fn leave() {
    ringside_overlay::leave();
}

/// Lets a test end this module.
#[cfg(feature = "trap")]
#[wasm_bindgen(start)]
pub fn trap_on_request() {
    ringside_overlay::trap_on_request();
}
