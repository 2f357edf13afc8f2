//! The background worker: carries out what `ringside` decides about calls,
//! sign-in and periodic jobs.
//!
//! `bootstrap.js` registers the listeners and passes every event to
//! [`on_event`]. `worker` creates the parts that all sites share, `site` those of
//! each; `calls` has the only call state of a site.

mod all_calls;
mod announcer;
mod api_health;
mod call_pages;
mod call_requests;
mod calls;
mod catalogue;
mod content_scripts;
mod crm_client;
mod crm_tabs;
mod delivery;
mod diagnostics;
mod effects;
mod events;
mod fallbacks;
mod hook;
mod jobs;
mod meeting_servers;
mod own_status;
mod own_windows;
mod people;
mod policy;
mod preferences;
mod profiles;
mod push_socket;
mod received;
mod requests;
mod saver;
mod scheduler;
mod signin;
mod site;
mod sites;
mod stored;
mod unverified_pages;
mod updates;
mod uploads;
mod worker;

use std::rc::Rc;

use futures_util::lock::Mutex;
use wasm_bindgen::JsValue;

use events::Events;
use ringside_web::browser::Error;

thread_local! {
    /// The worker, once it has loaded the stored state.
    static WORKER: Rc<Mutex<Option<&'static Events>>> = Rc::default();
}

/// Handles an event from the bootstrap: its name (`runtime.onMessage`) and
/// arguments. The returned value is the answer to a message.
///
/// # Errors
/// When the event could not be handled; the bootstrap logs it.
pub async fn on_event(name: String, args: js_sys::Array) -> Result<JsValue, JsValue> {
    handle(&name, &args)
        .await
        .map_err(|cause| js_sys::Error::new(&cause.to_string()).into())
}

async fn handle(name: &str, args: &js_sys::Array) -> Result<JsValue, Error> {
    loaded().await?.handle(name, args).await
}

/// Loads once; every event waits for it. An event after a failure tries again.
async fn loaded() -> Result<&'static Events, Error> {
    let worker = WORKER.with(Rc::clone);
    let mut worker = worker.lock().await;
    if let Some(events) = *worker {
        return Ok(events);
    }
    let events = worker::start().await?;
    *worker = Some(events);
    Ok(events)
}
