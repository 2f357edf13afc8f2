//! A layer in front of a long table, in which its pairs of buttons stand.
//!
//! Each node that is added to a cell makes the browser lay out the whole table
//! anew. The layer stands beside the table, moves and scrolls with it, and takes no
//! room. Where a page would move because of it, or covers what is in it, there is
//! none, and the buttons stand in the cells.

use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element};

use ringside_web::browser::roots::shadow_root;
use ringside_web::dom::shadow::{MARK, Sheet, attach};
use ringside_web::dom::{self, El};

const IN_FLOW: &str = "layer";
const APART: &str = "layer apart";
/// Lengths nearer to each other than this are the same.
const ROUNDING: f64 = 1.5;

/// Adds a layer for the table around these rows; buttons are added as its children.
/// `None` where they are in no table, or where the page would not be as before.
#[must_use]
pub fn layer(rows: &Element) -> Option<Element> {
    let table = rows.closest("table").ok().flatten()?;
    if dom::styled(&table, "display").as_deref() != Some("table") || has_sticky_cells(rows) {
        return None;
    }
    let parent = table.parent_element()?;
    remove_copies(&parent);
    let host = El::new("span")?.attr(MARK, mark_in(&parent)?).done();
    let root = attach(&host).ok()?;
    Sheet::new(include_str!(concat!(env!("OUT_DIR"), "/layer.css"))).apply(&root);
    let inside = El::new("div")?.child(El::new("slot")?);
    root.append_child(inside.as_ref()).ok()?;
    let before = [&table, &parent].map(area);
    for add in [
        // What sticks to the top of the table is in front of it.
        Element::before_with_node_1,
        // Style sheets may count what is before the table.
        Element::after_with_node_1,
    ] {
        add(&table, &host).ok()?;
        if [&table, &parent].map(area) == before {
            return Some(host);
        }
    }
    host.remove();
    None
}

fn area(element: &Element) -> [f64; 4] {
    let area = element.get_bounding_client_rect();
    [area.left(), area.top(), area.width(), area.height()]
}

/// Removes the layers in here without a shadow root: a page that copies its table
/// together with what is around it copies ours, too.
fn remove_copies(parent: &Element) {
    let css = [":scope > [", MARK, "~=layer]"].concat();
    let left = parent.query_selector_all(&css).ok();
    let left = (0..).map_while(|at| left.as_ref()?.get(at));
    for left in left.map(JsCast::unchecked_into::<Element>) {
        if shadow_root(&left).is_none() {
            left.remove();
        }
    }
}

/// Whether what is shown in a layer is where it belongs, beginning at `start` from the
/// left edge of the viewport, with nothing of the list in front of it. `None` where
/// that cannot be told: it is out of sight now.
#[must_use]
pub fn is_in_front(host: &Element, shown: &Element, list: &Element, start: f64) -> Option<bool> {
    let area = shown.get_bounding_client_rect();
    if area.width() == 0.0 {
        return None;
    }
    // Where text runs from right to left, it begins on the right.
    let edges = [area.left(), area.right()];
    if edges.iter().all(|edge| (edge - start).abs() > ROUNDING) {
        return Some(false);
    }
    let hit = hit(&area)?;
    if hit == *host {
        return Some(true);
    }
    list.contains(Some(&hit)).then_some(false)
}

/// What is seen in the middle of an area.
fn hit(area: &DomRect) -> Option<Element> {
    #[expect(clippy::cast_possible_truncation, reason = "coordinates of a screen")]
    let [x, y] = [
        area.left() + area.width() / 2.0,
        area.top() + area.height() / 2.0,
    ]
    .map(|at| at as f32);
    dom::document()?.element_from_point(x, y)
}

/// How a layer can be added to this element. `None` where it would not scroll with
/// what is in there, or would be laid out as something else.
fn mark_in(parent: &Element) -> Option<&'static str> {
    match dom::styled(parent, "display")?.as_str() {
        "block" | "flow-root" | "list-item" | "inline-block" | "table-cell" => Some(IN_FLOW),
        "flex" | "inline-flex" | "grid" | "inline-grid" => {
            scrolls_what_is_apart(parent).then_some(APART)
        }
        _ => None,
    }
}

/// Whether everything that scrolls this element also scrolls what is taken out of
/// the flow in it: that belongs to the nearest positioned element.
fn scrolls_what_is_apart(parent: &Element) -> bool {
    let mut around = Some(parent.clone());
    while let Some(element) = around {
        around = element.parent_element();
        let is_page = around.is_none() || element.tag_name() == "BODY";
        if is_page || dom::styled(&element, "position").is_some_and(|it| it != "static") {
            return true;
        }
        if dom::styled(&element, "overflow-x").is_some_and(|it| it != "visible") {
            return false;
        }
    }
    true
}

/// Whether cells of the first row that is shown stand still while the table scrolls
/// sideways: what is in the layer does not.
fn has_sticky_cells(rows: &Element) -> bool {
    let mut row = rows.first_element_child();
    while let Some(hidden) = row
        .as_ref()
        .filter(|row| row.get_client_rects().length() == 0)
    {
        row = hidden.next_element_sibling();
    }
    let cells = row.map(|row| row.children());
    let cells = (0..).map_while(|at| cells.as_ref()?.item(at));
    cells
        .filter_map(|cell| dom::styled(&cell, "position"))
        .any(|position| position == "sticky")
}
