//! `chrome.permissions`: which sites were granted.

use futures_util::future::LocalBoxFuture;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{Error, codec, field};

mod sys {
    use super::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = getAll)]
        pub(super) async fn get_all() -> Result<JsValue, JsValue>;
        // Not async: the call must happen within the click that asks for it.
        #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = request)]
        pub(super) fn request(wanted: &JsValue) -> Result<js_sys::Promise, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = remove)]
        pub(super) async fn remove(given: &JsValue) -> Result<JsValue, JsValue>;
    }
}

/// The match patterns of all granted sites.
///
/// # Errors
/// The browser's error.
pub fn origins() -> LocalBoxFuture<'static, Result<Vec<String>, Error>> {
    // Boxed: otherwise every caller would contain this future's code again.
    Box::pin(async {
        let all = sys::get_all().await?;
        let origins: js_sys::Array = field(&all, "origins").dyn_into()?;
        Ok(origins
            .iter()
            .filter_map(|origin| origin.as_string())
            .collect())
    })
}

#[derive(Serialize)]
struct Origins<'a> {
    origins: &'a [String],
}

/// Asks the person for these sites, as match patterns. The browser wants this
/// within a click: the request is made at once, the future only waits for the
/// answer.
///
/// # Errors
/// When it was not within a click, or the patterns are none.
pub fn request(patterns: &[String]) -> Result<impl Future<Output = bool> + use<>, Error> {
    let answer = sys::request(&codec::to_js(&Origins { origins: patterns })?)?;
    Ok(async move {
        let answer = wasm_bindgen_futures::JsFuture::from(answer).await;
        answer.is_ok_and(|granted| granted == JsValue::TRUE)
    })
}

/// Gives sites back.
///
/// # Errors
/// When the browser refuses: sites that were granted at install stay.
pub async fn remove(patterns: &[String]) -> Result<(), Error> {
    sys::remove(&codec::to_js(&Origins { origins: patterns })?).await?;
    Ok(())
}
