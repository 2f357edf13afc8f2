//! What a visit of a row leads to: buttons that are added, follow another record, or
//! go.

use wasm_bindgen::{JsCast, JsValue};

use super::Inner;
use super::number::{number_from_js, number_to_js};
use super::pair::Pair;
use super::state::{Entry, VisitTask, content_of};
use crate::MARK;
use crate::records::{self, Found};
use ringside::domain::Duration;
use ringside::site::fit::Group;
use ringside::site::returns::{Returns, Verdict};
use ringside_web::browser::clock::after;
use ringside_web::dom::frame::steady;

impl Inner {
    /// Reads a row that is to be visited, unless it waits to come into view.
    pub(super) fn visit(&self, job: VisitTask, path: &str) {
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
    pub(super) fn add_new(&self) {
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
    pub(super) fn sweep(&self) {
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
