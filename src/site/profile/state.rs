//! How it is with the profile of a page and of a site.

use super::file::{EncodedProfile, ProfileError};
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
    /// How it is with the profile that an administrator has set.
    pub administrator: FileState,
    /// How it is with the user's.
    pub own: FileState,
    /// The name of the CRM of the catalogue whose pages it has.
    pub crm: Option<String>,
    /// Whether the profile finds nobody in an open page of the site, and generic
    /// detection does.
    pub misses: bool,
}

/// How it is with a profile that somebody has made for a site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub enum FileState {
    /// There is none.
    #[default]
    None,
    /// It is in use, under this name.
    Used(String),
    /// This version cannot read it.
    Unusable(ProfileError),
}

impl FileState {
    /// How it is with what was read, if there was anything.
    #[must_use]
    pub fn of(read: Option<&Result<EncodedProfile, ProfileError>>) -> Self {
        match read {
            None => Self::None,
            Some(Ok(profile)) => Self::Used(profile.name().to_owned()),
            Some(Err(error)) => Self::Unusable(error.clone()),
        }
    }
}
