//! Texts from `_locales`.

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

/// The text of `key` in the user's language, with `args` for its placeholders.
/// The key itself when there is no such text (or no extension any more), so
/// that a gap is seen instead of hidden.
#[must_use]
pub fn text(key: &str, args: &[&str]) -> String {
    let list: js_sys::Array = args.iter().map(|arg| JsValue::from_str(arg)).collect();
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
