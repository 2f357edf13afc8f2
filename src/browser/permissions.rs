//! `chrome.permissions`: which sites were granted.

use wasm_bindgen::prelude::*;

use super::{Error, codec, field};

mod sys {
    use super::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = getAll)]
        pub(super) async fn get_all() -> Result<JsValue, JsValue>;
    }
}

/// The match patterns of all granted sites.
///
/// # Errors
/// What the browser said.
pub async fn origins() -> Result<Vec<String>, Error> {
    let all = sys::get_all().await?;
    codec::from_js(field(&all, "origins"))
}
