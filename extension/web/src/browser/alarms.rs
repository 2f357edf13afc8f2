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

/// The first alarm's name; the others have their number after it.
const NAME: &str = "ringside";

/// Whether only alarms keep this worker awake: Firefox's event page. In Chrome
/// the pings of the push socket do.
#[must_use]
pub fn needs_keep_awake() -> bool {
    // Only an event page has a window.
    web_sys::window().is_some()
}

/// Sets the alarm of this number. Chrome fires it no sooner than 30 seconds from now.
///
/// # Errors
/// The browser's error.
pub fn set(number: u32, when: Timestamp) -> Result<(), Error> {
    let name = match number {
        0 => NAME.to_owned(),
        number => format!("{NAME} {number}"),
    };
    sys::create(&name, &object(&[("when", (when.0 as f64).into())]))?;
    Ok(())
}
