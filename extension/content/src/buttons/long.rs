//! Long lists: of these only the rows near the viewport are ever looked at.
//!
//! Which rows that are is found anew when something scrolls or has changed, by the
//! detection: all such lists are on pages of which no profile says anything.

use js_sys::WeakSet;
use web_sys::Element;

use super::room::is_rendered;
use crate::detection;
use ringside::site::profile::Page;
use ringside_web::dom;

/// Lists up to this many records get all their buttons at once.
pub(super) const SHORT_LIST: usize = 200;
/// Rows up to so many CSS pixels outside of the viewport get buttons as well.
pub(super) const MARGIN: u32 = 800;

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
    /// A layer, and whether buttons in it were seen where they belong.
    Layer(Layer, bool),
    /// Nothing: its buttons stand in its rows.
    Nothing,
}

/// A layer in front of a table, in which pairs of buttons stand. Dropping it removes
/// it, with all that is in it.
#[derive(Debug)]
pub(super) struct Layer(pub(super) Element);

impl Drop for Layer {
    fn drop(&mut self) {
        self.0.remove();
    }
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
        self.look_after_layer();
        let height = viewport_height();
        let top = self.rows.get_bounding_client_rect().top();
        let before = self.top.replace(top);
        if before.is_some_and(|before| (before - top).abs() > height) {
            return Near::Passing;
        }
        let margin = f64::from(MARGIN);
        let near = detection::rows_between(&self.rows, -margin, height + margin);
        let Some(mut fresh) = near else {
            return Near::Unordered;
        };
        fresh.retain(|row| !self.looked.has(row));
        for row in &fresh {
            self.looked.add(row);
        }
        Near::Rows(fresh)
    }

    /// A layer stays beside its table. Where the page has taken it out, there is none
    /// any more.
    fn look_after_layer(&mut self) {
        let Some(layer) = self.layer() else { return };
        let table = self.rows.closest("table").ok().flatten();
        // A table with several long parts has a layer for each.
        let beside = |next: fn(&Element) -> Option<Element>| {
            let mut sibling = next(layer);
            while let Some(other) = sibling.as_ref().filter(|other| dom::is_ours(other)) {
                sibling = next(other);
            }
            sibling
        };
        let is_beside = beside(Element::next_element_sibling) == table
            || beside(Element::previous_element_sibling) == table;
        if is_beside && layer.is_connected() {
            return;
        }
        let was_moved = layer.is_connected();
        self.front = if was_moved {
            Front::Open
        } else {
            Front::Nothing
        };
        self.look_again();
    }

    /// The layer in front of it, if there is one.
    pub(super) fn layer(&self) -> Option<&Element> {
        match &self.front {
            Front::Layer(Layer(layer), _) => Some(layer),
            Front::Open | Front::Nothing => None,
        }
    }

    /// All rows are to be looked at again.
    pub(super) fn look_again(&mut self) {
        self.looked = WeakSet::new();
    }

    /// The row that this is, or in which it is.
    pub(super) fn row_of(&self, inside: &Element) -> Option<Element> {
        let mut row = inside.clone();
        loop {
            let parent = dom::element::parent(&row)?;
            if parent == self.rows {
                return Some(row);
            }
            row = parent;
        }
    }

    /// Whether this row was looked at, and is to be told of its changes.
    pub(super) fn has_looked_at(&self, row: &Element) -> bool {
        self.looked.has(row)
    }

    /// The row in which this is, is to be looked at again when it is near.
    pub(super) fn look_again_at(&self, inside: &Element) {
        if let Some(row) = self.row_of(inside) {
            self.looked.delete(&row);
        }
    }
}

/// Whether something is not shown, or so far away that its buttons need not stay.
pub(super) fn is_far(element: &Element) -> bool {
    !is_rendered(element) || !is_within(element, 2.0 * f64::from(MARGIN))
}

/// Whether something is no further from the viewport than this, above or below it.
pub(super) fn is_within(element: &Element, distance: f64) -> bool {
    let area = element.get_bounding_client_rect();
    area.bottom() >= -distance && area.top() <= viewport_height() + distance
}

/// Whether there are so many elements in this one that it may be a long list.
pub(super) fn is_long(element: &Element) -> bool {
    usize::try_from(element.child_element_count()).is_ok_and(|count| count > SHORT_LIST)
}

fn viewport_height() -> f64 {
    let height = dom::window().and_then(|window| window.inner_height().ok()?.as_f64());
    height.unwrap_or_default()
}
