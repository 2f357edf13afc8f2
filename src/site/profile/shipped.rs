//! The profiles that each module has in its code: those of known CRMs, and the one for
//! any page. The files in `extension/sites` are encoded by the build.

use std::cell::OnceCell;

use super::{Profile, Recognise};
use crate::codec;

mod code {
    include!(concat!(env!("OUT_DIR"), "/profiles.rs"));
}

thread_local! {
    static SHIPPED: OnceCell<&'static Shipped> = const { OnceCell::new() };
}

struct Shipped {
    known: Vec<Profile>,
    generic: Profile,
}

/// The profiles of known CRMs.
#[must_use]
pub fn known() -> &'static [Profile] {
    &shipped().known
}

/// The profile for any page.
#[must_use]
pub fn generic() -> &'static Profile {
    &shipped().generic
}

/// The name of the first CRM that is known, for those who want no more of it.
#[must_use]
pub fn name() -> Option<&'static str> {
    code::NAMES.first().copied()
}

/// Decoded once, and never dropped: whatever is found on a page refers to its profile.
fn shipped() -> &'static Shipped {
    SHIPPED.with(|shipped| {
        *shipped.get_or_init(|| {
            Box::leak(Box::new(Shipped {
                known: code::KNOWN
                    .iter()
                    .filter_map(|code| codec::decode(code))
                    .collect(),
                generic: codec::decode(code::GENERIC).unwrap_or(NOTHING),
            }))
        })
    })
}

/// A profile that finds nobody.
const NOTHING: Profile = Profile {
    name: String::new(),
    recognise: Recognise {
        storage: Vec::new(),
        selectors: Vec::new(),
    },
    tokens: None,
    own_calls: None,
    pages: Vec::new(),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_decoded() {
        assert_eq!(known().len(), code::KNOWN.len());
        assert_eq!(name(), Some(&*known()[0].name));
        assert_eq!(generic().name, "Any page with e-mail addresses");
        assert!(known().iter().all(|profile| !profile.pages.is_empty()));
    }

    #[test]
    fn every_page_kind_has_a_fixture_at_one_of_its_paths() {
        for profile in known().iter().chain([generic()]) {
            for page in &profile.pages {
                assert!(!page.fixtures.is_empty(), "{} has no fixture", page.name);
                for fixture in &page.fixtures {
                    let file = format!("tests/pages/{}", fixture.page);
                    assert!(std::path::Path::new(&file).exists(), "{file} is missing");
                    assert!(page.matches(&fixture.path), "{}", page.name);
                    assert!(fixture.count > 0);
                }
            }
        }
    }

    #[test]
    fn the_number_comes_from_the_path() {
        let crm = &known()[0];
        let page = crm.pages_at("/customers/27").next().unwrap();
        assert!(page.single);
        assert_eq!(page.id_in("/customers/27"), Some(27));
        assert_eq!(page.id_in("/customers/99999999999999999999"), None);
        let page = crm.pages_at("/deals/7").next().unwrap();
        assert_eq!(page.id_in("/deals/7"), None, "that is no customer");
    }
}
