//! Rust values to and from JavaScript ones.
//!
//! Messages of our own are one text each (`ringside::codec`). The arguments of
//! the browser's functions are objects, which serde makes.

use ringside::codec::{self, Codec, Format};
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::Error;

/// A value as plain JSON-like JavaScript, for a function of the browser.
///
/// `json_compatible`, always: the default turns maps into `Map` and `None`
/// into `undefined`, which is not what the browser's functions take.
///
/// # Errors
/// When the value has a map with keys that are no strings, or the like.
pub fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, Error> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

/// One of Ringside's own messages, as it is sent.
#[must_use]
pub fn to_message<T: Format>(message: &T) -> JsValue {
    codec::text(message).into()
}

/// One of Ringside's own messages, as it arrives. `None` when it is another
/// one, or none.
#[must_use]
pub fn from_message<T: Format>(value: &JsValue) -> Option<T> {
    codec::parse(&value.as_string()?)
}

/// The reply to a request, as it is sent.
#[must_use]
pub fn to_reply<T: Codec>(reply: &T) -> JsValue {
    codec::encode(reply).into()
}

/// The reply to a request, as it arrives. `None` when there is none, or one to
/// another request.
#[must_use]
pub fn from_reply<T: Codec>(value: &JsValue) -> Option<T> {
    codec::decode(&value.as_string()?)
}
