//! Entry points of the background worker; `bootstrap.js` calls them.

use wasm_bindgen::prelude::*;

/// Handles an event: its name, such as `runtime.onMessage`, and its arguments.
///
/// # Errors
/// When the event could not be handled; the bootstrap logs it.
#[wasm_bindgen]
pub async fn on_event(name: String, args: js_sys::Array) -> Result<JsValue, JsValue> {
    #[cfg(feature = "trap")]
    if args.get(0) == "trap" {
        std::process::abort();
    }
    ringside_background::on_event(name, args).await
}
