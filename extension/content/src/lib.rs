//! Entry points of the content context.

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the content script in this frame.
#[wasm_bindgen]
pub fn start() {
    console_error_panic_hook::set_once();
}
