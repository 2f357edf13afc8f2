//! The ring's sound, from the worker's side.
//!
//! Chrome's worker has no audio: an offscreen document plays. Firefox's event
//! page plays itself.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{Error, field, object, space};

/// The offscreen document that rings in Chrome.
const PAGE: &str = "pages/ring.html";

/// Begins to ring at this volume (0 to 1). Ringing already is fine.
///
/// # Errors
/// The browser's error; the ring is then seen but not heard.
pub async fn start(volume: f64) -> Result<(), Error> {
    let Some(offscreen) = space("offscreen") else {
        return Ok(crate::ring::start(volume)?);
    };
    let create: js_sys::Function = field(&offscreen, "createDocument").dyn_into()?;
    // In percent: writing a fraction takes as much code as all of this file.
    let url = format!("{PAGE}?volume={}", (volume * 100.0).round() as u8);
    let options = object(&[
        ("url", url.into()),
        (
            "reasons",
            js_sys::Array::of1(&"AUDIO_PLAYBACK".into()).into(),
        ),
        ("justification", "Rings for an incoming call".into()),
    ]);
    let created = create.call1(&offscreen, &options)?;
    match JsFuture::from(js_sys::Promise::resolve(&created)).await {
        Ok(_) => Ok(()),
        // There is at most one: it rings already.
        Err(cause) if super::error::describe(&cause).contains("single offscreen") => Ok(()),
        Err(cause) => Err(cause.into()),
    }
}

/// Stops ringing.
///
/// # Errors
/// The browser's error.
pub async fn stop() -> Result<(), Error> {
    let Some(offscreen) = space("offscreen") else {
        crate::ring::stop();
        return Ok(());
    };
    let close: js_sys::Function = field(&offscreen, "closeDocument").dyn_into()?;
    let closed = close.call0(&offscreen)?;
    match JsFuture::from(js_sys::Promise::resolve(&closed)).await {
        Ok(_) => Ok(()),
        // None was open: it is silent already.
        Err(cause) if super::error::describe(&cause).contains("No current offscreen") => Ok(()),
        Err(cause) => Err(cause.into()),
    }
}
