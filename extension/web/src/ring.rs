//! Plays the ring in the context that calls it.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use ringside::ring::wave;

thread_local! {
    static PLAYING: RefCell<Option<web_sys::HtmlAudioElement>> = const { RefCell::new(None) };
}

/// Begins to ring at this volume (0 to 1), until [`stop`]. Ringing already is
/// fine.
///
/// # Errors
/// The browser's error; the ring is then seen but not heard.
pub fn start(volume: f64) -> Result<(), JsValue> {
    PLAYING.with_borrow_mut(|playing| {
        if playing.is_some() {
            return Ok(());
        }
        let audio = web_sys::HtmlAudioElement::new_with_src(&address()?)?;
        audio.set_loop(true);
        audio.set_volume(volume.clamp(0.0, 1.0));
        let begun = audio.play()?;
        wasm_bindgen_futures::spawn_local(async move {
            // A refusal of the browser leaves the ring visible but silent.
            let _ = wasm_bindgen_futures::JsFuture::from(begun).await;
        });
        *playing = Some(audio);
        Ok(())
    })
}

/// Stops ringing.
pub fn stop() {
    PLAYING.with_borrow_mut(|playing| {
        if let Some(audio) = playing.take() {
            // Pausing cannot fail on an element of our own.
            let _ = audio.pause();
            let address = audio.src();
            audio.set_src("");
            let _ = web_sys::Url::revoke_object_url(&address);
        }
    });
}

/// An address under which the browser finds the sound.
fn address() -> Result<String, JsValue> {
    let bytes = js_sys::Uint8Array::from(wave().as_slice());
    let parts = js_sys::Array::of1(&bytes);
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("audio/wav");
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    web_sys::Url::create_object_url_with_blob(&blob)
}
