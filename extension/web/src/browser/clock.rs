//! The time, random numbers, and timers.

use gloo_timers::callback::Timeout;

use ringside::domain::{Duration, Timestamp};

/// The current moment.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as u64)
}

/// A random number, evenly distributed from 0 to 1.
#[must_use]
pub fn random() -> f64 {
    js_sys::Math::random()
}

#[wasm_bindgen::prelude::wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = randomUUID)]
    fn random_uuid() -> String;
}

/// A text that nobody can guess, from the browser's secure source.
#[must_use]
pub fn nonce() -> String {
    random_uuid()
}

/// The local time of day, in minutes after midnight.
#[must_use]
pub fn minute_of_day() -> u16 {
    let date = js_sys::Date::new_0();
    (date.get_hours() * 60 + date.get_minutes()) as u16
}

/// Calls `run` once after this time, unless dropped before. In the worker an
/// alarm must back it up: the worker may be put to sleep.
#[must_use = "the timer ends when dropped"]
pub fn after(wait: Duration, run: impl FnOnce() + 'static) -> Timeout {
    Timeout::new(
        u32::try_from(wait.as_millis())
            .unwrap_or(u32::MAX)
            .min(i32::MAX as u32),
        run,
    )
}
