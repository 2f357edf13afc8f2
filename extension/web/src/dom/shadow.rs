//! Shadow roots and their style sheets.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, Element, ShadowRoot, ShadowRootInit, ShadowRootMode};

use super::{El, element, guard};
use crate::property::property;

/// The attribute that marks every node which Ringside adds to a page, so that a
/// newer instance finds what an older one left behind.
pub const MARK: &str = "data-ringside";

/// Whether Ringside has added an element.
#[must_use]
pub fn is_ours(element: &Element) -> bool {
    element.has_attribute(MARK)
}

/// Firefox before 153 refuses this property to content scripts.
const SHARED: &str = "adoptedStyleSheets";

/// A style sheet that many shadow roots share.
#[derive(Clone, Debug)]
pub struct Sheet {
    text: &'static str,
    shared: Option<CssStyleSheet>,
}

impl Sheet {
    /// A sheet of these rules.
    #[must_use]
    pub fn new(text: &'static str) -> Self {
        let shared = CssStyleSheet::new()
            .ok()
            .filter(|sheet| sheet.replace_sync(text).is_ok());
        Self { text, shared }
    }

    /// Applies the sheet to a shadow root, in place of those before.
    pub fn apply(&self, root: &ShadowRoot) {
        self.share(root, js_sys::Array::new());
    }

    /// Applies the sheet to a shadow root as well as those before.
    pub fn add(&self, root: &ShadowRoot) {
        let before = property(root, SHARED).map(|list| js_sys::Array::from(&list));
        self.share(root, before.unwrap_or_default());
    }

    fn share(&self, root: &ShadowRoot, list: js_sys::Array) {
        if let Some(sheet) = &self.shared {
            list.push(sheet);
            let set = js_sys::Reflect::set(root, &SHARED.into(), &list);
            if set == Ok(true) && root.adopted_style_sheets().length() == list.length() {
                return;
            }
        }
        if let Some(style) = El::new("style") {
            let _ = root.append_child(style.text(self.text).as_ref());
        }
    }
}

/// Attaches a shadow root that the page cannot access.
///
/// It is open only in builds for tests (`open-shadow`), where a browser driver
/// has to press the buttons in it.
///
/// # Errors
/// When the element has one already, or may not have one.
pub fn attach(host: &Element) -> Result<ShadowRoot, JsValue> {
    let mode = if cfg!(feature = "open-shadow") {
        ShadowRootMode::Open
    } else {
        ShadowRootMode::Closed
    };
    let root = host.attach_shadow(&ShadowRootInit::new(mode))?;
    guard::register(host, &root);
    Ok(root)
}

/// Puts two live regions into a shadow root, a polite and an assertive one.
/// Screen readers read what comes into a live region that they know already: not
/// one that comes together with its text.
pub fn add_live_regions(root: &ShadowRoot) {
    for urgency in ["polite", "assertive"] {
        if let Some(live) = El::new("div") {
            let live = live.class("live").attr("aria-live", urgency);
            let _ = root.append_child(live.as_ref());
        }
    }
}

/// Shows an element in the top layer, above everything of the page. Where the
/// browser has no popovers, a high `z-index` is the fallback.
pub fn raise(host: &Element) {
    element::set(host, "popover", "manual");
    if property(host, "showPopover").is_some() {
        let shown: &web_sys::HtmlElement = host.unchecked_ref();
        // Hidden and shown again, it comes above what was raised since.
        let _ = shown.hide_popover();
        let _ = shown.show_popover();
    }
}
