//! Numbers in JavaScript's maps, where an element leads to its entry.

use wasm_bindgen::JsValue;

pub(super) fn number_to_js(number: usize) -> JsValue {
    JsValue::from(u32::try_from(number).unwrap_or(u32::MAX))
}

pub(super) fn number_from_js(value: &JsValue) -> Option<usize> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "only such numbers were put in"
    )]
    value.as_f64().map(|number| number as usize)
}
