//! Entry points of the background worker; `bootstrap.js` calls them.

use wasm_bindgen::prelude::*;

/// Runs once when the module is loaded.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

/// Takes an event: its name, such as `runtime.onMessage`, and its arguments.
///
/// # Errors
/// When the event could not be dealt with; the bootstrap logs it.
#[wasm_bindgen]
pub async fn on_event(name: String, args: js_sys::Array) -> Result<JsValue, JsValue> {
    ringside::background::on_event(name, args).await
}
