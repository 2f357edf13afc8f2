//! Building elements, one by one.

use ringside::domain::decimal;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, Node, ShadowRoot, Window};

pub use crate::property::property;

/// The page's window.
///
/// `None` outside of pages, such as in a worker.
#[must_use]
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// The page's document.
#[must_use]
pub fn document() -> Option<Document> {
    window()?.document()
}

/// An element being built.
///
/// Every step is infallible for its caller: a page that breaks `setAttribute`
/// gets an incomplete element rather than a broken script.
#[derive(Clone, Debug)]
pub struct El(Element);

impl El {
    /// A new HTML element. `None` where there is no document.
    #[must_use]
    pub fn new(tag: &str) -> Option<Self> {
        document()?.create_element(tag).ok().map(Self)
    }

    /// A new element of the SVG namespace.
    #[must_use]
    pub fn svg(tag: &str) -> Option<Self> {
        document()?
            .create_element_ns(Some("http://www.w3.org/2000/svg"), tag)
            .ok()
            .map(Self)
    }

    /// Sets an attribute.
    #[must_use]
    pub fn attr(self, name: &str, value: &str) -> Self {
        set(&self.0, name, value);
        self
    }

    /// Sets the class.
    #[must_use]
    pub fn class(self, class: &str) -> Self {
        self.attr("class", class)
    }

    /// Sets the text.
    #[must_use]
    pub fn text(self, text: &str) -> Self {
        self.0.set_text_content(Some(text));
        self
    }

    /// Appends a child.
    #[must_use]
    pub fn child(self, child: impl AsRef<Element>) -> Self {
        append(&self.0, child.as_ref());
        self
    }

    /// The element.
    #[must_use]
    pub fn done(self) -> Element {
        self.0
    }
}

impl AsRef<Element> for El {
    fn as_ref(&self) -> &Element {
        &self.0
    }
}

/// Sets an attribute, unless it has that value already.
pub fn set(element: &Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        // Refused only for names that are no names.
        let _ = element.set_attribute(name, value);
    }
}

/// Removes an attribute.
pub fn unset(element: &Element, name: &str) {
    let _ = element.remove_attribute(name);
}

/// Sets or removes an attribute without value.
pub fn flag(element: &Element, name: &str, on: bool) {
    if on {
        set(element, name, "");
    } else {
        unset(element, name);
    }
}

/// Sets the text, unless it is that already: a live region would repeat it.
pub fn set_text_if_changed(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Appends a child.
pub fn append(parent: &Element, child: &Element) {
    // Refused only when the child contains the parent.
    let _ = parent.append_child(child);
}

/// Removes all children.
pub fn clear(parent: &Element) {
    while let Some(child) = parent.first_child() {
        let _ = parent.remove_child(&child);
    }
}

/// Sets one declaration of an element's own style. Done through the object
/// model, which no page's CSP forbids.
pub fn style(element: &Element, property: &str, value: &str) {
    let styled: &HtmlElement = element.unchecked_ref();
    let _ = styled.style().set_property(property, value);
}

/// A length in whole CSS pixels, as style sheets write it. Printing fractions
/// would cost more code than all of the toast.
#[must_use]
pub fn pixels(length: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "saturates")]
    let whole = length.round() as i32;
    let sign = if whole < 0 { "-" } else { "" };
    [sign, &decimal(whole.unsigned_abs().into()), "px"].concat()
}

/// The value that a property of an element's style has, as the browser computed
/// it.
#[must_use]
pub fn styled(element: &Element, property: &str) -> Option<String> {
    let style = window()?.get_computed_style(element).ok()??;
    style.get_property_value(property).ok()
}

/// The text of an element, with a space where a line or a block ends in it: the text
/// that a page gives (`textContent`) runs the last word of one into the first of the
/// next.
#[must_use]
pub fn text_in_lines(element: &Element) -> String {
    /// What is deeper is taken as one line: a page may nest without end.
    const LEVELS: u32 = 32;
    let mut text = String::new();
    add_text(element, &mut text, LEVELS);
    text
}

/// What stands in a line of text.
const IN_LINE: &str = "a,span,b,strong,i,em,u,mark,bdi,font,small,abbr,wbr,code";

fn add_text(element: &Element, text: &mut String, levels: u32) {
    if levels == 0 {
        text.push_str(&element.text_content().unwrap_or_default());
        return;
    }
    let children = element.child_nodes();
    for child in (0..children.length()).filter_map(|at| children.get(at)) {
        let Some(element) = child.dyn_ref::<Element>() else {
            if child.node_type() == Node::TEXT_NODE {
                text.push_str(&child.node_value().unwrap_or_default());
            }
            continue;
        };
        let is_in_line = element.matches(IN_LINE).unwrap_or_default();
        if !is_in_line {
            text.push(' ');
        }
        add_text(element, text, levels - 1);
        if !is_in_line {
            text.push(' ');
        }
    }
}

/// The element around this one, also beyond the edge of a shadow tree.
#[must_use]
pub fn parent(element: &Element) -> Option<Element> {
    element.parent_element().or_else(|| host(element))
}

/// The element itself or the nearest around it that a selector matches, also beyond
/// the edge of a shadow tree.
#[must_use]
pub fn closest(element: &Element, css: &str) -> Option<Element> {
    let mut from = element.clone();
    loop {
        let found = from.closest(css).ok().flatten();
        if found.is_some() {
            return found;
        }
        from = host(&from)?;
    }
}

/// The element in whose shadow tree this one is.
fn host(element: &Element) -> Option<Element> {
    let root: ShadowRoot = element.get_root_node().dyn_into().ok()?;
    Some(root.host())
}
