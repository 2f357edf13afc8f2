//! Entry points of the content context.

use wasm_bindgen::prelude::*;

/// Half the size of the standard library's allocator for WebAssembly.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Starts Ringside on this page. The loader calls it once and passes how it
/// loaded the module: as `wasm`, or as `js`, its fallback in JavaScript.
///
/// # Errors
/// When the browser refuses what is needed, or the extension is gone.
#[wasm_bindgen]
pub fn start(runtime_kind: &str) -> Result<(), JsValue> {
    ringside_content::start(runtime_kind)
}

/// Starts Ringside again on this page, unless it runs: after its site was
/// switched off and on.
///
/// # Errors
/// As [`start`].
#[wasm_bindgen]
pub fn start_again(runtime_kind: &str) -> Result<(), JsValue> {
    ringside_content::start_again(runtime_kind)
}
