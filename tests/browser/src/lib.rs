//! What the browser tests share. The tests themselves are the files under
//! `tests/`, each for one module of the library.

pub mod page;

use js_sys::{Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, Window};

/// The page that the tests run in.
///
/// # Panics
/// Outside of a page.
#[must_use]
pub fn window() -> Window {
    web_sys::window().unwrap_or_else(|| panic!("these tests run in a page"))
}

/// That page's document.
///
/// # Panics
/// Outside of a page.
#[must_use]
pub fn document() -> Document {
    window()
        .document()
        .unwrap_or_else(|| panic!("a page has a document"))
}

/// An element to build in; it is removed from the page when dropped.
pub struct Container(Element);

impl Container {
    /// An empty element at the end of the page.
    ///
    /// # Panics
    /// Where the document has no root to append to.
    #[must_use]
    pub fn new() -> Self {
        let document = document();
        let container = document
            .create_element("div")
            .unwrap_or_else(|_| panic!("a document makes elements"));
        let root = document.document_element();
        let appended = root.map(|root| root.append_child(&container));
        assert!(matches!(appended, Some(Ok(_))), "a document has a root");
        Self(container)
    }
}

impl Default for Container {
    fn default() -> Self {
        Self::new()
    }
}

impl std::ops::Deref for Container {
    type Target = Element;

    fn deref(&self) -> &Element {
        &self.0
    }
}

impl Drop for Container {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// The next animation frame.
///
/// # Panics
/// Where there are none.
pub async fn frame() {
    let mut asked = Ok(0);
    let promise = Promise::new(&mut |resolve, _| {
        asked = window().request_animation_frame(&resolve);
    });
    assert!(asked.is_ok(), "a page has animation frames");
    let _ = JsFuture::from(promise).await;
}

/// Waits, frame by frame, until a condition holds.
///
/// # Panics
/// When it still does not after some seconds; names what was waited for.
pub async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    const LONGEST: u32 = 600;
    for _ in 0..LONGEST {
        if holds() {
            return;
        }
        frame().await;
    }
    panic!("waited in vain for {what}");
}

/// A stub of what the modules need of the extension, in a page that belongs to
/// none: addresses of its files, and texts, which are their keys and
/// placeholders.
///
/// # Panics
/// When the page cannot be given the stub.
pub fn stub_extension() {
    let make = js_sys::Function::new_no_args(
        "return {
            runtime: {
                id: 'test',
                getURL: (path) => `about:blank#${path}`,
                // The worker never answers.
                sendMessage: () => new Promise(() => {}),
            },
            // Fixtures say which closed trees they have.
            dom: {
                openOrClosedShadowRoot: (host) =>
                    host.shadowRoot ?? globalThis.closedTrees?.get(host) ?? null,
            },
            i18n: { getMessage: (key, filled) => [key, ...filled].join(' ') },
        }",
    );
    let stub = make.call0(&JsValue::NULL);
    let done = stub.and_then(|stub| Reflect::set(&window(), &"chrome".into(), &stub));
    assert!(done.is_ok(), "a page can have a stub");
}
