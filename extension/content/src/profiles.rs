//! Which profile fits the page.

use std::cell::Cell;

use ringside::site::profile::{GENERIC, KNOWN, Profile};
use ringside_web::dom;

thread_local! {
    /// Whether the worker says that the page is no CRM's, as far as is known.
    static IS_NO_CRM: Cell<bool> = const { Cell::new(false) };
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
