//! Finding nodes: selectors, and what they cannot say as XPath.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCollection, Node, XPathResult};

/// Cells, the last of which has the row's own buttons as a rule.
pub(super) const CELLS: &str = "td,[role=gridcell],[role=cell]";

/// Whether a selector matches; an invalid one never does.
pub(super) fn is(element: &Element, css: &str) -> bool {
    element.matches(css).unwrap_or(false)
}

/// What an XPath finds below `root`, as an ordered snapshot.
pub(super) fn snapshot(root: &Element, xpath: &str) -> Option<XPathResult> {
    let all = XPathResult::ORDERED_NODE_SNAPSHOT_TYPE;
    let document = root.owner_document()?;
    let found = document.evaluate_with_opt_callback_and_type(xpath, root, None, all);
    found.ok()
}

/// The first element below this one that a selector finds.
pub(super) fn first(element: &Element, css: &str) -> Option<Element> {
    element.query_selector(css).ok().flatten()
}

/// All of them, up to so many.
// One copy: each kind of iterator would be a copy of its own.
#[inline(never)]
pub(super) fn each(element: &Element, css: &str, most: u32) -> Vec<Element> {
    let mut all = Vec::new();
    if let Ok(found) = element.query_selector_all(css) {
        for at in 0..found.length().min(most) {
            if let Some(node) = found.get(at) {
                all.push(node.unchecked_into());
            }
        }
    }
    all
}

/// The first of an element's children, or a tree's. A selector would go through all that
/// is below.
#[inline(never)]
pub(super) fn children(all: &HtmlCollection, most: u32) -> Vec<Element> {
    let mut children = Vec::new();
    for at in 0..all.length().min(most) {
        if let Some(child) = all.item(at) {
            children.push(child);
        }
    }
    children
}

/// The nodes below `root` that an XPath finds, in the order of the page.
pub(super) fn select(root: &Element, xpath: &str) -> Vec<Node> {
    let mut nodes = Vec::new();
    if let Some(found) = snapshot(root, xpath) {
        while let Ok(Some(node)) = found.snapshot_item(number(nodes.len())) {
            nodes.push(node);
        }
    }
    nodes
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
