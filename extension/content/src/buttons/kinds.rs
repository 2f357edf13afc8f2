//! Which kinds of pages are looked for: those of the page's profile. Where they
//! match nothing although somebody is named, the profile is out of date, and
//! generic detection steps in.

use std::ptr;

use web_sys::Document;

use super::state::Entry;
use super::{Inner, UiEvent};
use crate::{profiles, records};
use ringside::site::profile::{GENERIC, Page};

impl Inner {
    /// The kinds of pages that this path may show, as the last scan saw it.
    pub(super) fn kinds_at(&self, path: &str) -> Vec<&'static Page> {
        if self.misses.get() {
            GENERIC.pages_at(path).collect()
        } else {
            profiles::pages_at(path)
        }
    }

    /// Sees whether the profile matches anything on the page as it is now.
    pub(super) fn see_whether_it_misses(&self, document: &Document, path: &str) {
        let pages = profiles::pages_at(path);
        self.misses.set(self.match_nothing(document, &pages));
    }

    fn match_nothing(&self, document: &Document, pages: &[&'static Page]) -> bool {
        if pages.is_empty() || pages.iter().any(|page| page.detect) {
            return false;
        }
        let is_found = |entry: &Entry| {
            pages.iter().any(|page| ptr::eq(*page, entry.page)) && entry.row.element.is_connected()
        };
        // Else the page is looked through once more than it would be, while there
        // is nothing on it to be found.
        !self.state.borrow().entries.iter().any(is_found)
            && !pages.iter().any(|page| records::has_rows(document, page))
            && records::names_somebody(document)
    }

    /// Says so when the profile finds nobody any more and detection does, or when
    /// that is over.
    pub(super) fn report_misses(&self) {
        let is_anybody_there = self.state.borrow().entries.iter().next().is_some();
        if profiles::set_misses(self.misses.get() && is_anybody_there) {
            (self.out)(UiEvent::ProfileMisses);
        }
    }
}
