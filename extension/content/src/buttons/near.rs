//! Buttons in long lists: which rows have them, and in front of what they stand.

use web_sys::{Element, Event};

use super::fitting::sizes;
use super::long::{Front, Layer, LongList, Near, is_far, is_long, is_within};
use super::state::Entry;
use super::touched::{Candidates, Touched};
use super::{Inner, State};
use crate::detection;
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
        let [parts, lists] = detection::long_lists(inside, &self.unordered);
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

    /// Whether what is new in the page is in a list that has become long, or holds one.
    pub(super) fn makes_a_long_list(&self, fresh: &Element) -> bool {
        let around = fresh.parent_element().filter(is_long);
        let is_new = around.is_some_and(|list| {
            let lists = self.long.borrow();
            !self.unordered.has(&list) && !lists.iter().any(|known| known.rows == list)
        });
        is_new || !detection::long_lists(fresh, &self.unordered)[1].is_empty()
    }

    /// Listens for what moves long lists, while there are any.
    pub(super) fn listen_for_moves(&self) {
        let mut moves = self.moves.borrow_mut();
        if self.long.borrow().is_empty() {
            moves.clear();
        } else if moves.is_empty()
            && let Some(window) = dom::window()
        {
            for event in ["scroll", "focusin"] {
                let this = self.this.clone();
                moves.push(dom::on_capture(&window, event, move |event| {
                    if let Some(inner) = this.upgrade() {
                        inner.moved();
                        inner.focused(event);
                    }
                }));
            }
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
                    self.look_at(row, list.page, &mut found);
                }
                self.remove_far(list);
                true
            }
        });
        self.state.borrow_mut().candidates.extend(found);
    }

    /// Adds what may be a person in a row near the viewport.
    #[inline(never)]
    pub(super) fn look_at(&self, row: &Element, page: &'static Page, found: &mut Vec<Candidates>) {
        let in_row = self.candidates(row, page, false);
        found.extend(in_row.into_iter().map(Candidates::near));
    }

    fn remove_far(&self, list: &LongList) {
        let Some(layer) = list.layer() else { return };
        let mut state = self.state.borrow_mut();
        state.entries.retain(&|entry| {
            let row = &entry.row.element;
            let stays = entry.layer.as_ref() != Some(layer) || !is_far(row);
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
        let mut around = lists.iter_mut();
        let list = around.find(|list| list.rows.contains(Some(row)))?;
        if matches!(list.front, Front::Open) {
            let layer = detection::layer(&list.rows);
            list.front = layer.map_or(Front::Nothing, |layer| Front::Layer(Layer(layer), false));
        }
        list.layer().cloned()
    }

    /// Whether the buttons that are to be measured need not wait for a frame. The
    /// page's layout does not depend on what was written in layers; and the first
    /// buttons of a page with short lists are worth a layout of their own.
    pub(super) fn need_not_wait(&self) -> bool {
        let state = self.state.borrow();
        let mut numbers = state.unmeasured.iter();
        let is_unshown = |entry: &Entry| entry.shown_beside.is_none();
        let are_first = || !state.lazy && state.entries.iter().all(is_unshown);
        !state.unmeasured.is_empty()
            && (numbers.all(|number| {
                let entry = state.entries.get(*number);
                entry.is_none_or(|entry| entry.layer.is_some())
            }) || are_first())
    }

    /// Looks whether buttons in new layers are seen where they belong. Where they are
    /// not, they get into their rows.
    pub(super) fn prove_layers(&self, state: &mut State) {
        for list in self.long.borrow_mut().iter_mut() {
            let Front::Layer(Layer(layer), is_proven @ false) = &mut list.front else {
                continue;
            };
            let layer = Some(layer.clone());
            let mut is_wrong = false;
            for entry in state.entries.iter() {
                let is_shown = entry.layer == layer && entry.shown_beside.is_some();
                // What is out of sight tells nothing, and is not measured for it.
                if !is_shown || !is_within(entry.pair.shown(), 0.0) {
                    continue;
                }
                let host = entry.pair.host();
                let stand = entry.measure(sizes());
                let seen = stand.and_then(|stand| {
                    let start = host.get_bounding_client_rect().left() + stand.right;
                    detection::is_in_front(host, entry.pair.shown(), &list.rows, start)
                });
                *is_proven = seen == Some(true);
                if *is_proven {
                    break;
                }
                is_wrong |= seen == Some(false);
            }
            if is_wrong && !*is_proven {
                for number in state.entries.numbers() {
                    let entry = state.entries.get_mut(number);
                    if let Some(entry) = entry.filter(|entry| entry.layer == layer) {
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
            let of_this_row =
                entry.filter(|entry| entry.layer.is_some() && entry.scope.contains(Some(&target)));
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
