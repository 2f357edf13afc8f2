//! JSON that the browser has parsed.

use ringside::json::JsonValue;

use crate::property::property;
use js_sys::JsString;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

/// A value of parsed JSON, read field by field as a [`JsonValue`].
#[derive(Clone, Debug)]
pub struct Json(pub JsValue);

impl Json {
    /// Parses a text.
    ///
    /// # Errors
    /// What the browser's parser threw.
    pub fn parse(text: &str) -> Result<Self, JsValue> {
        js_sys::JSON::parse(text).map(Self)
    }

    /// The value as a text that a person can read; empty where it is none.
    #[must_use]
    pub fn write(&self) -> String {
        const INDENT: f64 = 2.0;
        let text = js_sys::JSON::stringify_with_replacer_and_space(
            &self.0,
            &JsValue::NULL,
            &INDENT.into(),
        );
        text.map(String::from).unwrap_or_default()
    }

    /// Parses a text that is the browser's own.
    ///
    /// # Errors
    /// What the browser's parser threw.
    pub fn parse_js(text: &JsString) -> Result<Self, JsValue> {
        parse_text(text).map(Self)
    }
}

#[wasm_bindgen]
extern "C" {
    /// js-sys has it for texts of Rust only, which would be copied in and out.
    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    fn parse_text(text: &JsString) -> Result<JsValue, JsValue>;
}

impl JsonValue for Json {
    fn field(&self, name: &str) -> Option<Self> {
        property(&self.0, name).map(Self)
    }
    fn first(&self) -> Option<Self> {
        self.0
            .dyn_ref::<js_sys::Array>()
            .map(|list| Self(list.get(0)))
    }
    fn items(&self) -> Option<Vec<Self>> {
        self.0
            .dyn_ref::<js_sys::Array>()
            .map(|list| list.iter().map(Self).collect())
    }
    fn values(&self) -> Vec<Self> {
        self.0
            .dyn_ref::<js_sys::Object>()
            .map(|object| js_sys::Object::values(object).iter().map(Self).collect())
            .unwrap_or_default()
    }
    fn names(&self) -> Option<Vec<String>> {
        // A list is an object, too.
        let object = self.0.dyn_ref::<js_sys::Object>()?;
        let names = (!js_sys::Array::is_array(object)).then(|| js_sys::Object::keys(object))?;
        Some(names.iter().filter_map(|name| name.as_string()).collect())
    }
    fn as_text(&self) -> Option<String> {
        self.0.as_string()
    }
    fn as_flag(&self) -> Option<bool> {
        self.0.as_bool()
    }
    fn as_number(&self) -> Option<f64> {
        self.0.as_f64()
    }
}
