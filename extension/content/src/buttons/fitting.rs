//! Shows the buttons that were added in the room that is free for them.

use web_sys::Element;

use super::room::{Stand, is_rendered, sight_in};
use super::spot::spot_in;
use super::state::{Entry, content_of};
use super::{Inner, SLICE, State};
use crate::records;
use ringside::site::fit::Sizes;
use ringside::site::sight::Sight;
use ringside_web::dom;
use ringside_web::dom::frame::now;

/// So many rows of a list tell which of its places is the best.
pub(super) const SAMPLES: usize = 12;

/// What is to be done with a pair that was measured.
enum Turn {
    /// It is shown so.
    Stand(Stand),
    /// It gets into another place, and is measured there.
    Move(usize),
    /// Its row is not shown.
    Hidden,
}

impl Inner {
    /// Measures all buttons again in the next animation frame.
    pub(super) fn measure_all(&self) {
        {
            let mut guard = self.state.borrow_mut();
            let state = &mut *guard;
            for number in state.entries.numbers() {
                state.unmeasured.add(number);
            }
        }
        self.ask();
    }

    /// A list has another height: what is in front of it stands still, and is measured
    /// before anything is painted.
    pub(super) fn measure_now(&self) {
        self.measure_all();
        self.near_is_due.set(true);
        self.show_in_their_room(now());
    }

    /// Measures the buttons that were added or may have another room than before,
    /// and shows them. All is read before anything is written, so that the layout
    /// is not made twice.
    pub(super) fn show_in_their_room(&self, started: f64) {
        self.prove_layers(&mut self.state.borrow_mut());
        let sizes = sizes();
        let mut turns: Vec<(usize, Element, Turn)> = Vec::new();
        loop {
            let number = self.state.borrow_mut().unmeasured.next();
            let Some(number) = number else { break };
            let mut guard = self.state.borrow_mut();
            let state = &mut *guard;
            let Some(entry) = state.entries.get(number) else {
                continue;
            };
            if !is_rendered(entry.laid_out()) {
                turns.push((number, entry.laid_out().clone(), Turn::Hidden));
                continue;
            }
            let list = records::list_of(entry.page, &entry.row);
            if !self.places.is_settled(&list) {
                self.settle(state, number, &list, sizes);
            }
            let group = self.group_of(state, number);
            if let Some(entry) = state.entries.get_mut(number) {
                entry.group = group;
                let turn = self.turn(entry, &list, sizes);
                turns.push((number, list, turn));
            }
            if now() - started > SLICE {
                break;
            }
        }
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        for (number, list, turn) in turns {
            let Some(entry) = state.entries.get_mut(number) else {
                continue;
            };
            match turn {
                Turn::Stand(stand) => {
                    entry.pair.stand(&stand);
                    entry.shown_beside = Some(content_of(&entry.scope));
                    let beside = entry.beside().map(|place| spot_in(place).parent);
                    let cell = beside.filter(|cell| self.places.sample(&list, cell));
                    if let (Some(cell), Some(widths)) = (cell, &*self.widths.borrow()) {
                        widths.watch(&cell);
                    }
                }
                Turn::Move(place) => {
                    entry.move_to(place);
                    state.unmeasured.add(number);
                }
                Turn::Hidden => {
                    let around = entry.laid_out().parent_element();
                    if let (Some(around), Some(hidden)) = (around, &*self.hidden.borrow()) {
                        hidden.watch(&around);
                    }
                }
            }
        }
    }

    /// Finds a list's place, by some of the rows that are to be measured.
    fn settle(&self, state: &State, number: usize, list: &Element, sizes: Sizes) {
        let waiting = std::iter::once(&number).chain(state.unmeasured.iter());
        let rows = waiting
            .filter_map(|number| state.entries.get(*number))
            .filter(|entry| records::list_of(entry.page, &entry.row) == *list);
        let mut places: Vec<Vec<Sight>> = Vec::new();
        let mut page = None;
        for entry in rows.take(SAMPLES) {
            page = Some(entry.page);
            for (index, place) in entry.places.iter().enumerate() {
                if places.len() <= index {
                    places.push(Vec::new());
                }
                if let (Some(sights), Some(sight)) = (
                    places.get_mut(index),
                    sight_in(place, &entry.scope, sizes, entry.group),
                ) {
                    sights.push(sight);
                }
            }
        }
        // A list that is not shown is measured when it is.
        if let Some(page) = page.filter(|_| places.iter().any(|sights| !sights.is_empty())) {
            self.places.choose(list, page, places);
        }
    }

    fn turn(&self, entry: &mut Entry, list: &Element, sizes: Sizes) -> Turn {
        let of_the_list = self.places.of(list, entry.page);
        let place = entry.own_place.unwrap_or(of_the_list);
        if place != entry.place && entry.places.len() > place {
            return Turn::Move(place);
        }
        let Some(stand) = entry.measure(sizes) else {
            // Nothing is around it.
            return Turn::Hidden;
        };
        if stand.sight < Sight::Covers {
            return Turn::Stand(stand);
        }
        if entry.own_place.is_some_and(|own| own != of_the_list) {
            // There was less room than it looked like.
            entry.own_place = Some(of_the_list);
            return Turn::Move(of_the_list);
        }
        // A row with a longer text than the others has room elsewhere, perhaps.
        if entry.own_place.is_none() {
            let others = entry.places.iter().enumerate();
            let roomy = others
                .filter(|(other, _)| *other != place)
                .find(|(_, element)| {
                    sight_in(element, &entry.scope, sizes, entry.group)
                        .is_some_and(|sight| sight < Sight::Covers)
                });
            if let Some((other, _)) = roomy {
                entry.own_place = Some(other);
                return Turn::Move(other);
            }
        }
        Turn::Stand(stand)
    }
}

/// How large the buttons are for what the person points with.
pub(super) fn sizes() -> Sizes {
    let query = dom::window().and_then(|window| window.match_media("(pointer: coarse)").ok()?);
    match query {
        Some(query) if query.matches() => Sizes::COARSE,
        _ => Sizes::FINE,
    }
}
