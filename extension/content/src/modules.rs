//! Modules of their own, which the loader loads when this one has a use for them.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use ringside_web::property::property;

/// The loader stores a function under this name, in the extension's isolated
/// world. It takes a module's name, and what it calls when the module has trapped
/// and may be loaded anew; it returns a promise of the module.
pub const LOAD: &str = "ringsideModule";

/// Loads a module. `None` where that fails.
pub(super) async fn load(name: &str, again: &JsValue) -> Option<JsValue> {
    let load: Function = property(&js_sys::global(), LOAD)?.dyn_into().ok()?;
    let loading = load.call2(&JsValue::NULL, &name.into(), again).ok()?;
    JsFuture::from(Promise::resolve(&loading)).await.ok()
}

/// Calls a function of a module. `None` where it has none of this name;
/// `undefined` where the module has trapped.
pub(super) fn call(module: &JsValue, name: &str, arguments: &Array) -> Option<JsValue> {
    let function: Function = property(module, name)?.dyn_into().ok()?;
    Reflect::apply(&function, &JsValue::NULL, arguments).ok()
}
