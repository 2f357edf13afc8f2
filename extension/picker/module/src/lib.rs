//! Entry points of the picker, for the content module.

use wasm_bindgen::prelude::*;

/// Half the size of the standard library's allocator for WebAssembly.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// See [`ringside_picker::start`].
#[wasm_bindgen]
pub fn start() {
    ringside_picker::start();
}

/// See [`ringside_picker::leave`].
#[wasm_bindgen]
pub fn leave() {
    ringside_picker::leave();
}

/// Lets a test end this module.
#[cfg(feature = "trap")]
#[wasm_bindgen(start)]
pub fn trap_on_request() {
    ringside_picker::trap_on_request();
}
