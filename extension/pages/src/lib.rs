//! Entry points of the extension's own pages.

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the popup.
#[wasm_bindgen]
pub fn popup() {
    console_error_panic_hook::set_once();
}
