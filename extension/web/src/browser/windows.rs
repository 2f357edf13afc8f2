//! `chrome.windows`, where the browser has windows.

use wasm_bindgen_futures::JsFuture;

use super::{Error, method, object};

/// How big a call's window is at first, in CSS pixels.
const SIZE: (i32, i32) = (720, 560);

/// Opens one of the extension's pages in a small window of its own; in a tab
/// where there are no windows (Android).
///
/// # Errors
/// The browser's error.
pub async fn open(path: &str) -> Result<(), Error> {
    let Some((windows, create)) = method("windows", "create") else {
        return super::tabs::open(&super::runtime::url(path)?)
            .await
            .map(drop);
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
