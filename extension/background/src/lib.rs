//! Entry points of the background worker; `bootstrap.js` calls them.

use wasm_bindgen::prelude::*;

/// Runs once when the module is loaded.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}
