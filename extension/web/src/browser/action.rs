//! `chrome.action`: the toolbar button.

use js_sys::Promise;
use ringside::domain::TabId;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::object;

mod sys {
    use super::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setBadgeText)]
        pub(super) fn set_badge_text(details: &js_sys::Object) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setBadgeBackgroundColor)]
        pub(super) fn set_badge_colour(details: &js_sys::Object) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setTitle)]
        pub(super) fn set_title(details: &js_sys::Object) -> Result<JsValue, JsValue>;
    }
}

/// Shows a short text on the toolbar button, in this colour, and its meaning as
/// the tooltip. Only decoration: a failure does no harm.
pub fn show(badge: &str, colour: &str, title: &str) {
    let _ = sys::set_badge_text(&object(&[("text", badge.into())]));
    let _ = sys::set_badge_colour(&object(&[("color", colour.into())]));
    let _ = sys::set_title(&object(&[("title", title.into())]));
}

/// Shows a text in one tab in place of what is shown in all, or again what is shown
/// in all. The browser forgets it when the tab goes to another page.
pub fn show_in(tab: TabId, badge: Option<&str>) {
    let text = badge.map_or(JsValue::NULL, JsValue::from);
    let details = object(&[("tabId", tab.0.into()), ("text", text)]);
    if let Ok(shown) = sys::set_badge_text(&details) {
        spawn_local(async move {
            // The tab may be gone.
            let _ = JsFuture::from(shown.unchecked_into::<Promise>()).await;
        });
    }
}
