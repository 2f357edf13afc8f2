//! The worker: a thin shell around `call::machine` and `schedule`.
//!
//! It has the only call state. Each event goes through `worker::Worker::take`:
//! load once, step, save, act, show. `bootstrap.js` registers the listeners
//! and hands every event to [`on_event`].

mod delivery;
mod diagnostics;
mod effects;
mod events;
mod fallbacks;
mod jobs;
mod ports;
mod received;
mod requests;
mod signin;
mod stored;
mod tabs;
mod uploads;
mod worker;

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use ringside_web::browser::Error;
use worker::Worker;

thread_local! {
    static WORKER: RefCell<Option<Rc<Worker>>> = const { RefCell::new(None) };
}

/// Takes an event from the bootstrap: its name (`runtime.onMessage`) and
/// arguments. What it returns is the answer to a message.
///
/// # Errors
/// When the event could not be dealt with; the bootstrap logs it.
pub async fn on_event(name: String, args: js_sys::Array) -> Result<JsValue, JsValue> {
    let worker = WORKER.with_borrow_mut(|worker| worker.get_or_insert_with(Worker::new).clone());
    events::handle(&worker, &name, &args)
        .await
        .map_err(|cause: Error| js_sys::Error::new(&cause.to_string()).into())
}
