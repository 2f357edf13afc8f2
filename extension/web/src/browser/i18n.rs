//! Texts from `_locales`.

use ringside::text::Text;
use wasm_bindgen::prelude::*;

mod sys {
    use super::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch, js_namespace = ["chrome", "i18n"], js_name = getMessage)]
        pub(super) fn get_message(key: &str, args: &js_sys::Array) -> Result<String, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "i18n"], js_name = getUILanguage)]
        pub(super) fn get_ui_language() -> Result<String, JsValue>;
    }
}

/// A text in the user's language.
///
/// It takes the text and is inlined: a text without placeholders then comes
/// down to its key where it is used, which keeps the modules small. For a text
/// with placeholders [`text_of`] is smaller.
#[inline(always)]
#[must_use]
pub fn text(text: Text) -> String {
    match text.into_parts() {
        (key, None) => named(key),
        (key, Some(with)) => message(key, &with),
    }
}

/// A text that is stored, or has just been filled, in the user's language.
#[must_use]
pub fn text_of(text: &Text) -> String {
    let (key, with) = text.parts();
    message(key, with)
}

/// The text of a key that a page's HTML names: one without placeholders.
#[inline(never)]
#[must_use]
pub fn named(key: &str) -> String {
    message(key, &[])
}

/// The key itself when there is no such text (or no extension any more), so
/// that a gap is seen instead of hidden.
fn message(key: &str, with: &[String]) -> String {
    let list: js_sys::Array = with.iter().map(|part| JsValue::from_str(part)).collect();
    match sys::get_message(key, &list) {
        Ok(text) if !text.is_empty() => text,
        _ => key.to_owned(),
    }
}

/// The browser's language, such as `en-GB`.
#[must_use]
pub fn language() -> String {
    sys::get_ui_language().unwrap_or_else(|_| "en".to_owned())
}
