//! What of the page has changed, so that work follows the change and not the
//! page's size.

use wasm_bindgen::JsCast;
use web_sys::{Element, MutationRecord, Node, XPathResult};

use super::state::{Entry, VisitTask};
use crate::detection;
use crate::records::Row;
use ringside::site::profile::Page;

/// More changes than this at once are looked at as one.
const MOST: usize = 64;

/// What of the page has changed since it was last scanned.
#[derive(Debug)]
pub(super) enum Touched {
    /// Nothing.
    Nothing,
    /// These parts.
    Parts(Parts),
    /// All of it, as far as is known.
    Everything,
}

#[derive(Debug, Default)]
pub(super) struct Parts {
    /// In these something was added, removed or written.
    changed: Vec<Node>,
    /// These are new, or have another text.
    fresh: Vec<Element>,
}

impl Touched {
    /// Adds what an observer has reported.
    pub(super) fn add(&mut self, records: &js_sys::Array) {
        let mut parts = match std::mem::replace(self, Self::Everything) {
            Self::Nothing => Parts::default(),
            Self::Parts(parts) => parts,
            Self::Everything => return,
        };
        for index in 0..records.length() {
            parts.add(&records.get(index).unchecked_into());
            if parts.changed.len() > MOST || parts.fresh.len() > MOST {
                return;
            }
        }
        *self = Self::Parts(parts);
    }

    /// What there is to be looked at; from now on there is nothing.
    pub(super) fn take(&mut self) -> Self {
        std::mem::replace(self, Self::Nothing)
    }

    pub(super) const fn is_something(&self) -> bool {
        !matches!(self, Self::Nothing)
    }
}

impl Parts {
    fn add(&mut self, record: &MutationRecord) {
        let Some(target) = record.target() else {
            return;
        };
        let added = record.added_nodes();
        for index in 0..added.length() {
            if let Some(node) = added.get(index) {
                self.add_fresh(node);
            }
        }
        // A text or an address has changed: it may be a person's now.
        if target.node_type() == Node::TEXT_NODE || record.type_() == "attributes" {
            self.add_fresh(target.clone());
        }
        self.changed.push(target);
    }

    /// A text counts as the element that it stands in.
    fn add_fresh(&mut self, node: Node) {
        let element = match node.dyn_into() {
            Ok(element) => Some(element),
            Err(text) => text.parent_element(),
        };
        if let Some(element) = element {
            self.fresh.push(element);
        }
    }

    /// Adds what else is in the rows that have changed, as if it were new: the name may
    /// be in one element of a row, and the address in another.
    pub(super) fn add_rest_of_rows(&mut self) {
        let changed = js_sys::Array::new();
        for node in &self.changed {
            changed.push(node);
        }
        for element in &self.fresh {
            changed.push(element);
        }
        self.fresh.append(&mut detection::rest_of_rows(&changed));
    }

    /// Whether a change may have changed this record.
    pub(super) fn touch(&self, entry: &Entry) -> bool {
        let scope = &entry.scope;
        let holds = |node: &Node| scope.contains(Some(node));
        self.changed.iter().any(holds) || self.fresh.iter().any(|fresh| fresh.contains(Some(scope)))
    }

    /// The elements in which something has changed.
    pub(super) fn changed(&self) -> impl Iterator<Item = Element> {
        let elements = self.changed.iter().map(|node| match node.dyn_ref() {
            Some(element) => Some(Element::clone(element)),
            None => node.parent_element(),
        });
        elements.flatten()
    }

    /// The parts that may hold people who were not there before.
    pub(super) fn fresh(&self) -> &[Element] {
        &self.fresh
    }
}

/// Elements that may hold a person's address, taken one by one.
#[derive(Debug)]
pub(super) struct Candidates {
    found: XPathResult,
    next: u32,
    page: &'static Page,
    /// Whether they are near the viewport, in a list too long for all.
    near: bool,
}

impl Candidates {
    pub(super) const fn new(found: XPathResult, page: &'static Page) -> Self {
        Self {
            found,
            next: 0,
            page,
            near: false,
        }
    }

    /// The same, near the viewport.
    pub(super) fn near(self) -> Self {
        Self { near: true, ..self }
    }

    /// How many there are in all.
    pub(super) fn count(&self) -> usize {
        let length = self.found.snapshot_length().unwrap_or(0);
        usize::try_from(length).unwrap_or(usize::MAX)
    }

    /// The one with this number, if there are so many.
    pub(super) fn get(&self, index: u32) -> Option<Row> {
        let node = self.found.snapshot_item(index).ok()??;
        Some(Row {
            element: node.unchecked_into(),
            anchor: None,
        })
    }

    /// The next one to be visited.
    pub(super) fn take(&mut self) -> Option<VisitTask> {
        let row = self.get(self.next)?;
        self.next += 1;
        Some(VisitTask {
            row,
            page: self.page,
            arrived: self.near,
        })
    }
}
