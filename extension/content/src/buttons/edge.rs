//! Where a text ends, and the room behind it.

use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element, Node};

use ringside_web::dom;

/// What is half as high as a line of text: what is nearer is on the same line.
const BAND: f64 = 8.0;
/// So many elements behind a text are looked at, on each level around it.
const FOLLOWING: usize = 8;

/// Where a text ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) x: f64,
    /// Its middle.
    pub(super) y: f64,
    /// Whether texts run from right to left.
    pub(super) is_rtl: bool,
    /// Whether what ends there can be pressed.
    pub(super) is_control: bool,
}

impl End {
    pub(super) fn of(area: &DomRect, is_rtl: bool, is_control: bool) -> Self {
        Self {
            x: if is_rtl { area.left() } else { area.right() },
            y: middle(area),
            is_rtl,
            is_control,
        }
    }
}

/// The middle of an area, from the top of the viewport.
pub(super) fn middle(area: &DomRect) -> f64 {
    f64::midpoint(area.top(), area.bottom())
}

/// Where the room behind a text ends: at what follows on the same line, at the
/// edge of what cuts it off, or of `bounds`. `beyond` is whether it goes on
/// beyond these: behind the last cell of a row nothing of the row follows.
pub(super) fn edge_behind(end: &End, from: &Element, bounds: &Element, beyond: bool) -> f64 {
    let nearer = |one: f64, other: f64| {
        if end.is_rtl {
            one.max(other)
        } else {
            one.min(other)
        }
    };
    let mut edge = match dom::document().and_then(|document| document.document_element()) {
        Some(page) if !end.is_rtl => f64::from(page.client_width()),
        _ => 0.0,
    };
    let mut node = from.clone();
    loop {
        for area in siblings(&node, node.contains(Some(bounds))) {
            let is_on_this_line = area.top() < end.y + BAND && area.bottom() > end.y - BAND;
            let start = if end.is_rtl {
                area.right()
            } else {
                area.left()
            };
            let ahead = if end.is_rtl {
                end.x - start
            } else {
                start - end.x
            };
            if is_on_this_line && ahead >= -1.0 {
                edge = nearer(edge, start);
            }
        }
        if node == *bounds && !beyond {
            return nearer(edge, inner_edge(&node, end.is_rtl));
        }
        let Some(parent) = dom::element::parent(&node) else {
            return edge;
        };
        node = parent;
        if dom::element::parent(&node).is_some() && cuts(&node) {
            edge = nearer(edge, inner_edge(&node, end.is_rtl));
        }
    }
}

/// Whether no cell follows this one in its row.
pub(super) fn last_of_its_row(cell: &Element, cells: &str) -> bool {
    cell.matches(cells).unwrap_or_default() && {
        let mut next = cell.next_element_sibling();
        while let Some(sibling) = next {
            if sibling.get_bounding_client_rect().width() > 0.0 {
                return false;
            }
            next = sibling.next_element_sibling();
        }
        true
    }
}

/// Where the siblings of a node are: those after it, and with `both` those before
/// it as well. A page may arrange its parts in another order than it has them.
fn siblings(node: &Element, both: bool) -> Vec<DomRect> {
    let mut areas = Vec::new();
    let mut next = node.next_sibling();
    for _ in 0..FOLLOWING {
        let Some(sibling) = next else { break };
        areas.extend(area_of(&sibling));
        next = sibling.next_sibling();
    }
    let mut before = node.previous_sibling().filter(|_| both);
    for _ in 0..FOLLOWING {
        let Some(sibling) = before else { break };
        areas.extend(area_of(&sibling));
        before = sibling.previous_sibling();
    }
    areas
}

/// Where a node is, if it is shown.
fn area_of(node: &Node) -> Option<DomRect> {
    let area = if let Some(element) = node.dyn_ref::<Element>() {
        if dom::is_ours(element) {
            return None;
        }
        element.get_bounding_client_rect()
    } else {
        if node.node_type() != Node::TEXT_NODE || node.text_content()?.trim().is_empty() {
            return None;
        }
        let range = dom::document()?.create_range().ok()?;
        range.select_node(node).ok()?;
        range.get_bounding_client_rect()
    };
    (area.width() > 0.0 && area.height() > 0.0).then_some(area)
}

/// Where the inside of an element ends, without its border and scroll bar.
fn inner_edge(element: &Element, is_rtl: bool) -> f64 {
    let area = element.get_bounding_client_rect();
    let start = area.left() + f64::from(element.client_left());
    let width = f64::from(element.client_width());
    if is_rtl {
        start
    } else if width > 0.0 {
        // It is a whole number, and may be rounded up.
        (start + width - 0.5).min(area.right())
    } else {
        area.right()
    }
}

/// Whether an element cuts off what is wider than itself.
fn cuts(element: &Element) -> bool {
    dom::styled(element, "overflow-x").is_some_and(|overflow| overflow != "visible")
}
