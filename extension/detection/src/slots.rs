//! Slots: what a component shows in its shadow tree of what stands in it in the
//! document. A row may be there, and its cells here.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlSlotElement, Node, ShadowRoot};

use super::nodes::{each, is, select};
use super::roots;
use ringside_web::browser::roots::shadow_root;
use ringside_web::dom::element::{closest, parent};

/// Only slots with names are followed: what is in the one without a name is together
/// in the document as well.
const SLOTTED: &str = "[slot]";

/// The element itself or the nearest around it that a selector matches, in the order
/// in which the page is shown: around what is in a slot is what is around the slot.
/// With it comes the outermost element on the way that is in a slot.
#[inline(never)]
pub(super) fn closest_shown(element: &Element, css: &str) -> Option<(Element, Option<Element>)> {
    let mut from = element.clone();
    let mut slotted = None;
    loop {
        let found = closest(&from, css);
        match next_slot(&from) {
            // Pages without slots come by here.
            None => return Some((found?, slotted)),
            Some((inner, _)) if found.as_ref().is_some_and(|found| contains(&inner, found)) => {
                return Some((found?, slotted));
            }
            Some((inner, slot)) => {
                slotted = Some(inner);
                from = slot;
            }
        }
    }
}

/// The nearest element around this one, itself included, that is in a slot, and the
/// slot.
fn next_slot(element: &Element) -> Option<(Element, Element)> {
    let mut slotted = closest(element, SLOTTED)?;
    loop {
        if let Some(slot) = slot_of(&slotted) {
            return Some((slotted, slot));
        }
        // The attribute means nothing where the parent has no such slot.
        let outer = parent(&slotted)?;
        slotted = closest(&outer, SLOTTED)?;
    }
}

/// Whether one element is around another, or the same, also beyond the edge of a
/// shadow tree.
fn contains(outer: &Element, inner: &Element) -> bool {
    let mut from = inner.clone();
    loop {
        if outer.contains(Some(&from)) {
            return true;
        }
        match root_of(&from) {
            Some(root) => from = root.host(),
            None => return false,
        }
    }
}

/// The slot in which an element with a slot's name is shown.
fn slot_of(slotted: &Element) -> Option<Element> {
    if let Some(slot) = slotted.assigned_slot() {
        return Some(slot.unchecked_into());
    }
    // A closed tree does not tell.
    let root = shadow_root(&slotted.parent_element()?)?;
    let name = slotted.get_attribute("slot")?;
    if name.bytes().any(|byte| byte == b'"' || byte == b'\\') {
        return None;
    }
    let css = ["slot[name=\"", &name, "\"]"].concat();
    root.query_selector(&css).ok().flatten()
}

/// What is shown in the slots in an element, itself included, and stands outside of
/// it in the document. Of each slot with something in it also the slot, because what
/// else is in it is not shown.
#[inline(never)]
pub(super) fn filled(inside: &Element) -> Vec<(Element, Element)> {
    // Only in shadow trees slots mean something.
    if root_of(inside).is_none() {
        return Vec::new();
    }
    let mut filled = Vec::new();
    let mut slots = each(inside, "slot", u32::MAX);
    if is(inside, "slot") {
        slots.push(inside.clone());
    }
    for slot in slots {
        for node in slot
            .unchecked_ref::<HtmlSlotElement>()
            .assigned_nodes()
            .iter()
        {
            if let Ok(element) = node.dyn_into() {
                filled.push((slot.clone(), element));
            }
        }
    }
    filled
}

/// The nodes that an XPath finds in an element, in the shadow trees in it, and in what
/// is shown in its slots.
#[inline(never)]
pub(super) fn select_deep(inside: &Element, xpath: &str) -> Vec<Node> {
    let mut nodes: Vec<Node> = select(inside, xpath);
    let filled = filled(inside);
    // What a slot has of its own is not shown then.
    nodes.retain(|node| !filled.iter().any(|(slot, _)| slot.contains(Some(node))));
    for root in roots::below(inside) {
        for part in roots::parts(&root) {
            nodes.append(&mut select(&part, xpath));
        }
    }
    for (_, element) in filled {
        nodes.append(&mut select_deep(&element, xpath));
    }
    nodes
}

/// The root of the shadow tree that an element is in.
pub(super) fn root_of(element: &Element) -> Option<ShadowRoot> {
    element.get_root_node().dyn_into().ok()
}
