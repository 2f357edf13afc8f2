//! Buttons in long lists: which rows have them, and in front of what they stand.

use web_sys::{Element, Event};

use super::fitting::sizes;
use super::layer::{Layer, Proof};
use super::long::{Front, LongList, Near, is_far, split};
use super::touched::{Candidates, Touched};
use super::{Inner, MARK};
use ringside::site::profile::Page;
use ringside_web::dom;

impl Inner {
    /// Something has scrolled, or has another size.
    pub(super) fn moved(&self) {
        self.near_is_due.set(true);
        self.ask();
    }

    /// Takes note of the long lists in a part of the page. Returns the parts that are
    /// in none. `before` are the lists of the last scan.
    pub(super) fn note_long_lists(
        &self,
        inside: &Element,
        page: &'static Page,
        before: &mut Vec<LongList>,
    ) -> Vec<Element> {
        let counts =
            |list: &Element| list.tag_name() != "BODY" && !self.unordered.has(list);
        let (parts, lists) = split(inside, counts);
        for rows in lists {
            let known = before
                .iter()
                .position(|list| list.rows == rows && std::ptr::eq(list.page, page));
            let list = match known {
                Some(known) => {
                    let mut list = before.swap_remove(known);
                    list.look_again();
                    list
                }
                None => LongList::new(rows, page),
            };
            if let Some(heights) = &*self.heights.borrow() {
                heights.watch(&list.rows);
            }
            self.long.borrow_mut().push(list);
        }
        parts
    }

    /// Listens for what moves long lists, while there are any.
    pub(super) fn listen_for_moves(&self) {
        let mut moves = self.moves.borrow_mut();
        if self.long.borrow().is_empty() {
            moves.clear();
        } else if moves.is_empty()
            && let Some(window) = dom::window()
        {
            let (scrolled, focused) = (self.this.clone(), self.this.clone());
            moves.push(dom::on_capture(&window, "scroll", move |_| {
                if let Some(inner) = scrolled.upgrade() {
                    inner.moved();
                }
            }));
            moves.push(dom::on_capture(&window, "focusin", move |event| {
                if let Some(inner) = focused.upgrade() {
                    inner.focused(event);
                }
            }));
        }
    }

    /// Takes note of the rows that came near the viewport, and removes the buttons in
    /// layers that are far from it.
    pub(super) fn look_near(&self) {
        if !self.near_is_due.take() {
            return;
        }
        let mut found = Vec::new();
        self.long.borrow_mut().retain_mut(|list| match list.near() {
            Near::Gone => false,
            Near::Passing => {
                self.moved();
                true
            }
            Near::Unordered => {
                self.unordered.add(&list.rows);
                self.touched.replace(Touched::Everything);
                false
            }
            Near::Rows(rows) => {
                // The last one is visited first.
                for row in rows.iter().rev() {
                    let in_row = self.candidates(row, list.page, false);
                    found.extend(in_row.into_iter().map(Candidates::near));
                }
                self.remove_far(list);
                true
            }
        });
        self.state.borrow_mut().candidates.extend(found);
    }

    fn remove_far(&self, list: &LongList) {
        let Front::Layer(layer) = &list.front else {
            return;
        };
        let mut state = self.state.borrow_mut();
        state.entries.retain(|entry| {
            let row = &entry.row.element;
            let stays = entry.layer.as_ref() != Some(layer.host()) || !is_far(row);
            if !stays {
                self.rows.delete(row);
                list.look_again_at(row);
                entry.pair.remove();
            }
            stays
        });
    }

    /// What the buttons of a row stand in, where that is not the row itself.
    pub(super) fn layer_of(&self, row: &Element) -> Option<Element> {
        let mut lists = self.long.borrow_mut();
        let at = lists.iter().position(|list| list.rows.contains(Some(row)))?;
        let list = lists.get(at)?;
        if matches!(list.front, Front::Open) {
            let live = |left: &Element| {
                lists.iter().any(|list| match &list.front {
                    Front::Layer(layer) => layer.host() == left,
                    _ => false,
                })
            };
            remove_copies(&list.rows, live);
            let layer = Layer::around(&list.rows);
            lists.get_mut(at)?.front = layer.map_or(Front::Nothing, Front::Layer);
        }
        match &lists.get(at)?.front {
            Front::Layer(layer) => Some(layer.host().clone()),
            Front::Open | Front::Nothing => None,
        }
    }

    /// Looks whether buttons in new layers are seen where they belong. Where they are
    /// not, they get into their rows.
    pub(super) fn prove_layers(&self) {
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        for list in self.long.borrow_mut().iter_mut() {
            let Front::Layer(layer) = &mut list.front else {
                continue;
            };
            if !layer.is_to_be_proven() {
                continue;
            }
            let host = layer.host().clone();
            let is_in_it = |of: &Option<Element>| of.as_ref() == Some(&host);
            let mut is_wrong = false;
            for entry in state.entries.iter() {
                if !is_in_it(&entry.layer) || entry.shown_beside.is_none() {
                    continue;
                }
                let Some(stand) = entry.measure(sizes()) else {
                    continue;
                };
                match layer.prove(entry.pair.host(), entry.pair.shown(), stand.right) {
                    Proof::Right => {
                        is_wrong = false;
                        break;
                    }
                    Proof::Wrong => is_wrong = true,
                    Proof::Open => {}
                }
            }
            if is_wrong {
                for number in state.entries.numbers() {
                    let entry = state.entries.get_mut(number);
                    if let Some(entry) = entry.filter(|entry| is_in_it(&entry.layer)) {
                        entry.layer = None;
                        entry.move_to(entry.place);
                        state.unmeasured.add(number);
                    }
                }
                list.front = Front::Nothing;
            }
        }
    }

    /// The keyboard's focus came into a row: its buttons come next in the order of the
    /// Tab key then.
    fn focused(&self, event: &Event) {
        let target = event.target().and_then(|target| {
            let target: Option<Element> = wasm_bindgen::JsCast::dyn_into(target).ok();
            target.filter(|target| target.matches(":focus-visible").unwrap_or_default())
        });
        let Some(target) = target else { return };
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        for number in state.entries.numbers() {
            let entry = state.entries.get_mut(number);
            let of_this_row = entry.filter(|entry| {
                entry.layer.is_some() && entry.scope.contains(Some(&target))
            });
            if let Some(entry) = of_this_row {
                entry.layer = None;
                entry.is_in_its_row = true;
                entry.move_to(entry.place);
                state.unmeasured.add(number);
                self.ask();
            }
        }
    }
}

/// Removes the layers beside these rows that nobody knows: a page that copies its
/// table together with what is around it copies ours, too.
fn remove_copies(rows: &Element, live: impl Fn(&Element) -> bool) {
    let css = [":scope > [", MARK, "~=layer]"].concat();
    let table = rows.closest("table").ok().flatten();
    let around = table.and_then(|table| table.parent_element());
    let left = around.and_then(|around| around.query_selector_all(&css).ok());
    for at in 0..left.as_ref().map_or(0, web_sys::NodeList::length) {
        let left = left.as_ref().and_then(|left| left.get(at));
        let left: Option<Element> = left.and_then(|left| wasm_bindgen::JsCast::dyn_into(left).ok());
        if let Some(left) = left.filter(|left| !live(left)) {
            left.remove();
        }
    }
}
