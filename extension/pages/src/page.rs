//! Helpers that bind a static page: elements by their id, texts, time.
//!
//! A missing id is skipped: the page's HTML and this code ship together, and a
//! test compares them.

use futures_channel::mpsc::UnboundedSender;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

use ringside::domain::BrowserEngine;
use ringside_web::browser::{i18n, permissions};
use ringside_web::dom::element::{set_text_if_changed, unset};
use ringside_web::property::property;

pub use ringside_web::browser::clock::now;
pub use ringside_web::dom::element::set as put;
pub use ringside_web::dom::{document, window};

/// Where the options store which of their sections is open: temporary state of
/// these pages only. Written raw: gloo's JSON would bring a second deserialiser.
pub const OPTIONS_SECTION: &str = "options.section";

/// The element of this id.
#[must_use]
pub fn element(id: &str) -> Option<HtmlElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// The input of this id.
#[must_use]
pub fn input(id: &str) -> Option<HtmlInputElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// The text area of this id.
#[must_use]
pub fn text_area(id: &str) -> Option<HtmlTextAreaElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Sets an element's text. An equal text is left alone, so that a screen
/// reader does not hear it again.
pub fn set_text(id: &str, text: &str) {
    if let Some(element) = element(id) {
        set_text_if_changed(&element, text);
    }
}

/// Shows or hides an element.
pub fn set_hidden(id: &str, hidden: bool) {
    if let Some(element) = element(id)
        && element.hidden() != hidden
    {
        element.set_hidden(hidden);
    }
}

/// Sets an attribute of an element, be it of HTML or of a picture.
pub fn set_attribute(id: &str, name: &str, value: &str) {
    if let Some(element) = document().and_then(|it| it.get_element_by_id(id)) {
        put(&element, name, value);
    }
}

/// Enables or disables a button.
pub fn set_disabled(id: &str, disabled: bool) {
    let Some(element) = element(id) else {
        return;
    };
    if disabled {
        put(&element, "disabled", "");
    } else {
        unset(&element, "disabled");
    }
}

/// Gives an icon button its name, for screen readers and as tooltip.
pub fn set_label(id: &str, label: &str) {
    if let Some(element) = document().and_then(|it| it.get_element_by_id(id)) {
        name(&element, label);
    }
}

/// Gives an element its name, for screen readers and as tooltip; the tooltip
/// also has the key, when there is one.
pub fn name(element: &Element, label: &str) {
    put(element, "aria-label", label);
    match element.get_attribute("aria-keyshortcuts") {
        Some(key) => put(
            element,
            "title",
            &format!("{label} ({})", key.to_ascii_uppercase()),
        ),
        None => put(element, "title", label),
    }
}

/// Puts the texts that the HTML names into the page: `data-text` as content,
/// `data-label` as accessible name and tooltip, `data-hint` as placeholder.
pub fn put_texts() {
    if let Some(document) = document() {
        put_texts_into(&document);
    }
}

/// The same for any document, such as a second window's.
pub fn put_texts_into(document: &Document) {
    if let Some(root) = document.document_element() {
        put(&root, "lang", &i18n::language());
    }
    for_each(document, "[data-text]", |element| {
        if let Some(key) = element.get_attribute("data-text") {
            element.set_text_content(Some(&i18n::named(&key)));
        }
    });
    for_each(document, "[data-label]", |element| {
        if let Some(key) = element.get_attribute("data-label") {
            name(element, &i18n::named(&key));
        }
    });
    for_each(document, "[data-hint]", |element| {
        if let Some(key) = element.get_attribute("data-hint") {
            put(element, "placeholder", &i18n::named(&key));
        }
    });
}

/// Calls a function with each element that a selector finds.
pub fn for_each(document: &Document, selector: &str, mut act: impl FnMut(&Element)) {
    let Ok(found) = document.query_selector_all(selector) else {
        return;
    };
    for at in 0..found.length() {
        // Selectors find elements only. Another window's are of another class
        // than this one's, so the class is not checked.
        if let Some(node) = found.item(at) {
            act(node.unchecked_ref());
        }
    }
}

/// The value of `attribute` on an event's target, or on an element around it.
#[must_use]
pub fn target_attribute(event: &web_sys::Event, attribute: &str) -> Option<String> {
    // The class is not checked: another window's elements are of another one. A
    // target that is no element has no such method.
    let target: Element = event.target()?.unchecked_into();
    let found = target.closest(&format!("[{attribute}]")).ok()??;
    found.get_attribute(attribute)
}

/// Which browser this is.
#[must_use]
pub fn browser_engine() -> BrowserEngine {
    let agent = window().and_then(|window| window.navigator().user_agent().ok());
    if agent.is_some_and(|agent| agent.contains("Firefox/")) {
        BrowserEngine::Firefox
    } else {
        BrowserEngine::Chromium
    }
}

/// Asks the browser for permissions, given as patterns with spaces between
/// them, and sends what `answered` makes once the person has answered. Call it
/// within the click: the browser asks only then.
pub fn grant<T: 'static>(patterns: &str, send: &UnboundedSender<T>, answered: fn() -> T) {
    let patterns: Vec<String> = patterns.split(' ').map(str::to_owned).collect();
    let send = send.clone();
    // Outside of a click nothing is asked.
    if let Ok(answer) = permissions::request(&patterns) {
        wasm_bindgen_futures::spawn_local(async move {
            answer.await;
            // The receiver lives as long as the page.
            drop(send.unbounded_send(answered()));
        });
    }
}

/// Whether this page is a window or tab of its own, not a frame in a page.
#[must_use]
pub fn is_alone() -> bool {
    let Some(window) = window() else {
        return true;
    };
    let this: &JsValue = window.as_ref();
    match window.parent() {
        Ok(Some(parent)) => JsValue::from(parent) == *this,
        _ => true,
    }
}

/// Whether the page's policy lets this document use a feature, such as
/// `microphone`. Only Chromium can tell; Firefox knows no such policy.
#[must_use]
pub fn policy_allows(feature: &str) -> bool {
    let answer = || {
        let policy = property(document()?.as_ref(), "featurePolicy")?;
        let ask: js_sys::Function = property(&policy, "allowsFeature")?.dyn_into().ok()?;
        ask.call1(&policy, &feature.into()).ok()
    };
    answer().is_none_or(|answer| answer != JsValue::FALSE)
}

/// 64 random bits from the browser's secure source.
#[must_use]
pub fn random() -> u64 {
    let mut bytes = [0_u8; 8];
    let filled = window()
        .and_then(|window| window.crypto().ok())
        .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    debug_assert!(filled, "every browser page has crypto");
    u64::from_le_bytes(bytes)
}
