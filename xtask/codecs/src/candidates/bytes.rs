//! Bytes in a text, a character each: bytes themselves do not come through
//! Chrome's message channels.

use wasm_bindgen::JsValue;

pub fn write(bytes: &[u8]) -> JsValue {
    let text: String = bytes.iter().copied().map(char::from).collect();
    JsValue::from_str(&text)
}

pub fn read(value: &JsValue) -> Option<Vec<u8>> {
    let text = value.as_string()?;
    text.chars().map(|c| u8::try_from(c).ok()).collect()
}
