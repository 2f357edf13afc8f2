//! `chrome.tabs`: pushing to content scripts, finding and focusing tabs.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{Error, codec, field, method, object};
use ringside::domain::TabId;

mod sys {
    use super::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = sendMessage)]
        pub(super) async fn send_message(
            tab: i32,
            message: JsValue,
            options: &js_sys::Object,
        ) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = query)]
        pub(super) async fn query(filter: &js_sys::Object) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = update)]
        pub(super) async fn update(tab: i32, change: &js_sys::Object) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = get)]
        pub(super) async fn get(tab: i32) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = remove)]
        pub(super) async fn remove(tab: i32) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = create)]
        pub(super) async fn create(options: &js_sys::Object) -> Result<JsValue, JsValue>;
    }
}

/// Pushes to the content script in a tab's top frame.
///
/// # Errors
/// When nobody listens there (any more).
pub async fn push(tab: TabId, message: JsValue) -> Result<(), Error> {
    let options = object(&[("frameId", 0.into())]);
    sys::send_message(tab.0, message, &options).await?;
    Ok(())
}

/// The open tabs at addresses that match one of these patterns.
///
/// # Errors
/// The browser's error.
pub async fn at(patterns: &[String]) -> Result<Vec<TabId>, Error> {
    let filter = object(&[("url", codec::to_js(patterns)?)]);
    let list = js_sys::Array::from(&sys::query(&filter).await?);
    let ids = list.iter().filter_map(|tab| field(&tab, "id").as_f64());
    Ok(ids.map(|id| TabId(id as i32)).collect())
}

/// The tab in front of this window and its address, as far as we may know it.
///
/// # Errors
/// The browser's error.
pub async fn front() -> Result<Option<(TabId, String)>, Error> {
    let filter = object(&[("active", true.into()), ("currentWindow", true.into())]);
    let list = js_sys::Array::from(&sys::query(&filter).await?);
    let tab = list.get(0);
    let id = field(&tab, "id").as_f64().map(|id| TabId(id as i32));
    Ok(id.zip(field(&tab, "url").as_string()))
}

/// Brings a tab and its window to the front.
///
/// # Errors
/// When the tab is gone.
pub async fn focus(tab: TabId) -> Result<(), Error> {
    let tab = sys::update(tab.0, &object(&[("active", true.into())])).await?;
    if let Some(window) = field(&tab, "windowId").as_f64() {
        focus_window(window).await;
    }
    Ok(())
}

/// Brings a window to the front, as far as the browser lets us.
async fn focus_window(window: f64) {
    let Some((windows, update)) = method("windows", "update") else {
        return;
    };
    let change = object(&[("focused", true.into())]);
    if let Ok(promise) = update.call2(&windows, &window.into(), &change) {
        // A window that cannot be focused is still there to be found.
        let _ = JsFuture::from(js_sys::Promise::resolve(&promise)).await;
    }
}

/// Opens a tab with this address.
///
/// # Errors
/// The browser's error.
pub async fn open(url: &str) -> Result<TabId, Error> {
    let tab = sys::create(&object(&[("url", url.into())])).await?;
    let id = field(&tab, "id").as_f64();
    let id = id.ok_or_else(|| Error::Api("a tab without a number".to_owned()))?;
    Ok(TabId(id as i32))
}

/// Whether this tab is open.
pub async fn is_there(tab: TabId) -> bool {
    sys::get(tab.0).await.is_ok()
}

/// Closes a tab.
///
/// # Errors
/// When it is closed already.
pub async fn close(tab: TabId) -> Result<(), Error> {
    sys::remove(tab.0).await?;
    Ok(())
}
