//! `chrome.runtime`: messages to the worker, pushes from it, addresses.

use js_sys::JsString;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::{Error, codec};
use ringside::codec::Format;
use ringside::message::Ask;

mod sys {
    use super::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = sendMessage)]
        pub(super) async fn send_message(message: JsValue) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = openOptionsPage)]
        pub(super) async fn open_options_page() -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = getManifest)]
        pub(super) fn get_manifest() -> Result<JsValue, JsValue>;
        #[wasm_bindgen(js_namespace = ["chrome", "runtime"])]
        pub(super) fn reload();
        #[wasm_bindgen(catch, js_name = fetch)]
        pub(super) async fn fetch(url: &str) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = getURL)]
        pub(super) fn get_url(path: &str) -> Result<String, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime", "onMessage"], js_name = addListener)]
        pub(super) fn add_listener(listener: &js_sys::Function) -> Result<(), JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime", "onMessage"], js_name = removeListener)]
        pub(super) fn remove_listener(listener: &js_sys::Function) -> Result<(), JsValue>;
    }
}

/// Starts the extension anew, in its newest version.
pub fn reload() {
    sys::reload();
}

/// The text of a file of the extension, by its path in it.
///
/// # Errors
/// The browser's error when there is no such file.
pub async fn packaged(path: &str) -> Result<String, Error> {
    let response: Response = sys::fetch(&sys::get_url(path)?).await?.unchecked_into();
    let text = JsFuture::from(response.text()?).await?;
    Ok(text.unchecked_into::<JsString>().into())
}

/// Asks the worker and waits for the reply that the request names.
///
/// # Errors
/// [`Error::Orphaned`] when the extension is gone, [`Error::Stopped`] when its
/// worker has stopped; else the browser's error.
pub async fn ask<A: Ask>(request: A) -> Result<A::Reply, Error> {
    let envelope: A::Envelope = request.into();
    let reply = answered(sys::send_message(codec::to_message(&envelope)).await?)?;
    codec::from_reply(&reply).ok_or_else(|| Error::Shape("no reply to this request".to_owned()))
}

/// Sends the worker a message whose reply only confirms that it has it.
///
/// # Errors
/// [`Error::Orphaned`] when the extension is gone, [`Error::Stopped`] when its
/// worker has stopped; else the browser's error.
pub async fn send<E: Format>(envelope: E) -> Result<(), Error> {
    attempt(codec::to_message(&envelope)).await
}

/// How often a message is sent of which nobody knows whether it arrived.
const ATTEMPTS: u8 = 3;

/// The same for a message that may arrive twice: a worker that ends before it has
/// stored what a person did does not reply, and the next one gets it again.
///
/// # Errors
/// As [`send`].
pub async fn send_surely<E: Format>(envelope: E) -> Result<(), Error> {
    let message = codec::to_message(&envelope);
    let mut attempts = 1;
    loop {
        match attempt(message.clone()).await {
            Err(Error::Api(_) | Error::Shape(_)) if attempts < ATTEMPTS => attempts += 1,
            sent => return sent,
        }
    }
}

async fn attempt(message: JsValue) -> Result<(), Error> {
    if answered(sys::send_message(message).await?)?.is_string() {
        Ok(())
    } else {
        Err(Error::Shape("no reply".to_owned()))
    }
}

/// What the worker's bootstrap replies when the module is not started any more.
const STOPPED: &str = "stopped";

fn answered(reply: JsValue) -> Result<JsValue, Error> {
    if reply == STOPPED {
        Err(Error::Stopped)
    } else {
        Ok(reply)
    }
}

/// The extension's address of one of its files.
///
/// # Errors
/// [`Error::Orphaned`] when the extension is gone.
pub fn url(path: &str) -> Result<String, Error> {
    Ok(sys::get_url(path)?)
}

/// Opens the options, or brings them to the front.
///
/// # Errors
/// [`Error::Orphaned`] when the extension is gone.
pub async fn open_options() -> Result<(), Error> {
    sys::open_options_page().await?;
    Ok(())
}

/// The extension's version, as its manifest says.
///
/// # Errors
/// [`Error::Orphaned`] when the extension is gone.
pub fn version() -> Result<String, Error> {
    let version = super::field(&sys::get_manifest()?, "version");
    version
        .as_string()
        .ok_or_else(|| Error::Shape("no version".to_owned()))
}

/// Whether this page still belongs to a living extension. After an update
/// Chrome leaves the old content script running with `runtime.id` undefined.
#[must_use]
pub fn is_alive() -> bool {
    super::space("runtime").is_some_and(|runtime| super::field(&runtime, "id").is_string())
}

/// A listener for the worker's pushes; it ends when dropped.
#[must_use = "the listener ends when dropped"]
#[derive(Debug)]
pub struct Pushes {
    closure: Closure<dyn FnMut(JsValue)>,
}

/// Listens to what the worker pushes to this context. Messages of another
/// format are for another context and are ignored.
///
/// # Errors
/// [`Error::Orphaned`] when the extension is gone.
pub fn on_push<T, F>(mut handle: F) -> Result<Pushes, Error>
where
    T: Format + 'static,
    F: FnMut(T) + 'static,
{
    // Returning nothing means that no reply will come.
    let closure = Closure::<dyn FnMut(JsValue)>::new(move |message: JsValue| {
        if let Some(push) = codec::from_message::<T>(&message) {
            handle(push);
        }
    });
    sys::add_listener(closure.as_ref().unchecked_ref())?;
    Ok(Pushes { closure })
}

impl Drop for Pushes {
    fn drop(&mut self) {
        // Fails only when the extension is gone, and the listener with it.
        let _ = sys::remove_listener(self.closure.as_ref().unchecked_ref());
    }
}

/// The extension's id.
#[must_use]
pub fn id() -> String {
    let runtime = super::space("runtime").unwrap_or(JsValue::UNDEFINED);
    super::field(&runtime, "id").as_string().unwrap_or_default()
}

/// Whether this computer has a network, as far as the browser knows.
#[must_use]
pub fn is_online() -> bool {
    let navigator = super::field(&js_sys::global(), "navigator");
    super::field(&navigator, "onLine").as_bool() != Some(false)
}
