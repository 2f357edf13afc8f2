//! How it is with the profile of a page and of a site.

use super::file::ProfileError;
use crate::codec::Codec;

/// How it is with a page's profile, as the page sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Codec)]
pub struct ProfileUse {
    /// Whether it was given any by the worker.
    pub has_any: bool,
    /// The CRM of the catalogue whose signs it has, as an index of
    /// [`CRMS`](crate::site::catalogue::CRMS).
    pub crm: Option<u32>,
    /// Whether its profile finds nobody where it should, and generic detection
    /// finds somebody.
    pub misses: bool,
}

/// How it is with a site's profile, to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct ProfileState {
    pub own: OwnState,
    /// The name of the CRM of the catalogue whose pages it has.
    pub crm: Option<String>,
    /// Whether the profile finds nobody in an open page of the site, and generic
    /// detection does.
    pub misses: bool,
}

/// How it is with the user's profile of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub enum OwnState {
    /// There is none.
    #[default]
    None,
    /// It is in use, under this name.
    Used(String),
    /// This version cannot read it.
    Unusable(ProfileError),
}
