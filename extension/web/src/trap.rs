//! Ends the module on request, for tests of what follows.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Ends the module when this event comes to the document.
pub fn on(event: &str) {
    let trap = Closure::<dyn Fn()>::new(|| std::process::abort());
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        let _ = document.add_event_listener_with_callback(event, trap.as_ref().unchecked_ref());
    }
    trap.forget();
}
