//! The picker, with which a person shows who is who on the page: a module of its own,
//! which is loaded when somebody asks for it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::modules;

/// The picker of one page. Dropping it ends it.
#[derive(Default)]
pub(super) struct Picker(Rc<RefCell<Option<JsValue>>>);

impl Picker {
    /// Starts it.
    pub(super) fn start(&self) {
        let slot = Rc::downgrade(&self.0);
        spawn_local(async move {
            // After a trap the loader removes it; who wants it again asks again.
            let loaded = modules::load("picker", &JsValue::UNDEFINED).await;
            // The page may have been left meanwhile.
            if let (Some(module), Some(slot)) = (loaded, slot.upgrade()) {
                modules::call(&module, "start", &Array::new());
                slot.replace(Some(module));
            }
        });
    }
}

impl Drop for Picker {
    fn drop(&mut self) {
        if let Some(module) = self.0.take() {
            modules::call(&module, "leave", &Array::new());
        }
    }
}
