//! Rust values to and from JavaScript ones.
//!
//! `json_compatible`, always: the default turns maps into `Map` and `None`
//! into `undefined`, which message channels and storage drop.

mod message;

use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;

use super::Error;

/// A value as plain JSON-like JavaScript.
///
/// # Errors
/// When the value has a map with keys that are no strings, or the like.
pub fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, Error> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

/// One of Ringside's own messages, from JavaScript. Its type may hold neither
/// maps nor fields that can be absent: what was sent was complete.
///
/// # Errors
/// When it is another message, or none.
pub fn from_message<T: DeserializeOwned>(value: JsValue) -> Result<T, Error> {
    T::deserialize(message::Reader(value)).map_err(|cause| Error::Shape(cause.to_string()))
}
