//! A profile: how records are found on one CRM, as data.
//!
//! The profiles that are shipped are the JSON files under `extension/sites`; the
//! build script turns them into the values of this module. After a redesign of a
//! CRM only the file changes. Each page states how many records its fixture has,
//! so that a test notices when they differ. The user's own are [read](mod@file) when
//! they are imported; `docs/profiles.md` explains the format.

mod address;
pub mod file;
pub mod learn;
pub mod own;
pub(crate) mod schema;
pub mod shipped;
pub mod state;

use super::RecordKind;
use crate::codec::Codec;
use address::{fits, id_in, is_open};

/// How one CRM is recognised, where its sign-in is, and how its pages look.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct Profile {
    /// The CRM's name.
    pub name: String,
    /// How a page of this CRM is recognised. Empty: every page is one.
    pub recognise: Recognise,
    /// Where the page keeps its sign-in.
    pub tokens: Option<TokenKeys>,
    /// How the CRM calls by itself; `None`: it does not.
    pub own_calls: Option<OwnCalls>,
    /// Its kinds of pages. One path may match several.
    pub pages: Vec<Page>,
}

/// Signs that a page belongs to a CRM; one of them is enough.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct Recognise {
    /// Keys in the page's `localStorage`.
    pub storage: Vec<String>,
    /// Selectors that match something.
    pub selectors: Vec<String>,
}

/// The page's `localStorage` keys that hold the CRM's own sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct TokenKeys {
    /// The access token, as it is.
    pub access: String,
    /// The refresh token, as it is.
    pub refresh: String,
    /// The older token.
    pub legacy: String,
    /// The user as JSON, with `id` and `full_name`.
    pub user: String,
}

/// The CRM's own call window, which joins meetings by itself.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct OwnCalls {
    /// The selectors of the window, in each of its states. The build puts them
    /// into `extension/content/own-window.js`.
    pub hide: Vec<String>,
}

/// One way in which a page shows records.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct Page {
    /// Its description, such as "customers table".
    pub name: String,
    /// What its records are.
    pub kind: RecordKind,
    /// Paths at which it is found, such as `/customers/:id`, `/deals/:number`
    /// (of a deal, which is no record) or `/*`, and with a query or hash where the
    /// path does not tell.
    pub paths: Vec<String>,
    /// The page shows one record: the nearest place that has all of it.
    pub single: bool,
    /// Search only in these, when they have all these headings.
    pub inside: Option<Inside>,
    /// Find people by what pages of any kind look like. Only `record`, the parts
    /// of the page in which they are looked for, and `detail` count then.
    pub detect: bool,
    /// The elements that are records, or in which a search for one starts.
    pub record: String,
    /// What the element's text begins with, when the selector alone is
    /// ambiguous.
    pub text: Option<String>,
    /// From the element found, climb to the nearest ancestor in which this
    /// matches: that is the record, and in lists only where no other begins in
    /// it. What stands further out belongs to somebody else.
    pub climb: Option<String>,
    /// Where the e-mail address is; the first that has one counts.
    pub email: Vec<Field>,
    /// Where the name is; the first that is neither blank nor an address.
    pub title: Vec<Field>,
    /// Where the company or job title is.
    pub detail: Option<Field>,
    /// Selectors in the record; the first that matches gets the buttons as its
    /// last child, the next one where they would be out of sight there or make
    /// something scroll sideways. `:anchor` is the parent of the element where
    /// the search started. None: the parent of the e-mail address gets them.
    pub place: Vec<String>,
    /// Fixture page and the number of records that it has.
    pub fixtures: Vec<Fixture>,
}

/// Containers in which a page's records are, recognised by their headings.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct Inside {
    /// The containers.
    pub select: String,
    /// The headings in a container.
    pub heading: String,
    /// Texts that the headings must contain, each in one of them.
    pub headings: Vec<String>,
}

/// A text in a record.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct Field {
    /// The elements that may hold it.
    pub select: String,
    /// Which of them, from 0; absent: the first that has a fitting text.
    pub nth: Option<u32>,
    /// Read this attribute in place of the text.
    pub attr: Option<String>,
    /// Take the element that follows the one whose text begins so.
    pub after: Option<String>,
    /// Look in the whole document, not only in the record.
    pub anywhere: bool,
}

/// A fixture page under `tests/pages` and what must be found on it.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct Fixture {
    /// The file's name.
    pub page: String,
    /// The path at which it pretends to be.
    pub path: String,
    /// How many records it shows.
    pub count: u32,
}

impl Profile {
    /// The kinds of pages that a path may show.
    pub fn pages_at<'a>(
        &'static self,
        path: &'a str,
    ) -> impl Iterator<Item = &'static Page> + use<'a> {
        self.pages.iter().filter(move |page| page.matches(path))
    }
}

impl Page {
    /// Whether the page is found at this path.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        self.paths.iter().any(|pattern| fits(pattern, path))
    }

    /// The record's number in the path, at the pattern's `:id`.
    #[must_use]
    pub fn id_in(&self, path: &str) -> Option<u64> {
        let mut fitting = self.paths.iter().filter(|pattern| fits(pattern, path));
        fitting.find_map(|pattern| id_in(pattern, path))
    }

    /// Whether it knows the page at this path: a pattern with an open end may mean a
    /// page of which it knows nothing.
    #[must_use]
    pub fn knows(&self, path: &str) -> bool {
        let mut paths = self.paths.iter().filter(|pattern| !is_open(pattern));
        paths.any(|pattern| fits(pattern, path))
    }
}
