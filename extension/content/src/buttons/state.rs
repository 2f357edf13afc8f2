//! What is known of the records on the page and of their people.
//!
//! Plain lists: a page has hundreds of records at most that were ever in view,
//! and maps would cost more code than time.

use std::collections::VecDeque;

use super::mark::Mark;
use super::pair::Pair;
use super::room::{Stand, measure, measure_from};
use super::spot::{Spot, spot_in};
use crate::records::Row;
use ringside::call::guest::Attendance;
use ringside::call::view::ToastState;
use ringside::presence::Reach;
use ringside::site::RecordRef;
use ringside::site::fit::{Group, Sizes};
use ringside::site::profile::Page;
use ringside::site::returns::Returns;
use web_sys::Element;

/// A row that is to be visited.
pub(super) struct VisitTask {
    pub(super) row: Row,
    pub(super) page: &'static Page,
    /// Whether it came near the viewport, in a list too long for all.
    pub(super) arrived: bool,
}

/// A record with its buttons.
pub(super) struct Entry {
    pub(super) row: Row,
    pub(super) page: &'static Page,
    pub(super) pair: Pair,
    pub(super) record: RecordRef,
    pub(super) key: String,
    /// All that was read for it: what changes in there may change it.
    pub(super) scope: Element,
    /// Where its buttons may stand, and the number of the place in which they do.
    pub(super) places: Vec<Element>,
    pub(super) place: usize,
    /// The number of a place of its own, where its list's has no room in this row.
    pub(super) own_place: Option<usize>,
    /// Which they are of those behind the same text, when they were measured.
    pub(super) group: Group,
    /// What they stand in outside of the list, in front of it, where that is so long
    /// that a node more in it would cost too much.
    pub(super) layer: Option<Element>,
    /// Whether they are in the row all the same: the keyboard was used there.
    pub(super) is_in_its_row: bool,
    /// What stood there when they were shown, as [`content_of`] gives it.
    pub(super) shown_beside: Option<u64>,
    /// How the page takes it that they stand there.
    pub(super) returns: Returns,
    /// The scan that saw it last.
    pub(super) scan_id: u32,
}

impl Entry {
    /// The element whose text its buttons stand behind.
    pub(super) fn beside(&self) -> Option<&Element> {
        self.places.get(self.place)
    }

    /// What has to be shown so that its buttons can be measured.
    pub(super) fn laid_out(&self) -> &Element {
        if self.layer.is_some() {
            &self.row.element
        } else {
            self.pair.host()
        }
    }

    /// How its buttons stand where they are now.
    pub(super) fn measure(&self, sizes: Sizes) -> Option<Stand> {
        let host = self.pair.host();
        match &self.layer {
            Some(_) => measure_from(host, self.beside()?, &self.scope, sizes, self.group),
            None => measure(host, self.pair.is_apart(), &self.scope, sizes, self.group),
        }
    }

    /// Adds its buttons in a place, or in its last one, unless they are there.
    #[inline(never)]
    pub(super) fn move_to(&mut self, place: usize) {
        let before = self.place;
        self.choose(place);
        let Some(element) = self.beside() else {
            return;
        };
        let moves = self.place != before
            || match &self.layer {
                Some(layer) => self.pair.host().parent_element().as_ref() != Some(layer),
                None => !self.pair.stands_in(element),
            };
        if moves {
            let spot = self.spot();
            self.add_at(spot);
        }
    }

    /// Its buttons are to stand in this place, or in its last one.
    pub(super) fn choose(&mut self, place: usize) {
        self.place = place.min(self.places.len().saturating_sub(1));
    }

    /// Where its buttons are to be added. It is read from the page's style; nothing in
    /// a layer is.
    #[inline(never)]
    pub(super) fn spot(&self) -> Option<Spot> {
        let place = self.beside().filter(|_| self.layer.is_none());
        place.map(spot_in)
    }

    /// Adds its buttons to its layer, or at this spot.
    #[inline(never)]
    pub(super) fn add_at(&mut self, spot: Option<Spot>) {
        self.shown_beside = None;
        match (&self.layer, spot) {
            (Some(layer), _) => self.pair.float_in(layer, !has_controls(&self.scope)),
            (None, Some(spot)) => self.pair.move_to(&spot),
            (None, None) => {}
        }
    }
}

/// Whether the Tab key stops in an element: buttons that stand elsewhere come into it
/// then, and need no stop before.
fn has_controls(element: &Element) -> bool {
    const STOPS: &str = "a[href],button,input,select,textarea,[tabindex]";
    element.query_selector(STOPS).ok().flatten().is_some()
}

/// A number for the content of an element: another one when its text is another, or
/// when it has more elements or fewer.
pub(super) fn content_of(element: &Element) -> u64 {
    let text = element.text_content().unwrap_or_default();
    let elements = element.get_elements_by_tag_name("*").length();
    // FNV-1a.
    let start = 0xcbf2_9ce4_8422_2325 ^ u64::from(elements);
    text.bytes().fold(start, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    })
}

