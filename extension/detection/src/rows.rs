//! Rows, and all that belongs to them: grids with pinned columns show a row in two
//! elements, components show cells in slots.

use js_sys::{Array, Set};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Node};

use super::nodes::{children, each, first};
use super::slots::{closest_shown, filled, root_of};
use ringside::site::people::ROWS;
use ringside_web::dom::element::{closest, parent};

/// Lists whose rows have their buttons in the same place.
const LISTS: &str = "table,[role=grid],[role=treegrid],[role=table],[role=list],ul,ol";
const GRIDS: &str = "[role=grid],[role=treegrid]";
/// What says which row an element is a part of.
const NUMBERS: [&str; 2] = ["row-index", "aria-rowindex"];
/// What says in which column a cell is.
const COLUMNS: [&str; 2] = ["aria-colindex", "col-id"];
/// Grids have their containers no deeper in each other.
const LEVELS: usize = 6;
/// Beside each other there are no more containers. Of rows there are.
const CONTAINERS: u32 = 12;
/// More elements than these are told as the one that they are in.
const MOST: u32 = 60;

/// A row, as an element in it sees it.
pub(super) struct Row {
    pub(super) element: Element,
    /// The element of the document that is shown in a slot of the row, and has in it
    /// what was asked about.
    pub(super) slotted: Option<Element>,
}

/// The row that this element is in.
#[inline(never)]
pub(super) fn row_of(element: &Element) -> Option<Row> {
    let (element, slotted) = closest_shown(element, ROWS)?;
    Some(Row { element, slotted })
}

/// Whether two elements are of the same row, or of none both: the same address in
/// both is the same person then, said twice.
#[must_use]
pub fn are_of_one_row(one: &Element, other: &Element) -> bool {
    match [one, other].map(row_of) {
        [None, None] => true,
        [Some(one), Some(other)] => {
            one.element == other.element || parts(&one.element).contains(&other.element)
        }
        _ => false,
    }
}

/// The list in which this element is: all its rows have their buttons in one place.
#[must_use]
pub fn list_of(holder: &Element) -> Option<Element> {
    closest(holder, LISTS).or_else(|| parent(holder))
}

/// The elements that a row consists of, itself among them, in the order of the page.
#[inline(never)]
pub(super) fn parts(row: &Element) -> Vec<Element> {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    if let Some((css, grid)) = same_number(row) {
        let mut branch = row.parent_element();
        // Not the whole grid is asked: where no row has parts, there is nothing beside
        // the rows but headings, however many rows there are.
        for _ in 0..LEVELS {
            let Some(inner) = branch.filter(|inner| *inner != grid) else {
                break;
            };
            branch = inner.parent_element();
            let mut here = Vec::new();
            let mut is_before = true;
            let Some(outer) = &branch else { break };
            if outer.child_element_count() > CONTAINERS {
                continue;
            }
            for child in children(&outer.children(), CONTAINERS) {
                if child == inner {
                    is_before = false;
                } else if let Some(part) = first(&child, &css)
                    && is_part(&part, row, &grid)
                {
                    if is_before { &mut here } else { &mut after }.push(part);
                }
            }
            here.append(&mut before);
            before = here;
        }
    }
    before.push(row.clone());
    before.append(&mut after);
    before
}

/// The selector of the rows with the same number, and the grid that they are in.
fn same_number(row: &Element) -> Option<(String, Element)> {
    let grid = row.closest(GRIDS).ok().flatten()?;
    for name in NUMBERS {
        if let Some(number) = row.get_attribute(name) {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
            let css = ["[role=row][", name, "=\"", &number, "\"]"].concat();
            return number.bytes().all(is_plain).then_some((css, grid));
        }
    }
    None
}

/// Whether a row with the same number is a part of this one. Some pages count from the
/// beginning in each group of rows: these have the same columns.
fn is_part(other: &Element, row: &Element, grid: &Element) -> bool {
    for name in COLUMNS {
        let css = ["[", name, "]"].concat();
        let column = |row: &Element| first(row, &css)?.get_attribute(name);
        let own = column(row);
        if own.is_some() && own == column(other) {
            return false;
        }
    }
    let own_grid = other.closest(GRIDS).ok().flatten();
    own_grid.as_ref() == Some(grid) && first(other, "[role=columnheader]").is_none()
}

/// What else belongs to the rows in which something has changed: elements to be looked
/// at as well, because a name in there may be another now, or an address somebody's.
#[must_use]
pub fn rest_of_rows(changed: &Array) -> Array {
    let rest = Set::new(&JsValue::UNDEFINED);
    for at in 0..changed.length() {
        // A text counts as the element that it stands in.
        let node: Node = changed.get(at).unchecked_into();
        let element = match node.dyn_into() {
            Ok(element) => Some(element),
            Err(text) => text.parent_element(),
        };
        if let Some(element) = element {
            add_rest(&element, &rest);
        }
    }
    Array::from(&rest)
}

fn add_rest(changed: &Element, rest: &Set) {
    let grid = closest(changed, GRIDS);
    let is_in_grid = |row: &Row| {
        let around = grid.as_ref().map(|grid| row.element.contains(Some(grid)));
        around != Some(true)
    };
    let row = row_of(changed).filter(is_in_grid);
    match (&row, &grid) {
        (Some(row), _) => add_parts(&row.element, rest),
        (None, Some(grid)) => add_parts_below(changed, grid, rest),
        (None, None) => {}
    }
    let shown_in = row.as_ref().map_or(changed, |row| &row.element);
    let cells = filled(shown_in);
    if cells.len() > MOST as usize {
        if let Some(root) = root_of(shown_in) {
            rest.add(&root.host());
        }
    } else {
        for (_, cell) in cells {
            rest.add(&cell);
        }
    }
}

/// The same for rows in something new: a container of them may have come anew.
fn add_parts_below(changed: &Element, grid: &Element, rest: &Set) {
    let rows = each(changed, "[role=row]", MOST + 1);
    let is_all = rows.len() <= MOST as usize;
    for row in rows {
        if is_all {
            add_parts(&row, rest);
        } else if parts(&row).len() > 1 {
            rest.add(grid);
            break;
        }
    }
}

fn add_parts(row: &Element, rest: &Set) {
    for part in parts(row) {
        if part != *row {
            rest.add(&part);
        }
    }
}
