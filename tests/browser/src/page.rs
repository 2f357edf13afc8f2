//! The fixture pages of `tests/pages`, put into the page of the tests.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit, DomParser, Element, Node, SupportedType};

use crate::{Container, document, window};

/// The files, by name, and those of the catalogue.
mod files {
    include!(concat!(env!("OUT_DIR"), "/pages.rs"));
}

pub use files::{CATALOGUE, FILES};

/// A fixture page, at a path of its own; both are removed when dropped.
pub struct Fixture {
    container: Container,
    path: String,
}

impl Fixture {
    /// Puts a fixture into the page and pretends to be at `path`. Pages of the
    /// CRM are signed in.
    ///
    /// # Panics
    /// When there is no such file.
    #[must_use]
    pub fn open(name: &str, path: &str) -> Self {
        let before = window().location().pathname().unwrap_or_default();
        go(path);
        if let Ok(Some(storage)) = window().local_storage() {
            let done = if name.starts_with("crm-") {
                storage.set_item("accessToken", "header.body.signature")
            } else {
                storage.remove_item("accessToken")
            };
            assert!(done.is_ok(), "the page has storage");
        }
        let file = FILES.iter().find(|(file, _)| *file == name);
        let (_, text) = file.unwrap_or_else(|| panic!("no fixture {name}"));
        let parsed = DomParser::new()
            .and_then(|parser| parser.parse_from_string(text, SupportedType::TextHtml))
            .ok();
        let body = parsed.as_ref().and_then(web_sys::Document::body);
        let body = body.unwrap_or_else(|| panic!("{name} has no body"));
        let container = Container::new();
        if let Some(parsed) = parsed.filter(|_| name.starts_with("crms/")) {
            set_body_attributes(&body);
            // As it is on a page: a container stands beside the body.
            let inside = document()
                .body()
                .map(|body| body.append_child(&container).is_ok());
            assert_eq!(inside, Some(true), "{name} can be shown");
            for sheet in all_in(&parsed, "style") {
                assert!(container.append_child(&sheet).is_ok(), "{name} has styles");
            }
        }
        while let Some(child) = body.first_child() {
            assert!(body.remove_child(&child).is_ok(), "it was there");
            let child = revived(child);
            assert!(
                container.append_child(&child).is_ok(),
                "{name} can be shown"
            );
        }
        Self {
            container,
            path: before,
        }
    }

    /// The first element that a selector finds in the fixture.
    ///
    /// # Panics
    /// When it finds none.
    #[must_use]
    pub fn find(&self, css: &str) -> Element {
        let found = self.container.query_selector(css).ok().flatten();
        found.unwrap_or_else(|| panic!("the fixture has no {css}"))
    }

    /// What the fixture's elements are in.
    #[must_use]
    pub fn root(&self) -> Element {
        Element::clone(&self.container)
    }

    /// The fixture as it is now.
    #[must_use]
    pub fn html(&self) -> String {
        self.container.inner_html()
    }
}

/// Gives the page's body the attributes of a fixture's, and takes all others away.
fn set_body_attributes(fixture: &Element) {
    let Some(body) = document().body() else {
        return;
    };
    for name in body
        .get_attribute_names()
        .iter()
        .filter_map(|name| name.as_string())
    {
        assert!(body.remove_attribute(&name).is_ok(), "{name} can go");
    }
    for name in fixture
        .get_attribute_names()
        .iter()
        .filter_map(|name| name.as_string())
    {
        let value = fixture.get_attribute(&name).unwrap_or_default();
        assert!(
            body.set_attribute(&name, &value).is_ok(),
            "{name} can be set"
        );
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        if let Ok(bare) = document().create_element("body") {
            set_body_attributes(&bare);
        }
        go(&self.path);
        if let Ok(Some(storage)) = window().local_storage() {
            let _ = storage.remove_item("accessToken");
        }
    }
}

/// A parsed script does not run; one that is created anew does.
fn revived(node: Node) -> Node {
    let is_script = node.node_name() == "SCRIPT";
    match document().create_element("script") {
        Ok(script) if is_script => {
            // In a block of its own: fixtures may use the same names.
            let code = node.text_content().unwrap_or_default();
            script.set_text_content(Some(&["{", &code, "}"].concat()));
            script.unchecked_into()
        }
        _ => node,
    }
}

/// Changes the page's path as a client-side route does.
///
/// # Panics
/// When the browser refuses.
pub fn go(path: &str) {
    let changed = window()
        .history()
        .and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(path)));
    assert!(changed.is_ok(), "the path can be {path}");
}

/// Sends an event to the fixture's script.
///
/// # Panics
/// When the browser cannot create the event.
pub fn dispatch(event: &str, detail: u32) {
    let init = CustomEventInit::new();
    init.set_detail(&JsValue::from(detail));
    let sent = CustomEvent::new_with_event_init_dict(event, &init)
        .and_then(|event| document().dispatch_event(&event));
    assert!(sent.is_ok(), "the page hears of {event}");
}

fn all_in(document: &web_sys::Document, css: &str) -> Vec<Element> {
    document
        .document_element()
        .map(|root| all(&root, css))
        .unwrap_or_default()
}

/// All elements below one that a selector finds.
///
/// # Panics
/// When the selector is invalid.
#[must_use]
pub fn all(below: &Element, css: &str) -> Vec<Element> {
    let list = below.query_selector_all(css);
    let list = list.unwrap_or_else(|_| panic!("{css} is no selector"));
    (0..list.length())
        .filter_map(|index| list.get(index).map(JsCast::unchecked_into))
        .collect()
}

/// A sign-in form at the bottom right of the page; it is removed when dropped.
///
/// # Panics
/// Outside of a page.
#[must_use]
pub fn sign_in_form() -> Container {
    let container = Container::new();
    container.set_inner_html(
        "<form style='position: fixed; inset: auto 0 0 auto; width: 300px; height: 200px'>\
         <input type='password'></form>",
    );
    container
}
