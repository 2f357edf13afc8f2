//! Finding nodes: selectors, and what they cannot say as XPath.

use wasm_bindgen::JsCast;
use web_sys::{Element, XPathResult};

use super::roots;

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

/// The nodes that an XPath finds in an element, and in the shadow trees in it.
pub(super) fn select_deep<T: JsCast>(inside: &Element, xpath: &str) -> Vec<T> {
    let mut nodes = select(inside, xpath);
    for root in roots::below(inside) {
        for part in roots::parts(&root) {
            nodes.extend(select::<T>(&part, xpath));
        }
    }
    nodes
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
