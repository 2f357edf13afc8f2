//! Finding nodes: selectors, and what they cannot say as XPath.

use wasm_bindgen::JsCast;
use web_sys::{Element, XPathResult};

/// Cells, the last of which has the row's own buttons as a rule.
pub(super) const CELLS: &str = "td,[role=gridcell],[role=cell]";

/// Whether a selector matches; an invalid one never does.
pub(super) fn is(element: &Element, css: &str) -> bool {
    element.matches(css).unwrap_or(false)
}

/// The element itself or the nearest around it that a selector matches.
pub(super) fn closest(element: &Element, css: &str) -> Option<Element> {
    element.closest(css).ok().flatten()
}

/// What an XPath finds below `root`, as an ordered snapshot.
pub(super) fn snapshot(root: &Element, xpath: &str) -> Option<XPathResult> {
    let all = XPathResult::ORDERED_NODE_SNAPSHOT_TYPE;
    let document = root.owner_document()?;
    let found = document.evaluate_with_opt_callback_and_type(xpath, root, None, all);
    found.ok()
}

/// The nodes below `root` that an XPath finds, in the order of the page. `T` is
/// what the XPath finds.
pub(super) fn select<T: JsCast>(root: &Element, xpath: &str) -> Vec<T> {
    let mut nodes = Vec::new();
    if let Some(found) = snapshot(root, xpath) {
        while let Ok(Some(node)) = found.snapshot_item(number(nodes.len())) {
            nodes.push(node.unchecked_into());
        }
    }
    nodes
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
