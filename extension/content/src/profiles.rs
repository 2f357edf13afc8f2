//! Which profile fits the page.

use std::cell::{Cell, RefCell};

use ringside::site::profile::file::SiteProfile;
use ringside::site::profile::shipped::{generic, known};
use ringside::site::profile::state::ProfileUse;
use ringside::site::profile::{Page, Profile};
use ringside_web::dom;

thread_local! {
    /// Whether the worker says that the page is no CRM's, as far as is known.
    static IS_NO_CRM: Cell<bool> = const { Cell::new(false) };
    /// The profiles that the worker has for this site, as they came.
    static GIVEN: RefCell<Vec<SiteProfile>> = const { RefCell::new(Vec::new()) };
    /// The same, to search with.
    static READ: RefCell<Vec<&'static Profile>> = const { RefCell::new(Vec::new()) };
    static MISSES: Cell<bool> = const { Cell::new(false) };
    static CRM: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Takes note of the worker's profiles for this site. Returns whether they are others
/// than before.
pub fn set_given(given: Vec<SiteProfile>) -> bool {
    if GIVEN.with_borrow(|known| *known == given) {
        return false;
    }
    let mut read: Vec<&'static Profile> = Vec::new();
    for given in &given {
        // The pairs on the page refer to it. It stays as long as the page does: only a
        // person who imports another file makes more of them.
        read.extend(given.profile.decode().map(|it| &*Box::leak(Box::new(it))));
    }
    READ.set(read);
    GIVEN.set(given);
    true
}

/// Whether the first of them was made for this site: by the user, or by an
/// administrator.
pub(super) fn is_for_site() -> bool {
    GIVEN.with_borrow(|given| {
        let first = given.first();
        first.is_some_and(|first| first.made_for_site)
    })
}

/// Takes note of whether the profile finds nobody, and generic detection does.
/// Returns whether that is news.
pub(super) fn set_misses(misses: bool) -> bool {
    MISSES.replace(misses) != misses
}

/// Takes note of the CRM of the catalogue whose signs the page has. Returns whether
/// that is news.
pub(super) fn set_crm(crm: Option<u32>) -> bool {
    crm.is_some() && CRM.replace(crm) != crm
}

/// How it is with this page's profiles.
pub(super) fn usage() -> ProfileUse {
    ProfileUse {
        has_any: GIVEN.with_borrow(|given| !given.is_empty()),
        crm: CRM.get(),
        misses: MISSES.get(),
    }
}

/// The kinds of pages that a path may show: those of the first of the worker's
/// profiles that knows the path; else those of the CRM's, or the one for any page.
pub(super) fn pages_at(path: &str) -> Vec<&'static Page> {
    let at = |profile: &&'static Profile| profile.pages_at(path).collect::<Vec<_>>();
    let given = READ.with_borrow(|read| read.iter().map(at).find(|pages| !pages.is_empty()));
    given.unwrap_or_else(|| fitting().pages_at(path).collect())
}

/// Takes note of whether the worker knows the page to be a CRM's: its API has
/// answered. Returns whether that is news.
pub(super) fn set_is_crm(is_crm: bool) -> bool {
    IS_NO_CRM.replace(!is_crm) == is_crm
}

/// The profile of the CRM that this page seems to belong to.
#[must_use]
pub fn recognised() -> Option<&'static Profile> {
    known().iter().find(|profile| recognises(profile))
}

/// The profile to search this page with: its CRM's, or the one for any page. A
/// page that only looks like a CRM's is any page.
#[must_use]
pub fn fitting() -> &'static Profile {
    let recognised = recognised().filter(|_| !IS_NO_CRM.get());
    recognised.unwrap_or_else(generic)
}

fn recognises(profile: &Profile) -> bool {
    let signs = &profile.recognise;
    let storage = dom::window().and_then(|window| window.local_storage().ok().flatten());
    let stored = storage.is_some_and(|storage| {
        signs
            .storage
            .iter()
            .any(|key| storage.get_item(key).ok().flatten().is_some())
    });
    stored
        || dom::document().is_some_and(|document| {
            signs
                .selectors
                .iter()
                .any(|css| document.query_selector(css).ok().flatten().is_some())
        })
}
