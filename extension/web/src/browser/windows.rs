//! `chrome.windows`, where the browser has windows.

use wasm_bindgen_futures::JsFuture;

use super::{Error, field, method, object};
use ringside::domain::TabId;

/// How big a call's window is at first, in CSS pixels.
const SIZE: (i32, i32) = (720, 560);

/// Opens one of the extension's pages in a small window of its own; in a tab
/// where there are no windows (Android).
///
/// Returns the page's tab, where the browser tells.
///
/// # Errors
/// The browser's error.
pub async fn open(path: &str) -> Result<Option<TabId>, Error> {
    let Some((windows, create)) = method("windows", "create") else {
        let tab = super::tabs::open(&super::runtime::url(path)?).await?;
        return Ok(Some(tab));
    };
    let options = object(&[
        ("url", super::runtime::url(path)?.into()),
        ("type", "popup".into()),
        ("width", SIZE.0.into()),
        ("height", SIZE.1.into()),
    ]);
    let promise = create.call1(&windows, &options)?;
    let window = JsFuture::from(js_sys::Promise::resolve(&promise)).await?;
    let tabs = js_sys::Array::from(&field(&window, "tabs"));
    let tab = field(&tabs.get(0), "id").as_f64();
    Ok(tab.map(|id| TabId(id as i32)))
}
