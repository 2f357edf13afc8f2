//! The fixture pages of `tests/pages`, put into the page of the tests.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit, DomParser, Element, Node, SupportedType};

use crate::{Container, document, window};

/// The files, by name.
const FILES: &[(&str, &str)] = &[
    ("any/cards.html", include_str!("../../pages/any/cards.html")),
    (
        "any/detail.html",
        include_str!("../../pages/any/detail.html"),
    ),
    ("any/grid.html", include_str!("../../pages/any/grid.html")),
    (
        "any/key-value.html",
        include_str!("../../pages/any/key-value.html"),
    ),
    (
        "any/layouts.html",
        include_str!("../../pages/any/layouts.html"),
    ),
    ("any/lines.html", include_str!("../../pages/any/lines.html")),
    (
        "any/nested-layout.html",
        include_str!("../../pages/any/nested-layout.html"),
    ),
    (
        "any/nobody.html",
        include_str!("../../pages/any/nobody.html"),
    ),
    (
        "any/own-profile.html",
        include_str!("../../pages/any/own-profile.html"),
    ),
    (
        "any/plain-table.html",
        include_str!("../../pages/any/plain-table.html"),
    ),
    (
        "any/taught.html",
        include_str!("../../pages/any/taught.html"),
    ),
    (
        "any/two-in-a-row.html",
        include_str!("../../pages/any/two-in-a-row.html"),
    ),
    (
        "crm-activities.html",
        include_str!("../../pages/crm-activities.html"),
    ),
    (
        "crm-activity-cards.html",
        include_str!("../../pages/crm-activity-cards.html"),
    ),
    ("crm-cards.html", include_str!("../../pages/crm-cards.html")),
    (
        "crm-customer.html",
        include_str!("../../pages/crm-customer.html"),
    ),
    (
        "crm-customers.html",
        include_str!("../../pages/crm-customers.html"),
    ),
    ("crm-deal.html", include_str!("../../pages/crm-deal.html")),
    (
        "crm-employee-cards.html",
        include_str!("../../pages/crm-employee-cards.html"),
    ),
    (
        "crm-employee.html",
        include_str!("../../pages/crm-employee.html"),
    ),
    (
        "crm-employees.html",
        include_str!("../../pages/crm-employees.html"),
    ),
    ("crm-lead.html", include_str!("../../pages/crm-lead.html")),
    (
        "crm-messages.html",
        include_str!("../../pages/crm-messages.html"),
    ),
    (
        "crm-rebuilds.html",
        include_str!("../../pages/crm-rebuilds.html"),
    ),
    ("crm-sales.html", include_str!("../../pages/crm-sales.html")),
    (
        "crm-strict.html",
        include_str!("../../pages/crm-strict.html"),
    ),
    ("crm-wide.html", include_str!("../../pages/crm-wide.html")),
    ("generic.html", include_str!("../../pages/generic.html")),
    ("virtual.html", include_str!("../../pages/virtual.html")),
];

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
            .ok()
            .and_then(|parsed| parsed.body());
        let body = parsed.unwrap_or_else(|| panic!("{name} has no body"));
        let container = Container::new();
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

impl Drop for Fixture {
    fn drop(&mut self) {
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
