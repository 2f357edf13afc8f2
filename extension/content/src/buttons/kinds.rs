//! Which kinds of pages are looked for: those of the page's profile. Where they
//! match nothing although people are named, the profile is out of date, and generic
//! detection steps in.

use std::ptr;

use web_sys::Document;

use super::{Inner, UiEvent};
use crate::{detection, profiles, records};
use ringside::site::profile::Page;
use ringside::site::profile::shipped::generic;

impl Inner {
    /// The kinds of pages that this path may show, as the last scan saw it.
    pub(super) fn kinds_at(&self, path: &str) -> Vec<&'static Page> {
        if self.misses.get() {
            generic().pages_at(path).collect()
        } else {
            profiles::pages_at(path)
        }
    }

    /// Sees whether the profile matches anything on the page as it is now.
    pub(super) fn see_whether_it_misses(&self, document: &Document, path: &str) {
        let pages = profiles::pages_at(path);
        self.misses.set(self.match_nothing(document, path, &pages));
    }

    /// Once something has matched in this document, an empty list is one, and the
    /// profile is as good as it was. An address alone may be the user's own, which many
    /// pages show.
    ///
    /// A profile that does not know the path may say nothing of this page: there it
    /// counts only where it finds somebody.
    fn match_nothing(&self, document: &Document, path: &str, pages: &[&'static Page]) -> bool {
        let knows = pages.iter().any(|page| page.knows(path));
        let mut matched = self.matched.borrow_mut();
        let has_matched =
            |page: &&Page| knows && matched.iter().any(|known| ptr::eq(*known, *page));
        let is_known = |page: &&'static Page| page.detect || has_matched(page);
        if pages.is_empty() || pages.iter().any(is_known) {
            return false;
        }
        if pages
            .iter()
            .any(|page| records::has_rows(document, page, !knows))
        {
            matched.extend(pages);
            return false;
        }
        let is_of_one = profiles::is_for_site() && pages.iter().any(|page| page.single);
        records::addresses(document) >= if is_of_one || !knows { 1.0 } else { 2.0 }
    }

    /// Says so when the profile finds nobody any more and detection does, or when
    /// that is over.
    ///
    /// Of a page that it does not know by its path a profile may well say nothing.
    pub(super) fn report_misses(&self, path: &str) {
        let is_anybody_there = self.state.borrow().entries.iter().next().is_some();
        let is_known = || profiles::pages_at(path).iter().any(|page| page.knows(path));
        let is_news = profiles::set_misses(self.misses.get() && is_anybody_there && is_known());
        if self.sees_which_crm(is_anybody_there) || is_news {
            (self.out)(UiEvent::ProfileUse);
        }
    }

    /// Whether the page turns out to be of a CRM in the catalogue. It is looked for
    /// when detection has come, and once more when it has found somebody: many pages
    /// are empty before.
    fn sees_which_crm(&self, is_anybody_there: bool) -> bool {
        let looks = 1 + u8::from(is_anybody_there);
        if self.crm_looks.get() >= looks {
            return false;
        }
        let Some(crm) = detection::crm() else {
            return false;
        };
        self.crm_looks.set(looks);
        profiles::set_crm(crm)
    }
}
