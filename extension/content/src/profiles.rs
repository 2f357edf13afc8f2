//! Which profile fits the page.

use ringside::site::profile::{GENERIC, KNOWN, Profile};
use ringside_web::dom;

/// The profile of the CRM that this page belongs to.
#[must_use]
pub fn recognised() -> Option<&'static Profile> {
    KNOWN.iter().copied().find(|profile| recognises(profile))
}

/// The profile to search this page with: its CRM's, or the one for any page.
#[must_use]
pub fn fitting() -> &'static Profile {
    recognised().unwrap_or(&GENERIC)
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
