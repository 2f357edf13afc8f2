//! `chrome.notifications`: system notifications.
//!
//! Firefox throws on `buttons` and `requireInteraction`; there a click opens
//! the CRM tab instead.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{Error, object};

mod sys {
    use super::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch, js_namespace = ["chrome", "notifications"], js_name = create)]
        pub(super) fn create(
            id: &str,
            options: &js_sys::Object,
        ) -> Result<js_sys::Promise, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "notifications"], js_name = clear)]
        pub(super) fn clear(id: &str) -> Result<js_sys::Promise, JsValue>;
    }
}

/// The content of a notification.
#[derive(Clone, Copy, Debug)]
pub struct Notification<'a> {
    /// Its id; a notification with the same id replaces it.
    pub id: &'a str,
    /// First line.
    pub title: &'a str,
    /// Second line.
    pub message: &'a str,
    /// At most two buttons, where the browser has them.
    pub buttons: &'a [&'a str],
}

/// Shows a notification, with buttons where the browser has them.
///
/// # Errors
/// The browser's error.
pub async fn show(notification: Notification<'_>) -> Result<(), Error> {
    let icon = super::runtime::url("icons/ringside-128.png")?;
    let options = || {
        object(&[
            ("type", "basic".into()),
            ("iconUrl", icon.as_str().into()),
            ("title", notification.title.into()),
            ("message", notification.message.into()),
        ])
    };
    let buttons: js_sys::Array = notification
        .buttons
        .iter()
        .map(|title| JsValue::from(object(&[("title", (*title).into())])))
        .collect();
    let full = options();
    // Cannot fail on plain objects of our own.
    let _ = js_sys::Reflect::set(&full, &"buttons".into(), &buttons);
    let _ = js_sys::Reflect::set(&full, &"requireInteraction".into(), &true.into());
    let created = sys::create(notification.id, &full)
        .or_else(|_| sys::create(notification.id, &options()))?;
    JsFuture::from(created).await?;
    Ok(())
}

/// Takes a notification away, if it is there.
pub async fn clear(id: &str) {
    if let Ok(promise) = sys::clear(id) {
        let _ = JsFuture::from(promise).await;
    }
}
