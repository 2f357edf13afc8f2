//! `chrome.windows`, where the browser has windows.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{Error, field, object, space};

/// How big a call's window is at first, in CSS pixels.
const SIZE: (i32, i32) = (720, 560);

/// Opens one of the extension's pages in a small window of its own; in a tab
/// where there are no windows (Android).
///
/// # Errors
/// What the browser said.
pub async fn open(path: &str) -> Result<(), Error> {
    let Some((windows, create)) = method("create") else {
        return super::tabs::open(&super::runtime::url(path)?).await;
    };
    let options = object(&[
        ("url", super::runtime::url(path)?.into()),
        ("type", "popup".into()),
        ("width", SIZE.0.into()),
        ("height", SIZE.1.into()),
    ]);
    let promise = create.call1(&windows, &options)?;
    JsFuture::from(js_sys::Promise::resolve(&promise)).await?;
    Ok(())
}

/// Brings a window to the front, as far as the browser lets us.
pub(super) async fn focus(window: f64) {
    let Some((windows, update)) = method("update") else {
        return;
    };
    let change = object(&[("focused", true.into())]);
    if let Ok(promise) = update.call2(&windows, &window.into(), &change) {
        // A window that cannot be focused is still there to be found.
        let _ = JsFuture::from(js_sys::Promise::resolve(&promise)).await;
    }
}

fn method(name: &str) -> Option<(JsValue, js_sys::Function)> {
    let windows = space("windows")?;
    let method = field(&windows, name).dyn_into().ok()?;
    Some((windows, method))
}
