//! Long lists: of these only the rows near the viewport are ever looked at.
//!
//! Which rows that are is found anew when something scrolls or has changed
//! (`ringside::site::nearby`). Nothing is observed for each row: in a list of ten
//! thousand that alone would cost more than all the rest.

use js_sys::WeakSet;
use web_sys::Element;

use super::layer::Layer;
use super::{MARGIN, SHORT_LIST};
use ringside::site::nearby::{Span, rows_in};
use ringside::site::profile::Page;
use ringside_web::dom;

/// Elements that come after so many of their kind: their parents are long lists.
const BEYOND: &str = "tr:nth-child(201),li:nth-child(201),div:nth-child(201),article:nth-child(201)";

/// A long list on a page of which no profile says anything.
#[derive(Debug)]
pub(super) struct LongList {
    /// What has the rows as its children.
    pub(super) rows: Element,
    pub(super) page: &'static Page,
    /// The rows that were looked at since they changed.
    looked: WeakSet,
    /// Where it began, from the top of the viewport.
    top: Option<f64>,
    pub(super) front: Front,
}

/// What is in front of a long list.
#[derive(Debug)]
pub(super) enum Front {
    /// It was not tried yet.
    Open,
    Layer(Layer),
    /// Nothing: its buttons stand in its rows.
    Nothing,
}

/// Which rows are near the viewport.
pub(super) enum Near {
    /// These have not been looked at yet.
    Rows(Vec<Element>),
    /// It is passing by too fast for anybody to see a row.
    Passing,
    /// It shows its rows in another order than it has them.
    Unordered,
    /// It is no longer in the page.
    Gone,
}

impl LongList {
    pub(super) fn new(rows: Element, page: &'static Page) -> Self {
        Self {
            rows,
            page,
            looked: WeakSet::new(),
            top: None,
            front: Front::Open,
        }
    }

    /// The rows near the viewport.
    pub(super) fn near(&mut self) -> Near {
        if !self.rows.is_connected() {
            return Near::Gone;
        }
        let height = viewport_height();
        let top = self.rows.get_bounding_client_rect().top();
        let before = self.top.replace(top);
        if before.is_some_and(|before| (before - top).abs() > height) {
            return Near::Passing;
        }
        let margin = f64::from(MARGIN);
        let part = Span {
            top: -margin,
            bottom: height + margin,
        };
        let rows = self.rows.children();
        let near = rows_in(part, rows.length(), |row| span_of(&rows.item(row)?));
        let Some(near) = near else {
            return Near::Unordered;
        };
        let near = near.into_iter().filter_map(|row| rows.item(row));
        let fresh = near.filter(|row| !self.looked.has(row));
        let fresh: Vec<Element> = fresh.collect();
        for row in &fresh {
            self.looked.add(row);
        }
        Near::Rows(fresh)
    }

    /// All rows are to be looked at again.
    pub(super) fn look_again(&mut self) {
        self.looked = WeakSet::new();
    }

    /// The row in which this is, is to be looked at again. False when this is in no
    /// row of the list.
    pub(super) fn look_again_at(&self, inside: &Element) -> bool {
        let mut row = inside.clone();
        loop {
            match dom::element::parent(&row) {
                Some(parent) if parent == self.rows => break,
                Some(parent) => row = parent,
                None => return false,
            }
        }
        self.looked.delete(&row);
        true
    }
}

/// Whether something is so far away that its buttons need not stay.
pub(super) fn is_far(element: &Element) -> bool {
    let far = 2.0 * f64::from(MARGIN);
    span_of(element).is_none_or(|span| span.bottom < -far || span.top > viewport_height() + far)
}

/// Whether there are so many elements in this one that it may be a long list.
pub(super) fn is_long(element: &Element) -> bool {
    usize::try_from(element.child_element_count()).is_ok_and(|count| count > SHORT_LIST)
}

/// The long lists in a part of the page, and the parts that are in none. Of lists in
/// each other the innermost count.
pub(super) fn split(
    inside: &Element,
    counts: impl Fn(&Element) -> bool,
) -> (Vec<Element>, Vec<Element>) {
    let mut lists: Vec<Element> = Vec::new();
    let beyond = inside.query_selector_all(BEYOND).ok();
    let beyond = (0..).map_while(|at| beyond.as_ref()?.get(at));
    for row in beyond {
        if let Some(list) = row.parent_element().filter(&counts) {
            // The outer one comes first, or after the inner one.
            lists.retain(|other| !other.contains(Some(&list)));
            if !lists.iter().any(|other| list.contains(Some(other))) {
                lists.push(list);
            }
        }
    }
    let mut parts = Vec::new();
    add_parts(inside, &lists, &mut parts);
    (parts, lists)
}

fn add_parts(inside: &Element, lists: &[Element], parts: &mut Vec<Element>) {
    if lists.contains(inside) {
        return;
    }
    if !lists.iter().any(|list| inside.contains(Some(list))) {
        parts.push(inside.clone());
        return;
    }
    let children = inside.children();
    for child in (0..children.length()).filter_map(|at| children.item(at)) {
        add_parts(&child, lists, parts);
    }
}

fn viewport_height() -> f64 {
    let height = dom::window().and_then(|window| window.inner_height().ok()?.as_f64());
    height.unwrap_or_default()
}

/// Where an element is, if it is shown.
fn span_of(element: &Element) -> Option<Span> {
    let area = element.get_bounding_client_rect();
    let is_shown = area.width() > 0.0 || area.height() > 0.0;
    is_shown.then(|| Span {
        top: area.top(),
        bottom: area.bottom(),
    })
}
