//! The ring: a short, soft figure of two notes, made here.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use crate::browser::Error;

/// Samples per second.
const RATE: u32 = 22_050;
/// How long the figure is with its pause, in seconds.
const LENGTH: f64 = 3.0;
/// The notes: when they begin (seconds) and their pitch (hertz).
const NOTES: [(f64, f64); 4] = [(0.0, 659.26), (0.22, 880.0), (0.9, 659.26), (1.12, 880.0)];

thread_local! {
    static PLAYING: RefCell<Option<web_sys::HtmlAudioElement>> = const { RefCell::new(None) };
}

/// Begins to ring at this volume (0 to 1), until [`stop`]. Ringing already is
/// fine.
///
/// # Errors
/// What the browser said; the ring is then seen but not heard.
pub fn start(volume: f64) -> Result<(), Error> {
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

/// The offscreen document: it rings as long as it is open, at the volume that
/// its address names in percent.
///
/// # Errors
/// As [`start`].
pub fn run() -> Result<(), Error> {
    let volume = web_sys::window()
        .and_then(|window| window.location().search().ok())
        .and_then(|search| search.strip_prefix("?volume=")?.parse::<u8>().ok());
    start(f64::from(volume.unwrap_or(70)) / 100.0)
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

/// The figure as a WAV file: 16 bits, one channel.
fn wave() -> Vec<u8> {
    let samples = (f64::from(RATE) * LENGTH) as u32;
    let data = samples * 2;
    let mut file = Vec::with_capacity(44 + data as usize);
    file.extend(b"RIFF");
    file.extend((36 + data).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    file.extend(1_u16.to_le_bytes());
    file.extend(1_u16.to_le_bytes());
    file.extend(RATE.to_le_bytes());
    file.extend((RATE * 2).to_le_bytes());
    file.extend(2_u16.to_le_bytes());
    file.extend(16_u16.to_le_bytes());
    file.extend(b"data");
    file.extend(data.to_le_bytes());
    for sample in 0..samples {
        let level = level(f64::from(sample) / f64::from(RATE));
        file.extend(((level * 32_000.0) as i16).to_le_bytes());
    }
    file
}

/// How far the membrane is out at this time, -1 to 1: each note rises within
/// 10 ms and dies away like a struck bar, with a little of its octave.
fn level(time: f64) -> f64 {
    let notes = NOTES.iter().filter(|(start, _)| time >= *start);
    let sum: f64 = notes
        .map(|(start, pitch)| {
            let age = time - start;
            let strength = (age / 0.01).min(1.0) * (-age * 5.0).exp();
            let turns = pitch * age;
            strength * (sine(turns) + 0.25 * sine(2.0 * turns))
        })
        .sum();
    (sum * 0.35).clamp(-1.0, 1.0)
}

/// The sine of so many turns, to a thousandth: two parabolas, which nobody
/// hears and which cost a hundredth of the exact one's tables.
fn sine(turns: f64) -> f64 {
    let part = turns - turns.floor();
    let bow = if part < 0.5 {
        16.0 * part * (0.5 - part)
    } else {
        16.0 * (part - 0.5) * (part - 1.0)
    };
    bow * (0.775 + 0.225 * bow.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sine_is_near_enough() {
        for step in -2_000..2_000 {
            let turns = f64::from(step) / 700.0;
            let exact = (std::f64::consts::TAU * turns).sin();
            assert!((sine(turns) - exact).abs() < 0.0015, "{turns}");
        }
    }

    #[test]
    fn the_ring_is_a_sound_file_that_begins_and_ends_quietly() {
        let file = wave();
        assert_eq!(&file[..4], b"RIFF");
        assert_eq!(file.len(), 44 + 2 * (f64::from(RATE) * LENGTH) as usize);
        assert!(level(0.0).abs() < 0.001, "no click at the start");
        assert!(level(LENGTH).abs() < 0.001, "no click where it repeats");
        let loudest = (0..3_000).map(|ms| level(f64::from(ms) / 1_000.0).abs());
        assert!(loudest.fold(0.0, f64::max) > 0.2, "it can be heard");
    }
}
