//! Compares the page with the buttons on it, a few milliseconds at a time.

use std::mem::take;

use web_sys::{Document, Element};

use super::fitting::SAMPLES;
use super::long::SHORT_LIST;
use super::state::VisitTask;
use super::touched::{Candidates, Parts, Touched};
use super::{Inner, SLICE, path};
use crate::detection;
use crate::records::{self, Row};
use ringside::site::profile::Page;
use ringside_web::browser::clock::after;
use ringside_web::dom;
use ringside_web::dom::frame::{now, steady};

impl Inner {
    /// Requests a scan in the next animation frame.
    pub(super) fn on_page_changed(&self) {
        self.touched.replace(Touched::Everything);
        self.pace.take();
        self.ask();
    }

    /// The page changed where these records say.
    pub(super) fn on_mutated(&self, records: &js_sys::Array) {
        self.touched.borrow_mut().add(records);
        self.look_in_time();
    }

    /// Looks at what has changed in the next animation frame, or after a rest.
    #[inline(never)]
    fn look_in_time(&self) {
        let Some(rest) = self.pace.get().rest(steady()) else {
            self.ask();
            return;
        };
        let this = self.this.clone();
        // A timer that ended before the page's coarse clock says so is no reason not to
        // look at all.
        self.rest.replace(Some(after(rest, move || {
            if let Some(inner) = this.upgrade() {
                inner.ask();
            }
        })));
    }

    /// Whether what has changed is to be looked at now.
    fn looks_at_changes(&self) -> bool {
        let now = steady();
        let mut pace = self.pace.get();
        let looks = self.touched.borrow().is_something() && pace.rest(now).is_none();
        if looks {
            self.rest.take();
            pace.looked(now);
            self.pace.set(pace);
        }
        looks
    }

    /// A row came near the viewport.
    pub(super) fn arrive(&self, element: Element) {
        let path = path();
        for page in self.kinds_at(&path) {
            if page.detect || page.climb.is_none() && element.matches(&page.record).unwrap_or(false)
            {
                let row = Row {
                    element: element.clone(),
                    anchor: None,
                };
                self.state.borrow_mut().queue.push(VisitTask {
                    row,
                    page,
                    arrived: true,
                });
            }
        }
        self.ask();
    }

    /// One animation frame's share of the work.
    pub(super) fn slice(&self) {
        let started = now();
        let path = path();
        self.release();
        let is_idle = self.state.borrow().is_idle();
        // Before anything is written: the layout is as it was painted.
        self.show_in_their_room(started);
        if is_idle && self.looks_at_changes() {
            (self.changed)();
            if self.scan(&path) {
                self.near_is_due.set(true);
            }
        }
        if is_idle {
            self.look_near();
        }
        let mut since_clock = 0;
        loop {
            let job = self.state.borrow_mut().next();
            let Some(job) = job else { break };
            self.visit(job, &path);
            since_clock += 1;
            // The clock costs more than passing over a known row; and of a new list, as
            // many rows as tell its place are to be measured together.
            if since_clock == SAMPLES {
                since_clock = 0;
                if now() - started > SLICE {
                    break;
                }
            }
        }
        self.add_new();
        if self.need_not_wait() {
            self.show_in_their_room(started);
        }
        let done = self.state.borrow().is_idle();
        if done {
            self.sweep();
            self.report_misses(&path);
            self.send_queries();
        }
        if let Some(mutations) = &*self.mutations.borrow() {
            mutations.forget();
        }
        let unmeasured = !self.state.borrow().unmeasured.is_empty();
        if !done || unmeasured || self.near_is_due.get() {
            self.ask();
        } else if self.touched.borrow().is_something() {
            self.look_in_time();
        }
    }

    /// Lists what of the page is to be visited. Returns whether rows of long lists may
    /// have moved: what comes or goes moves what is below.
    fn scan(&self, path: &str) -> bool {
        let Some(document) = dom::document() else {
            return false;
        };
        self.see_whether_it_misses(&document, path);
        let pages = self.kinds_at(path);
        self.load_detection(&pages);
        let touched = self.touched.borrow_mut().take();
        let kinds = pages.iter().map(|page| &*page.name).collect();
        let now = (path.to_owned(), kinds);
        let is_as_before = self.scanned_as.replace(now.clone()) == now;
        if let Touched::Parts(mut parts) = touched
            && is_as_before
            && self.scan_parts(&mut parts, &pages)
        {
            // A row with another height changes that of its list, which is observed.
            let lists = self.long.borrow();
            // A row itself may be shown from now on, or hidden.
            let is_in_row = |part| {
                let mut rows = lists.iter().filter_map(|list| list.row_of(&part));
                rows.any(|row| row != part)
            };
            return !parts.changed().all(is_in_row);
        }
        self.scan_all(&document, &pages);
        true
    }