/// The numbers of the pairs that are to be measured, the oldest first, each once:
/// where the page changes faster than they can be measured, none waits for ever.
#[derive(Default)]
pub(super) struct Unmeasured(VecDeque<usize>);

impl Unmeasured {
    pub(super) fn add(&mut self, number: usize) {
        if !self.0.contains(&number) {
            self.0.push_back(number);
        }
    }

    pub(super) fn next(&mut self) -> Option<usize> {
        self.0.pop_front()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &usize> {
        self.0.iter()
    }
}

/// All records with buttons, by number, from 1.
#[derive(Default)]
pub(super) struct Entries(Vec<Option<Entry>>);

impl Entries {
    pub(super) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter().flatten()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.0.iter_mut().flatten()
    }

    pub(super) fn get(&self, number: usize) -> Option<&Entry> {
        self.0.get(number.checked_sub(1)?)?.as_ref()
    }

    pub(super) fn get_mut(&mut self, number: usize) -> Option<&mut Entry> {
        self.0.get_mut(number.checked_sub(1)?)?.as_mut()
    }

    /// Adds an entry, in a gap if there is one, and returns its number.
    pub(super) fn add(&mut self, entry: Entry) -> usize {
        let gap = self.0.iter().position(Option::is_none);
        let index = gap.unwrap_or(self.0.len());
        match self.0.get_mut(index) {
            Some(slot) => *slot = Some(entry),
            None => self.0.push(Some(entry)),
        }
        index + 1
    }

    /// The numbers of all, the first first.
    pub(super) fn numbers(&self) -> Vec<usize> {
        let slots = (1..).zip(&self.0);
        slots
            .filter_map(|(number, slot)| slot.as_ref().map(|_| number))
            .collect()
    }

    /// Removes the entries for which `stays` is false.
    pub(super) fn retain(&mut self, stays: &dyn Fn(&Entry) -> bool) {
        for slot in &mut self.0 {
            if slot.as_ref().is_some_and(|entry| !stays(entry)) {
                *slot = None;
            }
        }
        while self.0.last().is_some_and(Option::is_none) {
            self.0.pop();
        }
    }
}

/// What the worker sent about people and the call.
#[derive(Default)]
pub(super) struct Known {
    reach: Vec<(String, Reach)>,
    mark: Mark,
    /// The name of the person whom the mark is for.
    marked: Option<String>,
    /// The record whose button was pressed here.
    pub(super) placed: Option<String>,
}

impl Known {
    /// Stores somebody's reach.
    pub(super) fn learn(&mut self, key: &str, reach: Reach) {
        match self.reach.iter_mut().find(|(known, _)| known == key) {
            Some((_, known)) => *known = reach,
            None => self.reach.push((key.to_owned(), reach)),
        }
    }

    /// Stores the current call.
    pub(super) fn set_stage(&mut self, stage: &ToastState) {
        let (mark, peer) = match stage {
            ToastState::Calling { peer, .. } => (Mark::Calling, Some(peer)),
            ToastState::InCall(call) => match call.guest {
                Some(Attendance::Unseen | Attendance::Awaited) => (Mark::Invited, Some(&call.peer)),
                _ => (Mark::Talking, Some(&call.peer)),
            },
            ToastState::Elsewhere(call) if call.answered => (Mark::Talking, Some(&call.peer)),
            ToastState::Elsewhere(call) => (Mark::Calling, Some(&call.peer)),
            ToastState::Hidden | ToastState::Ended { .. } => (Mark::Free, None),
        };
        self.mark = mark;
        self.marked = peer.map(|peer| peer.name.clone());
        if mark == Mark::Free {
            self.placed = None;
        }
    }

    fn reach_of(&self, key: &str) -> Option<Reach> {
        let found = self.reach.iter().find(|(known, _)| known == key);
        found.map(|(_, reach)| *reach)
    }

    /// Whether the worker was asked about this record's person.
    pub(super) fn has_reach_of(&self, entry: &Entry) -> bool {
        self.reach_of(&entry.key).is_some()
    }

    /// Shows on a record's buttons what is known, unless the pointer holds them.
    pub(super) fn render(&self, entry: &Entry) {
        if entry.pair.is_held() {
            return;
        }
        let name = &entry.record.name;
        let reach = self.reach_of(&entry.key).unwrap_or_default();
        entry.pair.show_reach(name, reach);
        entry.pair.show_mark(self.mark_of(entry));
    }

    fn mark_of(&self, entry: &Entry) -> Mark {
        // Names repeat; the record that was pressed is known.
        let meant = match &self.placed {
            Some(key) => entry.key == *key,
            None => self.marked.as_ref() == Some(&entry.record.name),
        };
        if meant { self.mark } else { Mark::Free }
    }
}
