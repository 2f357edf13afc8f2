//! The user's profiles, each of one site.

use crate::codec::{Codec, Format, Recover, Stored};
use crate::domain::{MOST_SITES, Newest};

/// A site's profile, as its file was imported: what this version cannot read of it
/// another one may, and the file is what the user gets back.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct OwnProfile {
    /// The site's origin.
    pub origin: String,
    /// The file's text.
    pub file: String,
}

/// The user's profiles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct OwnProfiles(Newest<OwnProfile, MOST_SITES>);

impl Format for OwnProfiles {
    const FORMAT: &'static str = "profiles 1";
}

impl Stored for OwnProfiles {}

impl Recover for OwnProfiles {
    fn take_back(&mut self, aside: Self) {
        let newer = std::mem::replace(self, aside);
        for profile in newer.0.iter() {
            self.set(profile.clone());
        }
    }
}

impl OwnProfiles {
    /// Sets a site's profile, in place of the one before.
    pub fn set(&mut self, profile: OwnProfile) {
        self.remove(&profile.origin);
        self.0.push(profile);
    }

    /// Removes a site's profile. `true` when there was one.
    pub fn remove(&mut self, origin: &str) -> bool {
        self.keep(|known| known != origin)
    }

    /// Removes the profiles of the sites for which `stays` is false. `true` when
    /// there were any.
    pub fn keep(&mut self, stays: impl Fn(&str) -> bool) -> bool {
        let before = self.0.len();
        self.0.retain(|profile| stays(&profile.origin));
        self.0.len() != before
    }

    /// All profiles.
    pub fn iter(&self) -> impl Iterator<Item = &OwnProfile> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(origin: &str, file: &str) -> OwnProfile {
        OwnProfile {
            origin: origin.to_owned(),
            file: file.to_owned(),
        }
    }

    fn of(all: &[OwnProfile]) -> OwnProfiles {
        let mut profiles = OwnProfiles::default();
        for profile in all {
            profiles.set(profile.clone());
        }
        profiles
    }

    #[test]
    fn a_site_has_one_profile() {
        let (first, second) = (profile("https://a", "1"), profile("https://a", "2"));
        let other = profile("https://b", "3");
        let mut profiles = of(&[first, other.clone(), second.clone()]);
        assert_eq!(profiles, of(&[other.clone(), second]));
        assert!(profiles.remove("https://a") && !profiles.remove("https://a"));
        assert_eq!(profiles, of(&[other]));
    }

    #[test]
    fn a_site_that_is_removed_takes_its_profile_along() {
        let (a, b) = (profile("https://a", "1"), profile("https://b", "2"));
        let mut profiles = of(&[a, b.clone()]);
        assert!(profiles.keep(|origin| origin == "https://b"));
        assert!(!profiles.keep(|origin| origin == "https://b"));
        assert_eq!(profiles, of(&[b]));
    }

    #[test]
    fn what_was_set_aside_comes_back_where_nothing_newer_is() {
        let newer = profile("https://a", "newer");
        let mut profiles = of(std::slice::from_ref(&newer));
        let aside = of(&[profile("https://a", "older"), profile("https://b", "2")]);
        for _ in 0..2 {
            profiles.take_back(aside.clone());
            assert_eq!(profiles.iter().count(), 2);
            assert!(profiles.iter().any(|profile| *profile == newer));
        }
    }
}
