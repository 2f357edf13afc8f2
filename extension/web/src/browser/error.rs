//! Errors of the extension API.

use ringside::diagnostics::{Entry, Fact};
use wasm_bindgen::{JsCast, JsValue};

/// A failure of an extension API or of a value that crossed it.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.text())]
pub enum Error {
    /// The extension was updated or removed while this page was open. Nothing
    /// can be sent any more; what was added to the page must go.
    Orphaned,
    /// The worker's module has trapped too often and is not started for a while.
    Stopped,
    /// The API refused or failed.
    Api(String),
    /// A value had another shape than expected.
    Shape(String),
}

impl Error {
    /// As it is displayed, without the standard library's formatting: what every page
    /// loads has no other use for that.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Orphaned => "the extension was replaced; reload the page".to_owned(),
            Self::Stopped => "Ringside has stopped".to_owned(),
            Self::Api(cause) => cause.clone(),
            Self::Shape(cause) => ["unexpected value: ", cause].concat(),
        }
    }

    /// Whether the extension behind this page is gone.
    #[must_use]
    pub fn is_orphaned(&self) -> bool {
        matches!(self, Self::Orphaned)
    }
}

/// Without what the browser says: it may name an address.
impl Fact for Error {
    fn say(&self, entry: &mut Entry) {
        entry.text(match self {
            Self::Orphaned => "the extension was replaced",
            Self::Stopped => "the worker has stopped",
            Self::Api(_) => "the browser refused",
            Self::Shape(_) => "an unexpected value",
        });
    }
}

impl From<JsValue> for Error {
    fn from(value: JsValue) -> Self {
        let text = describe(&value);
        // Chrome's message; Firefox destroys the content script instead.
        if text.starts_with("Extension context invalidated") {
            Self::Orphaned
        } else {
            Self::Api(text)
        }
    }
}

impl From<serde_wasm_bindgen::Error> for Error {
    fn from(error: serde_wasm_bindgen::Error) -> Self {
        Self::Shape(error.to_string())
    }
}

/// A JavaScript error in one line.
#[must_use]
pub fn describe(value: &JsValue) -> String {
    match value.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => value
            .as_string()
            .unwrap_or_else(|| "unknown error".to_owned()),
    }
}
