//! The profiles that ship with the extension, and the one that fits a page.

use std::rc::Rc;

use crate::browser::codec;
use crate::dom;
use crate::site::profile::Profile;

/// Profiles of known CRMs. They are compiled in: a content script must not
/// use the network, not even for the extension's own files.
const KNOWN: &[&str] = &[include_str!("../../extension/sites/too-good-crm.json")];
const GENERIC: &str = include_str!("../../extension/sites/generic.json");

/// What to look for on a page.
#[derive(Clone, Debug)]
pub struct Profiles {
    known: Vec<Rc<Profile>>,
    generic: Option<Rc<Profile>>,
}

impl Profiles {
    /// All that ship. One that cannot be read is left out; a native test reads
    /// each of them.
    #[must_use]
    pub fn shipped() -> Self {
        Self {
            known: KNOWN.iter().copied().filter_map(read).collect(),
            generic: read(GENERIC),
        }
    }

    /// The profile of the CRM that this page belongs to.
    #[must_use]
    pub fn recognised(&self) -> Option<Rc<Profile>> {
        self.known
            .iter()
            .find(|profile| recognises(profile))
            .cloned()
    }

    /// The profile for pages of no known CRM.
    #[must_use]
    pub fn generic(&self) -> Option<Rc<Profile>> {
        self.generic.clone()
    }
}

fn read(text: &str) -> Option<Rc<Profile>> {
    let value = js_sys::JSON::parse(text).ok()?;
    codec::from_js::<Profile>(value).ok().map(Rc::new)
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
