//! Entry points of the extension's own pages.

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the popup.
#[wasm_bindgen]
pub fn popup() {
    console_error_panic_hook::set_once();
}

/// Rings, in Chrome's offscreen document.
#[wasm_bindgen]
pub fn ring() {
    console_error_panic_hook::set_once();
    // A browser that refuses to play leaves the ring seen but not heard.
    let _ = ringside::pages::ring::run();
}
