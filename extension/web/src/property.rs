//! Properties of JavaScript objects that no binding names.

use wasm_bindgen::JsValue;

/// A property's value; `None` when it is absent, undefined or null.
#[must_use]
#[inline(never)]
pub fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = js_sys::Reflect::get(object, &JsValue::from_str(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}
