//! `chrome.scripting`: the content script, on the sites that were granted.

use wasm_bindgen::prelude::*;

use super::{Error, codec, field, object};
use ringside::domain::TabId;

mod sys {
    use super::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = getRegisteredContentScripts)]
        pub(super) async fn registered() -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = registerContentScripts)]
        pub(super) async fn register(scripts: &js_sys::Array) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = updateContentScripts)]
        pub(super) async fn update(scripts: &js_sys::Array) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = unregisterContentScripts)]
        pub(super) async fn unregister() -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = executeScript)]
        pub(super) async fn execute(injection: &js_sys::Object) -> Result<JsValue, JsValue>;
    }
}

const ID: &str = "ringside";
const LOADER: &str = "content/loader.js";

/// Registers the content script for pages at these patterns, and only there.
///
/// # Errors
/// The browser's error.
pub async fn register(patterns: &[String]) -> Result<(), Error> {
    let present = js_sys::Array::from(&sys::registered().await?).length() > 0;
    if patterns.is_empty() {
        if present {
            sys::unregister().await?;
        }
        return Ok(());
    }
    let script = object(&[
        ("id", ID.into()),
        ("matches", codec::to_js(patterns)?),
        ("js", codec::to_js(&[LOADER])?),
        ("runAt", "document_idle".into()),
    ]);
    let scripts = js_sys::Array::of1(&script);
    if present {
        sys::update(&scripts).await?;
    } else {
        sys::register(&scripts).await?;
    }
    Ok(())
}

/// Runs a script of ours in a tab, and returns the list that it ends with.
///
/// # Errors
/// When the tab is gone or is not ours to touch.
pub async fn run(tab: TabId, file: &str) -> Result<js_sys::Array, Error> {
    let target = object(&[("tabId", tab.0.into())]);
    let injection = object(&[("target", target.into()), ("files", codec::to_js(&[file])?)]);
    let frames = js_sys::Array::from(&sys::execute(&injection).await?);
    Ok(field(&frames.get(0), "result").dyn_into()?)
}

/// Runs the content script in a tab that was open before it was registered.
///
/// # Errors
/// When the tab is gone or is not ours to touch.
pub async fn inject(tab: TabId) -> Result<(), Error> {
    let target = object(&[("tabId", tab.0.into())]);
    let injection = object(&[
        ("target", target.into()),
        ("files", codec::to_js(&[LOADER])?),
    ]);
    sys::execute(&injection).await?;
    Ok(())
}
