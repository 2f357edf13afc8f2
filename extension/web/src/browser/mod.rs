//! The only module that names `chrome.*`.
//!
//! All other modules use typed functions. Both browsers have the `chrome`
//! namespace, and in Manifest V3 its functions return promises in both, so one
//! build serves both; this module hides where they differ in what they offer.

pub mod action;
pub mod alarms;
pub mod clock;
pub mod codec;
pub mod error;
pub mod i18n;
pub mod notifications;
pub mod permissions;
pub mod port;
pub mod roots;
pub mod runtime;
pub mod scripting;
pub mod sender;
pub mod sound;
pub mod storage;
pub mod tabs;
pub mod windows;

pub use error::Error;

mod sys {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        // By its bare name: in a content script of Firefox it is no property
        // of the window, which `js_sys::global()` gives there.
        #[wasm_bindgen(thread_local_v2, js_name = chrome)]
        pub(super) static CHROME: Option<JsValue>;
    }
}

/// A field of an object; `undefined` when there is none.
pub(crate) fn field(object: &wasm_bindgen::JsValue, name: &str) -> wasm_bindgen::JsValue {
    crate::property::property(object, name).unwrap_or(wasm_bindgen::JsValue::UNDEFINED)
}

/// An object with these fields.
pub(crate) fn object(fields: &[(&str, wasm_bindgen::JsValue)]) -> js_sys::Object {
    let object = js_sys::Object::new();
    for (name, value) in fields {
        // Cannot fail on a plain object of our own.
        let _ = js_sys::Reflect::set(&object, &(*name).into(), value);
    }
    object
}

/// A namespace of the extension API, such as `offscreen`, if this browser has
/// it.
fn space(name: &str) -> Option<wasm_bindgen::JsValue> {
    let chrome = sys::CHROME.with(Clone::clone)?;
    let space = field(&chrome, name);
    space.is_object().then_some(space)
}

/// A namespace with one of its functions, if this browser has it.
fn method(space_name: &str, name: &str) -> Option<(wasm_bindgen::JsValue, js_sys::Function)> {
    let space = space(space_name)?;
    let method = wasm_bindgen::JsCast::dyn_into(field(&space, name)).ok()?;
    Some((space, method))
}
