//! `chrome.storage`: what survives the worker.
//!
//! *Session* lives as long as the browser and is out of reach of content
//! scripts: state and tokens. *Local* survives the browser: settings and the
//! outbox. In Firefox content scripts can read *local*, so no secret goes
//! there. *Managed* is what an administrator has set.

use wasm_bindgen::prelude::*;

use super::{Error, field, object};

mod sys {
    use super::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = get)]
        pub(super) async fn session_get(key: &str) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = set)]
        pub(super) async fn session_set(items: &js_sys::Object) -> Result<(), JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = get)]
        pub(super) async fn local_get(key: &str) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = set)]
        pub(super) async fn local_set(items: &js_sys::Object) -> Result<(), JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = get)]
        pub(super) async fn session_all(keys: &js_sys::Array) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = get)]
        pub(super) async fn local_all(keys: &js_sys::Array) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "managed"], js_name = get)]
        pub(super) async fn managed_all() -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = remove)]
        pub(super) async fn local_remove(key: &str) -> Result<(), JsValue>;
    }
}

/// Where something is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Until the browser closes; not for content scripts.
    Session,
    /// Until the extension is removed.
    Local,
}

/// Reads what is stored under `key`; `undefined` when there is nothing.
///
/// # Errors
/// The browser's error.
pub async fn read(area: Area, key: &str) -> Result<JsValue, Error> {
    let items = match area {
        Area::Session => sys::session_get(key).await?,
        Area::Local => sys::local_get(key).await?,
    };
    Ok(field(&items, key))
}

/// Stores `value` under `key`.
///
/// # Errors
/// The browser's error, such as that the quota is used up.
pub async fn write(area: Area, key: &str, value: JsValue) -> Result<(), Error> {
    let items = object(&[(key, value)]);
    match area {
        Area::Session => sys::session_set(&items).await?,
        Area::Local => sys::local_set(&items).await?,
    }
    Ok(())
}

/// What is stored under those of these keys under which anything is, in their
/// order.
///
/// # Errors
/// The browser's error.
pub async fn all(area: Area, keys: &[String]) -> Result<Vec<(String, JsValue)>, Error> {
    let names: js_sys::Array = keys.iter().map(|key| JsValue::from_str(key)).collect();
    let items = match area {
        Area::Session => sys::session_all(&names).await?,
        Area::Local => sys::local_all(&names).await?,
    };
    let value = |key: &String| (key.clone(), field(&items, key));
    let all = keys.iter().map(value);
    Ok(all.filter(|(_, value)| !value.is_undefined()).collect())
}

/// All that an administrator has set; `undefined` when that is nothing.
pub async fn managed() -> JsValue {
    // Where nothing is set Firefox throws, and on Android it has no such storage.
    sys::managed_all().await.unwrap_or_default()
}

/// Removes what is in local storage under `key`.
///
/// # Errors
/// The browser's error.
pub async fn remove(key: &str) -> Result<(), Error> {
    sys::local_remove(key).await?;
    Ok(())
}

/// Keeps content scripts out of local storage, where the browser can do so.
pub async fn close_to_pages() {
    let Some(storage) = super::space("storage") else {
        return;
    };
    let local = field(&storage, "local");
    let Ok(close) = field(&local, "setAccessLevel").dyn_into::<js_sys::Function>() else {
        return; // Firefox cannot.
    };
    let level = object(&[("accessLevel", "TRUSTED_CONTEXTS".into())]);
    if let Ok(promise) = close.call1(&local, &level) {
        // Older Chromes have it for session storage only; then nothing changes.
        let _ = wasm_bindgen_futures::JsFuture::from(js_sys::Promise::resolve(&promise)).await;
    }
}
