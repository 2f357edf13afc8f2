//! A layer in front of a long table, in which its pairs of buttons stand.
//!
//! Each node that is added to a cell makes the browser lay out the whole table
//! anew. The layer stands beside the table, moves and scrolls with it, and takes no
//! room. Where a page would move because of it, or covers what is in it, there is
//! none, and the buttons stand in the cells.

use web_sys::{DomRect, Element};

use super::room::is_rendered;
use crate::MARK;
use ringside_web::dom::shadow::{Sheet, attach};
use ringside_web::dom::{self, El};

const IN_FLOW: &str = "layer";
const APART: &str = "layer apart";
/// Lengths nearer to each other than this are the same.
const ROUNDING: f64 = 1.5;

/// The layer of one table. Dropping it removes it, with all that is in it.
#[derive(Debug)]
pub(super) struct Layer {
    host: Element,
    table: Element,
    /// Whether a pair in it was seen where it belongs.
    is_proven: bool,
}

/// What a look at a pair in a layer tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// It is seen where it belongs.
    Right,
    /// It is somewhere else, or covered by the table.
    Wrong,
    /// It is out of sight now.
    Open,
}

impl Layer {
    /// Adds a layer for the table around these rows. `None` where they are in none,
    /// or where the page would not be as before.
    pub(super) fn around(rows: &Element) -> Option<Self> {
        let table = rows.closest("table").ok().flatten()?;
        if dom::styled(&table, "display").as_deref() != Some("table") || has_sticky_cells(rows) {
            return None;
        }
        let parent = table.parent_element()?;
        let mark = mark_in(&parent)?;
        let host = El::new("span")?.attr(MARK, mark).done();
        let root = attach(&host).ok()?;
        let sheet = Sheet::new(include_str!(concat!(env!("OUT_DIR"), "/layer.css")));
        sheet.apply(&root);
        let inside = El::new("div")?.child(El::new("slot")?);
        root.append_child(inside.as_ref()).ok()?;
        let layer = Self {
            host,
            table,
            is_proven: false,
        };
        let places = [
            // What sticks to the top of the table is in front of it.
            Element::before_with_node_1,
            // Style sheets may count what is before the table.
            Element::after_with_node_1,
        ];
        let before = layer.boxes(&parent);
        for add in places {
            add(&layer.table, &layer.host).ok()?;
            if layer.boxes(&parent) == before {
                return Some(layer);
            }
        }
        None
    }

    /// What its pairs are added to.
    pub(super) fn host(&self) -> &Element {
        &self.host
    }

    /// Whether it is still to be seen that pairs in it stand where they belong.
    pub(super) fn is_to_be_proven(&self) -> bool {
        !self.is_proven
    }

    /// Looks at what is shown of a pair, whose host is `host`, `right` and `down` of
    /// which it is meant to begin.
    pub(super) fn prove(&mut self, host: &Element, shown: &Element, right: f64) -> Proof {
        let area = shown.get_bounding_client_rect();
        if area.width() == 0.0 {
            return Proof::Open;
        }
        let begins = host.get_bounding_client_rect().left() + right;
        let is_there =
            (area.left() - begins).abs() < ROUNDING || (area.right() - begins).abs() < ROUNDING;
        let proof = if is_there {
            self.what_is_in_front(&area, host)
        } else {
            Proof::Wrong
        };
        self.is_proven = proof == Proof::Right;
        proof
    }

    fn what_is_in_front(&self, area: &DomRect, host: &Element) -> Proof {
        #[expect(clippy::cast_possible_truncation, reason = "coordinates of a screen")]
        let [x, y] = [
            area.left() + area.width() / 2.0,
            area.top() + area.height() / 2.0,
        ]
        .map(|at| at as f32);
        let hit = dom::document().and_then(|document| document.element_from_point(x, y));
        match hit {
            Some(hit) if hit == *host => Proof::Right,
            Some(hit) if self.table.contains(Some(&hit)) => Proof::Wrong,
            _ => Proof::Open,
        }
    }

    /// Where the table is, and what it stands in.
    fn boxes(&self, parent: &Element) -> [[f64; 4]; 2] {
        [&self.table, parent].map(|element| {
            let area = element.get_bounding_client_rect();
            [area.left(), area.top(), area.width(), area.height()]
        })
    }
}

impl Drop for Layer {
    fn drop(&mut self) {
        self.host.remove();
    }
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
    while let Some(hidden) = row.as_ref().filter(|row| !is_rendered(row)) {
        row = hidden.next_element_sibling();
    }
    let cells = row.map(|row| row.children());
    let cells = (0..).map_while(|at| cells.as_ref()?.item(at));
    cells
        .filter_map(|cell| dom::styled(&cell, "position"))
        .any(|position| position == "sticky")
}
