//! A long-lived connection between the call page and the worker.

use ringside::codec::Format;
use wasm_bindgen::prelude::*;

use super::{Error, codec};

mod sys {
    use super::*;

    #[wasm_bindgen]
    extern "C" {
        #[derive(Clone, Debug)]
        pub(super) type Port;
        #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = connect)]
        pub(super) fn connect(info: &JsValue) -> Result<Port, JsValue>;
        #[wasm_bindgen(method, getter)]
        pub(super) fn name(this: &Port) -> String;
        #[wasm_bindgen(method, getter)]
        pub(super) fn sender(this: &Port) -> JsValue;
        #[wasm_bindgen(method, catch, js_name = postMessage)]
        pub(super) fn post_message(this: &Port, message: &JsValue) -> Result<(), JsValue>;
        // All of these throw where the extension is gone (Chrome: "Extension
        // context invalidated"), and a page's console is no place for that.
        #[wasm_bindgen(method, catch)]
        pub(super) fn disconnect(this: &Port) -> Result<(), JsValue>;
        #[wasm_bindgen(method, getter, catch, js_name = onMessage)]
        pub(super) fn on_message(this: &Port) -> Result<PortEvent, JsValue>;
        #[wasm_bindgen(method, getter, catch, js_name = onDisconnect)]
        pub(super) fn on_disconnect(this: &Port) -> Result<PortEvent, JsValue>;

        pub(super) type PortEvent;
        #[wasm_bindgen(method, catch, js_name = addListener)]
        pub(super) fn add_listener(
            this: &PortEvent,
            listener: &js_sys::Function,
        ) -> Result<(), JsValue>;
        #[wasm_bindgen(method, catch, js_name = removeListener)]
        pub(super) fn remove_listener(
            this: &PortEvent,
            listener: &js_sys::Function,
        ) -> Result<(), JsValue>;
    }
}

/// One end of a connection. Dropping it closes the connection.
#[must_use = "the connection closes when dropped"]
#[derive(Debug)]
pub struct Port {
    raw: sys::Port,
    message: Closure<dyn FnMut(JsValue)>,
    closed: Closure<dyn FnMut()>,
}

impl Port {
    /// Connects to the worker under this name and listens.
    ///
    /// `on_message` gets what the worker posts (other formats are ignored);
    /// `on_closed` is called once when the worker's end is closed, which
    /// happens whenever the worker is put to sleep: connect again.
    ///
    /// # Errors
    /// [`Error::Orphaned`] when the extension is gone.
    pub fn connect<T, M, C>(name: &str, mut on_message: M, mut on_closed: C) -> Result<Self, Error>
    where
        T: Format + 'static,
        M: FnMut(T) + 'static,
        C: FnMut() + 'static,
    {
        let info = js_sys::Object::new();
        js_sys::Reflect::set(&info, &"name".into(), &name.into())?;
        let raw = sys::connect(&info)?;
        let message = Closure::<dyn FnMut(JsValue)>::new(move |value: JsValue| {
            if let Some(value) = codec::from_message::<T>(&value) {
                on_message(value);
            }
        });
        let closed = Closure::<dyn FnMut()>::new(move || {
            read_last_error();
            on_closed();
        });
        raw.on_message()?
            .add_listener(message.as_ref().unchecked_ref())?;
        raw.on_disconnect()?
            .add_listener(closed.as_ref().unchecked_ref())?;
        Ok(Self {
            raw,
            message,
            closed,
        })
    }

    /// Posts a message to the other end.
    ///
    /// # Errors
    /// When the connection is closed.
    pub fn post<T: Format>(&self, message: &T) -> Result<(), Error> {
        Ok(self.raw.post_message(&codec::to_message(message))?)
    }
}

/// Reads why a connection closed: Chrome prints what nobody has read as an
/// error, in the page's console.
fn read_last_error() {
    let runtime = super::space("runtime");
    let _ = runtime.map(|runtime| super::field(&runtime, "lastError"));
}

impl Port {
    /// Takes the listeners off and closes the connection.
    ///
    /// # Errors
    /// When the extension is gone, and the connection with it.
    fn close(&self) -> Result<(), JsValue> {
        let message = self.message.as_ref().unchecked_ref();
        self.raw.on_message()?.remove_listener(message)?;
        let closed = self.closed.as_ref().unchecked_ref();
        self.raw.on_disconnect()?.remove_listener(closed)?;
        self.raw.disconnect()
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        // Where the extension is gone there is nothing left to close.
        let _ = self.close();
    }
}

/// The worker's end of a connection that a page opened. The page closes it.
#[derive(Clone, Debug)]
pub struct Caller {
    raw: sys::Port,
}

impl Caller {
    /// The connection in an event of the bootstrap.
    #[must_use]
    pub fn new(raw: JsValue) -> Self {
        Self {
            raw: raw.unchecked_into(),
        }
    }

    /// The name that it was opened under.
    #[must_use]
    pub fn name(&self) -> String {
        self.raw.name()
    }

    /// Who opened it.
    #[must_use]
    pub fn facts(&self) -> super::sender::Facts {
        super::sender::Facts::read(&self.raw.sender())
    }

    /// Whether both are the same connection.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        js_sys::Object::is(&self.raw, &other.raw)
    }

    /// Posts a message to the page.
    ///
    /// # Errors
    /// When the page is gone.
    pub fn post<T: Format>(&self, message: &T) -> Result<(), Error> {
        Ok(self.raw.post_message(&codec::to_message(message))?)
    }
}
