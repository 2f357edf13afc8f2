//! Entry points of the extension's own pages.

use wasm_bindgen::prelude::*;

/// Runs `call.html`.
#[wasm_bindgen]
pub async fn call() {
    #[cfg(feature = "trap")]
    ringside_pages::trap_on_request();
    ringside_pages::call::run().await;
}

/// Runs `popup.html`.
#[wasm_bindgen]
pub async fn popup() {
    ringside_pages::popup::run().await;
}

/// Runs `options.html`.
#[wasm_bindgen]
pub async fn options() {
    ringside_pages::options::run().await;
}

/// Rings, in Chrome's offscreen document.
#[wasm_bindgen]
pub fn ring() {
    // A browser that refuses to play leaves the ring seen but not heard.
    let _ = ringside_pages::ring::run();
}
