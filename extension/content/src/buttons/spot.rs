//! The spot in a place at which a pair of buttons is added.
//!
//! It must be one where nothing moves because of a node more. At the end of a
//! text an inline element without content takes no room. Among the items of a
//! flexible box or a grid anything in the flow is an item more, with gaps around
//! it: there the pair is taken out of the flow.

use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use ringside::site::people::EDITORS;
use ringside_web::dom;

/// What cannot hold buttons: other controls, and what is drawn as one thing.
const CLOSED: &str = "a,button,summary,label,input,select,textarea,img,svg,picture,canvas,video,\
    audio,iframe,object,embed,hr,progress,meter,[role=button],[role=link],[role=option],\
    [role=tab],[role=img],[role=checkbox],[role=switch],[contenteditable]";
/// So many levels are entered at most.
const LEVELS: u32 = 6;

/// Where a pair is added: as the last child of this element.
#[derive(Debug)]
pub(super) struct Spot {
    pub(super) parent: Element,
    /// Whether it is taken out of the flow there.
    pub(super) apart: bool,
}

/// The spot in a place: behind the last text in it.
pub(super) fn spot_in(place: &Element) -> Spot {
    let mut parent = place.clone();
    for _ in 0..LEVELS {
        let Some(last) = last_block(&parent) else {
            break;
        };
        parent = last;
    }
    let apart = dom::styled(&parent, "display").is_some_and(|display| arranges(&display));
    Spot { parent, apart }
}

/// Whether an element of this kind arranges its children as items.
fn arranges(display: &str) -> bool {
    matches!(display, "flex" | "inline-flex" | "grid" | "inline-grid")
}

/// Whether an element is nothing to stand behind: one of ours, or one without
/// content, which is no line of its own.
fn is_passed_over(element: &Element) -> bool {
    let text = element.text_content().unwrap_or_default();
    dom::is_ours(element)
        || element.child_element_count() == 0
            && text.trim().is_empty()
            && !element.matches(CLOSED).unwrap_or(true)
}

/// The block with which an element ends, if one can be added to.
fn last_block(parent: &Element) -> Option<Element> {
    let mut last: Node = parent.last_child()?;
    let element = loop {
        let text = last.text_content().unwrap_or_default();
        match last.dyn_ref::<Element>() {
            Some(element) if !is_passed_over(element) => break element.clone(),
            // A text after the last element is where the line ends.
            None if last.node_type() == Node::TEXT_NODE && !text.trim().is_empty() => return None,
            _ => last = last.previous_sibling()?,
        }
    };
    if element.matches(CLOSED).unwrap_or(true) || element.matches(EDITORS).unwrap_or(true) {
        return None;
    }
    let display = dom::styled(&element, "display")?;
    let is_block = matches!(
        display.as_str(),
        "block" | "list-item" | "flow-root" | "flex" | "grid"
    );
    // Behind a text that is cut off, buttons would be, too.
    let cuts = dom::styled(&element, "overflow-x")? != "visible";
    (is_block && !cuts).then_some(element)
}
