//! Which profile fits the page.

use std::cell::{Cell, RefCell};

use ringside::site::profile::file::EncodedProfile;
use ringside::site::profile::state::ProfileUse;
use ringside::site::profile::{GENERIC, KNOWN, Page, Profile};
use ringside_web::dom;

thread_local! {
    /// Whether the worker says that the page is no CRM's, as far as is known.
    static IS_NO_CRM: Cell<bool> = const { Cell::new(false) };
    /// The user's own profile for this site, as it came.
    static ENCODED: RefCell<Option<EncodedProfile>> = const { RefCell::new(None) };
    /// The same, to search with.
    static OWN: Cell<Option<&'static Profile>> = const { Cell::new(None) };
    static MISSES: Cell<bool> = const { Cell::new(false) };
}

/// Takes note of the user's profile for this site. Returns whether it is another one
/// than before.
pub fn set_own(encoded: Option<EncodedProfile>) -> bool {
    let own = encoded.as_ref().and_then(EncodedProfile::decode);
    if ENCODED.replace(encoded.clone()) == encoded {
        return false;
    }
    // The pairs on the page refer to it. It stays as long as the page does: only a
    // person who imports another file makes one more of them.
    OWN.set(own.map(|own| &*Box::leak(Box::new(own))));
    true
}

/// Takes note of whether the profile finds nobody, and generic detection does.
/// Returns whether that is news.
pub(super) fn set_misses(misses: bool) -> bool {
    MISSES.replace(misses) != misses
}

/// How it is with this page's profile.
pub(super) fn usage() -> ProfileUse {
    ProfileUse {
        has_own: OWN.get().is_some(),
        misses: MISSES.get(),
    }
}

/// The kinds of pages that a path may show: those of the user's own profile, if it
/// knows the path; else those of the CRM's, or the one for any page.
pub(super) fn pages_at(path: &str) -> Vec<&'static Page> {
    let own = OWN.get().map(|own| own.pages_at(path).collect());
    own.filter(|pages: &Vec<_>| !pages.is_empty())
        .unwrap_or_else(|| fitting().pages_at(path).collect())
}

/// Takes note of whether the worker knows the page to be a CRM's: its API has
/// answered. Returns whether that is news.
pub(super) fn set_is_crm(is_crm: bool) -> bool {
    IS_NO_CRM.replace(!is_crm) == is_crm
}

/// The profile of the CRM that this page seems to belong to.
#[must_use]
pub fn recognised() -> Option<&'static Profile> {
    KNOWN.iter().copied().find(|profile| recognises(profile))
}

/// The profile to search this page with: its CRM's, or the one for any page. A
/// page that only looks like a CRM's is any page.
#[must_use]
pub fn fitting() -> &'static Profile {
    let recognised = recognised().filter(|_| !IS_NO_CRM.get());
    recognised.unwrap_or(&GENERIC)
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
