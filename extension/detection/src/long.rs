//! Long lists, of which only the rows near the viewport are looked at.
//!
//! Nothing is observed for each row: in a list of ten thousand that alone would cost
//! more than all the rest. [`ringside::site::nearby`] finds them by bisection.

use js_sys::{Array, WeakSet};
use web_sys::Element;

use ringside::site::nearby::{Span, rows_in};

/// Elements that come after so many of their kind: their parents are long lists.
const BEYOND: &str =
    "tr:nth-child(201),li:nth-child(201),div:nth-child(201),article:nth-child(201)";

/// The long lists in a part of the page, but for those in `others`, behind the parts
/// of it that are in none: two arrays of elements. Of lists in each other the
/// innermost count.
#[must_use]
pub fn long_lists(inside: &Element, others: &WeakSet) -> Array {
    let mut lists: Vec<Element> = Vec::new();
    let beyond = inside.query_selector_all(BEYOND).ok();
    let beyond = (0..).map_while(|at| beyond.as_ref()?.get(at));
    for row in beyond {
        let list = row.parent_element();
        // What the page keeps behind its end is no list.
        let list = list.filter(|list| list.tag_name() != "BODY" && !others.has(list));
        if let Some(list) = list {
            // The outer one comes first, or after the inner one.
            lists.retain(|other| !other.contains(Some(&list)));
            if !lists.iter().any(|other| list.contains(Some(other))) {
                lists.push(list);
            }
        }
    }
    let parts = Array::new();
    add_parts(inside, &lists, &parts);
    Array::of2(&parts, &lists.iter().collect::<Array>())
}

fn add_parts(inside: &Element, lists: &[Element], parts: &Array) {
    if lists.contains(inside) {
        return;
    }
    if !lists.iter().any(|list| inside.contains(Some(list))) {
        parts.push(inside);
        return;
    }
    let children = inside.children();
    for child in (0..children.length()).filter_map(|at| children.item(at)) {
        add_parts(&child, lists, parts);
    }
}

/// The rows of a list that reach into the part of the page between these two, in CSS
/// pixels from the top of the viewport. `None` where it shows its rows in another
/// order than it has them.
#[must_use]
pub fn rows_between(list: &Element, top: f64, bottom: f64) -> Option<Array> {
    let rows = list.children();
    let at = |row| {
        let area = rows.item(row)?.get_bounding_client_rect();
        let is_shown = area.width() > 0.0 || area.height() > 0.0;
        is_shown.then(|| Span {
            top: area.top(),
            bottom: area.bottom(),
        })
    };
    let near = rows_in(Span { top, bottom }, rows.length(), at)?;
    Some(near.into_iter().filter_map(|row| rows.item(row)).collect())
}
