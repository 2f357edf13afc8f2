//! Compares the page with the buttons on it, a few milliseconds at a time.

use std::mem::take;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element};

use super::fitting::SAMPLES;
use super::long::SHORT_LIST;
use super::number::{number_from_js, number_to_js};
use super::pair::Pair;
use super::state::{Entry, VisitTask, content_of};
use super::touched::{Candidates, Parts, Touched};
use super::{Inner, SLICE, path};
use crate::MARK;
use crate::detection;
use crate::records::{self, Found, Row};
use ringside::domain::Duration;
use ringside::site::fit::Group;
use ringside::site::profile::Page;
use ringside::site::returns::{Returns, Verdict};
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

    fn visit(&self, job: VisitTask, path: &str) {
        let number = number_from_js(&self.rows.get(&job.row.element));
        let known = number.filter(|number| *number > 0);
        if let Some(number) = known {
            self.refresh(number, job, path);
        } else if self.state.borrow().lazy && !job.arrived && job.row.anchor.is_none() {
            if number.is_none() {
                self.rows.set(&job.row.element, &JsValue::from(0));
                if let Some(arrivals) = &*self.arrivals.borrow() {
                    arrivals.watch(&job.row.element);
                }
            }
        } else {
            self.decorate(job, path);
        }
    }

    /// Reads a row that has buttons again: it may show another record now.
    fn refresh(&self, number: usize, job: VisitTask, path: &str) {
        let list = records::list_of(job.page, &job.row);
        let found = records::read(job.page, &job.row, path);
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        let Some(entry) = state.entries.get_mut(number) else {
            return;
        };
        let Some((found, key)) = found.and_then(with_key) else {
            return;
        };
        entry.scan_id = state.scan_id;
        entry.row = job.row;
        entry.scope = found.scope;
        entry.page = job.page;
        entry.places = found.places;
        if entry.record != found.record {
            // The place of its own was for somebody with a longer name, perhaps.
            entry.own_place = None;
            // Whoever shows somebody else in a row writes all of it anew.
            entry.returns = Returns::default();
        }
        if !entry.is_in_its_row {
            entry.layer = self.layer_of(&entry.row.element);
        }
        // A row that is visited twice at once has buttons that are still to be added.
        let is_in_page = entry.pair.host().is_connected() || state.unplaced.contains(&number);
        match entry.returns.verdict(steady(), is_in_page) {
            Verdict::Stand => {
                let of_the_list = self.places.of(&list, job.page);
                entry.move_to(entry.own_place.unwrap_or(of_the_list));
                if entry.shown_beside != Some(content_of(&entry.scope)) {
                    state.unmeasured.add(number);
                }
            }
            Verdict::Wait(pause) => self.come_back_after(pause),
            Verdict::StayOut => {}
        }
        if entry.record != found.record {
            entry.record = found.record;
            entry.key = key;
            state.known.render(entry);
            if !state.known.has_reach_of(entry) {
                state.unasked.push(entry.record.clone());
            }
        }
    }

    /// Scans the page again then: buttons wait to come back.
    fn come_back_after(&self, pause: Duration) {
        let this = self.this.clone();
        let timer = after(pause, move || {
            if let Some(inner) = this.upgrade() {
                inner.on_page_changed();
            }
        });
        *self.comeback.borrow_mut() = Some(timer);
    }

    fn decorate(&self, job: VisitTask, path: &str) {
        let list = records::list_of(job.page, &job.row);
        let found = records::read(job.page, &job.row, path);
        let Some((found, key)) = found.and_then(with_key) else {
            // Another record may come into this row: watch it again then.
            self.rows.delete(&job.row.element);
            return;
        };
        if self.is_there_already(&job, &key) {
            return;
        }
        let Some(pair) = self.pair(&found) else {
            return;
        };
        let mut returns = Returns::default();
        returns.verdict(steady(), true);
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        let mut entry = Entry {
            returns,
            scope: found.scope,
            places: found.places,
            place: 0,
            own_place: None,
            group: Group::ALONE,
            layer: self.layer_of(&job.row.element),
            is_in_its_row: false,
            shown_beside: None,
            row: job.row,
            page: job.page,
            pair,
            record: found.record,
            key,
            scan_id: state.scan_id,
        };
        entry.choose(self.places.of(&list, job.page));
        state.known.render(&entry);
        if !state.known.has_reach_of(&entry) {
            state.unasked.push(entry.record.clone());
        }
        let (row, host) = (entry.row.element.clone(), entry.pair.host().clone());
        let number = state.entries.add(entry);
        self.rows.set(&row, &number_to_js(number));
        self.hosts.set(&host, &number_to_js(number));
        state.unplaced.push(number);
    }

    /// Adds the pairs that are new to the page: all at once, because the browser works
    /// out the page's style anew for whoever asks for it after each.
    #[inline(never)]
    fn add_new(&self) {
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        let new = std::mem::take(&mut state.unplaced);
        let entry = |number: &usize| state.entries.get(*number);
        let spots: Vec<_> = new.iter().map(|new| entry(new)?.spot()).collect();
        for (number, spot) in new.iter().zip(spots) {
            if let Some(entry) = state.entries.get_mut(*number) {
                entry.add_at(spot);
            }
        }
        for number in new {
            for number in self.all_beside(state, number) {
                state.unmeasured.add(number);
            }
        }
    }

    /// Whether this person has buttons in the same row, or beside no row.
    fn is_there_already(&self, job: &VisitTask, key: &str) -> bool {
        let state = self.state.borrow();
        // What another profile has found is removed when this scan is over.
        let stays =
            |entry: &Entry| entry.scan_id == state.scan_id || std::ptr::eq(entry.page, job.page);
        state.entries.iter().any(|entry| {
            entry.key == key
                && stays(entry)
                && entry.row.element.is_connected()
                && records::are_one(job.page, &entry.row, &job.row)
        })
    }

    fn pair(&self, found: &Found) -> Option<Pair> {
        let press = self.on_press.get()?.as_ref().unchecked_ref();
        // A row that the page cloned brings a dead copy of the buttons along.
        let css = ["[", MARK, "]"].concat();
        for place in &found.places {
            while let Ok(Some(dead)) = place.query_selector(&css) {
                if self.hosts.has(&dead) {
                    break;
                }
                dead.remove();
            }
        }
        self.factory.make(press)
    }

    /// Removes the buttons of records that the page no longer shows.
    fn sweep(&self) {
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        let scan_id = state.scan_id;
        let stays = |entry: &Entry| entry.scan_id == scan_id && entry.row.element.is_connected();
        let mut beside = Vec::new();
        for number in state.entries.numbers() {
            if state.entries.get(number).is_some_and(|entry| !stays(entry)) {
                beside.append(&mut self.all_beside(state, number));
            }
        }
        let rows = &self.rows;
        state.entries.retain(&|entry| {
            let stays = stays(entry);
            if !stays {
                rows.delete(&entry.row.element);
                entry.pair.remove();
            }
            stays
        });
        // What was behind the same text has another room now.
        for number in beside {
            state.unmeasured.add(number);
        }
    }
}

fn with_key(found: Found) -> Option<(Found, String)> {
    let key = found.record.key()?;
    Some((found, key))
}
