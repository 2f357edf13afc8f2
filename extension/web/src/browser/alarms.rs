//! `chrome.alarms`: waking a sleeping worker.

use wasm_bindgen::prelude::*;

use super::{Error, object};
use ringside::domain::Timestamp;

mod sys {
    use super::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch, js_namespace = ["chrome", "alarms"], js_name = create)]
        pub(super) fn create(name: &str, info: &js_sys::Object) -> Result<JsValue, JsValue>;
    }
}

/// The one alarm.
pub const NAME: &str = "ringside";

/// Chrome fires no alarm sooner than this, in milliseconds.
const SOONEST_MS: u64 = 30_000;
/// Firefox ends an event page 30 seconds after the last event of its API, with
/// the push socket in it; only alarms keep it.
const AWAKE_MS: u64 = 24_000;

/// The moment to set the alarm to, for something that is due at `due`. A
/// worker that is to stay `awake`, for pushes, gets one before the browser puts
/// it to sleep. In Chrome the socket's own pings do that.
#[must_use]
pub fn moment(due: Timestamp, now: Timestamp, awake: bool) -> Timestamp {
    let due = due.max(now.plus(SOONEST_MS));
    // Only an event page has a window.
    if awake && web_sys::window().is_some() {
        return due.min(now.plus(AWAKE_MS));
    }
    due
}

/// Sets the alarm. Chrome fires it no sooner than 30 seconds from now.
///
/// # Errors
/// What the browser said.
pub fn set(when: Timestamp) -> Result<(), Error> {
    sys::create(NAME, &object(&[("when", (when.0 as f64).into())]))?;
    Ok(())
}
