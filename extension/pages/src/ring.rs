//! `ring.html`: Chrome's offscreen document, which rings as long as it is open.

use ringside_web::ring::start;
use wasm_bindgen::JsValue;

/// The offscreen document: it rings as long as it is open, at the volume that
/// its address names in percent.
///
/// # Errors
/// As [`start`].
pub fn run() -> Result<(), JsValue> {
    let volume = web_sys::window()
        .and_then(|window| window.location().search().ok())
        .and_then(|search| search.strip_prefix("?volume=")?.parse::<u8>().ok());
    start(f64::from(volume.unwrap_or(70)) / 100.0)
}