    /// Lists all rows that the page shows now.
    fn scan_all(&self, document: &Document, pages: &[&'static Page]) {
        let (mut jobs, mut candidates) = (Vec::new(), Vec::new());
        let mut long_before = self.long.take();
        let mut is_first = true;
        for page in pages {
            if page.detect {
                for inside in records::parts(document, page) {
                    for part in self.note_long_lists(&inside, page, &mut long_before) {
                        candidates.extend(self.candidates(&part, page, take(&mut is_first)));
                    }
                }
                continue;
            }
            for row in records::rows(document, page) {
                jobs.push(VisitTask {
                    row,
                    page,
                    arrived: false,
                });
            }
        }
        self.listen_for_moves();
        jobs.reverse();
        let mut state = self.state.borrow_mut();
        state.scan_id += 1;
        let count: usize = candidates.iter().map(Candidates::count).sum();
        state.lazy = jobs.len() + count > SHORT_LIST;
        state.queue = jobs;
        state.candidates = candidates;
    }

    /// Lists the records that a change may have changed, and those that may be
    /// new. All others stay as they are. False where only the whole page tells.
    fn scan_parts(&self, parts: &mut Parts, pages: &[&'static Page]) -> bool {
        let (mut candidates, mut jobs) = (Vec::new(), Vec::new());
        parts.add_rest_of_rows();
        let mut is_first = true;
        for page in pages {
            if parts
                .changed()
                .any(|part| records::holds_headings(&part, page))
            {
                return false;
            }
            for fresh in parts.fresh() {
                if page.detect {
                    let lists = self.long.borrow();
                    let found = lists
                        .iter()
                        .find_map(|list| Some((list, list.row_of(fresh)?)));
                    if let Some((list, row)) = found {
                        if row == *fresh {
                            list.look_again_at(&row);
                        } else if list.has_looked_at(&row) {
                            self.look_at(&row, page, &mut candidates);
                        }
                        continue;
                    }
                    drop(lists);
                    if self.makes_a_long_list(fresh) {
                        return false;
                    }
                    candidates.extend(self.candidates(fresh, page, take(&mut is_first)));
                    continue;
                }
                let Some(rows) = records::rows_at(fresh, page) else {
                    return false;
                };
                jobs.extend(rows.into_iter().map(|row| VisitTask {
                    row,
                    page,
                    arrived: false,
                }));
            }
        }
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        for entry in state.entries.iter_mut().filter(|entry| parts.touch(entry)) {
            // Until it is found again.
            entry.scan_id = 0;
            state.queue.push(VisitTask {
                row: entry.row.clone(),
                page: entry.page,
                arrived: true,
            });
        }
        let found: usize = candidates.iter().map(Candidates::count).sum();
        let count = state.entries.iter().count() + found + jobs.len();
        state.lazy |= count > SHORT_LIST;
        jobs.reverse();
        state.queue.extend(jobs);
        state.candidates = candidates;
        true
    }

    /// What may be a person in this part of the page, and in the shadow trees in it,
    /// which are observed from now on. `all` is whether it is the first part of a scan:
    /// those elements of the page are looked at again then, too, that had no shadow tree
    /// when they were seen.
    pub(super) fn candidates(
        &self,
        inside: &Element,
        page: &'static Page,
        all: bool,
    ) -> Vec<Candidates> {
        let mut parts = vec![inside.clone()];
        for root in detection::roots(inside, all) {
            if let Some(mutations) = &*self.mutations.borrow() {
                mutations.also_below(&root);
            }
            let children = root.children();
            parts.extend((0..children.length()).filter_map(|at| children.item(at)));
        }
        let found = parts.iter().filter_map(detection::candidates);
        found.map(|found| Candidates::new(found, page)).collect()
    }

    /// Loads the detection where this page needs it, and scans again with it.
    fn load_detection(&self, pages: &[&'static Page]) {
        if pages.iter().any(|page| page.detect) {
            let this = self.this.clone();
            detection::load(move || {
                if let Some(inner) = this.upgrade() {
                    inner.on_page_changed();
                }
            });
        }
    }
}
