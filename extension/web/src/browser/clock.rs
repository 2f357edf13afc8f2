//! The time, chance, and waiting.

use gloo_timers::callback::Timeout;

use ringside::domain::{Duration, Timestamp};

/// The moment it is.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as u64)
}

/// A number drawn evenly from 0 to 1.
#[must_use]
pub fn chance() -> f64 {
    js_sys::Math::random()
}

/// The local time of day, in minutes after midnight.
#[must_use]
pub fn minute_of_day() -> u16 {
    let date = js_sys::Date::new_0();
    (date.get_hours() * 60 + date.get_minutes()) as u16
}

/// Calls `run` once after this time, unless dropped before. In the worker, an
/// alarm must stand behind it: a worker may be put to sleep.
#[must_use = "the timer ends when dropped"]
pub fn after(wait: Duration, run: impl FnOnce() + 'static) -> Timeout {
    Timeout::new(
        u32::try_from(wait.as_millis())
            .unwrap_or(u32::MAX)
            .min(i32::MAX as u32),
        run,
    )
}
