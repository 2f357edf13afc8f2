//! Which kinds of pages are looked for: those of the page's profile. Where they
//! match nothing although people are named, the profile is out of date, and generic
//! detection steps in.

use std::ptr;

use web_sys::Document;

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

    /// Once something has matched in this document, an empty list is one, and the
    /// profile is as good as it was. An address alone may be the user's own, which
    /// many pages show.
    fn match_nothing(&self, document: &Document, pages: &[&'static Page]) -> bool {
        let mut matched = self.matched.borrow_mut();
        let has_matched = |page: &&Page| matched.iter().any(|known| ptr::eq(*known, *page));
        let is_known = |page: &&'static Page| page.detect || has_matched(page);
        if pages.is_empty() || pages.iter().any(is_known) {
            return false;
        }
        if pages.iter().any(|page| records::has_rows(document, page)) {
            matched.extend(pages);
            return false;
        }
        let is_of_one = profiles::usage().has_own && pages.iter().any(|page| page.single);
        records::addresses(document) >= if is_of_one { 1.0 } else { 2.0 }
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
