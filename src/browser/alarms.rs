//! `chrome.alarms`: waking a sleeping worker.

use wasm_bindgen::prelude::*;

use super::{Error, object};
use crate::call::Millis;

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

/// Sets the alarm. Chrome fires it no sooner than 30 seconds from now.
///
/// # Errors
/// What the browser said.
pub fn set(when: Millis) -> Result<(), Error> {
    sys::create(NAME, &object(&[("when", (when.0 as f64).into())]))?;
    Ok(())
}
