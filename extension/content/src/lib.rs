//! Entry points of the content context.

use wasm_bindgen::prelude::*;

/// Starts Ringside on this page. The loader calls it once, and says how it
/// loaded the module: as `wasm`, or as its `twin` in JavaScript.
///
/// # Errors
/// When the browser refuses what is needed, or the extension is gone.
#[wasm_bindgen]
pub fn start(engine: &str) -> Result<(), JsValue> {
    ringside::content::start(engine)
}
