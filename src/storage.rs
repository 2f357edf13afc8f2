//! How it is with what is stored: what cannot be saved, and what was found that
//! this version cannot read.

mod aside;

pub use aside::{aside_keys, free_key, read_back};

use crate::codec::{Codec, Format, Stored};

/// What a person should know of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Codec)]
pub struct StorageState {
    /// Something cannot be saved: the storage is full, the browser cannot write to
    /// it, or what lies there can neither be used nor set aside.
    pub fails: bool,
    /// Something was found that a newer version stored.
    pub newer: bool,
    /// Something was found that nobody can read.
    pub damaged: bool,
}

/// Session storage does not outlive a version of the extension.
impl Format for StorageState {
    const FORMAT: &'static str = env!("CARGO_PKG_VERSION");
}

impl Stored for StorageState {}

/// Why a stored text cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    Newer,
    Damaged,
}

/// What was seen of the storage. Its keys are few, and stand in the code; `W` is
/// what is to be written under one.
#[derive(Clone, Debug)]
pub struct StorageHealth<W> {
    state: StorageState,
    /// What could not be saved, with its key.
    unsaved: Vec<(&'static str, W)>,
    /// The keys under which a text lies that this version cannot use, and that
    /// could not be set aside: nothing is written over it.
    occupied: Vec<(&'static str, Unusable)>,
}

impl<W> Default for StorageHealth<W> {
    fn default() -> Self {
        Self {
            state: StorageState::default(),
            unsaved: Vec::new(),
            occupied: Vec::new(),
        }
    }
}

impl<W: Copy> StorageHealth<W> {
    /// Goes on from what an earlier worker knew.
    pub fn follow(&mut self, earlier: StorageState) {
        self.state.fails |= earlier.fails;
        self.state.newer |= earlier.newer;
        self.state.damaged |= earlier.damaged;
    }

    /// `what` was to be saved under this key. `true` when how that went is news.
    pub fn wrote(&mut self, key: &'static str, what: W, is_saved: bool) -> bool {
        let before = self.unsaved.len();
        self.unsaved.retain(|(unsaved, _)| *unsaved != key);
        let was_unsaved = self.unsaved.len() < before;
        if !is_saved {
            self.unsaved.push((key, what));
        }
        self.see_fails();
        was_unsaved == is_saved
    }

    /// What could not be saved, and can be tried again now that something else
    /// was saved.
    #[must_use]
    pub fn unsaved(&self) -> Vec<(&'static str, W)> {
        self.unsaved.clone()
    }

    /// A text was found under this key that cannot be used. `is_aside` is
    /// whether it was set aside.
    pub fn found(&mut self, key: &'static str, unusable: Unusable, is_aside: bool) {
        match unusable {
            Unusable::Newer => self.state.newer = true,
            Unusable::Damaged => self.state.damaged = true,
        }
        self.occupied.retain(|(known, _)| *known != key);
        if !is_aside {
            self.occupied.push((key, unusable));
        }
        self.see_fails();
    }

    /// Nothing can be saved under an occupied key either.
    fn see_fails(&mut self) {
        self.state.fails = !(self.unsaved.is_empty() && self.occupied.is_empty());
    }

    /// What lies under this key and has to be set aside before anything is
    /// written there.
    #[must_use]
    pub fn occupied(&self, key: &str) -> Option<Unusable> {
        let found = self.occupied.iter().find(|(known, _)| *known == key);
        found.map(|(_, unusable)| *unusable)
    }

    /// What a person should know.
    #[must_use]
    pub fn state(&self) -> StorageState {
        self.state
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_a_key_cannot_be_saved_is_news_once() {
        let mut health = StorageHealth::default();
        assert!(!health.wrote("outboxes", (), true));
        assert!(health.wrote("outboxes", (), false) && health.state().fails);
        for _ in 0..1_000 {
            assert!(!health.wrote("outboxes", (), false));
        }
        assert_eq!(health.unsaved(), [("outboxes", ())]);
        assert!(health.wrote("settings", (), false));
        assert!(health.wrote("outboxes", (), true) && health.state().fails);
        assert_eq!(health.unsaved(), [("settings", ())], "to be tried again");
        assert!(health.wrote("settings", (), true) && !health.state().fails);
    }

    #[test]
    fn the_next_worker_says_it_until_something_can_be_saved() {
        let mut health = StorageHealth::default();
        health.wrote("outboxes", (), false);
        health.found("settings", Unusable::Newer, true);
        let mut next = StorageHealth::default();
        next.follow(health.state());
        assert_eq!(next.state(), health.state());
        next.wrote("outboxes", (), true);
        let newer = StorageState {
            newer: true,
            ..StorageState::default()
        };
        assert_eq!(next.state(), newer);
    }

    #[test]
    fn what_could_not_be_set_aside_is_not_written_over() {
        let mut health = StorageHealth::<()>::default();
        for _ in 0..1_000 {
            health.found("outboxes", Unusable::Damaged, false);
        }
        assert_eq!(health.occupied.len(), 1);
        assert_eq!(health.occupied("outboxes"), Some(Unusable::Damaged));
        assert_eq!(health.occupied("settings"), None);
        assert!(health.state().fails, "nor is anything saved there");
        health.wrote("settings", (), true);
        assert!(health.state().fails, "it still is not");
        health.found("outboxes", Unusable::Damaged, true);
        assert_eq!(health.occupied("outboxes"), None);
        assert!(!health.state().fails);
        assert!(health.state().damaged, "it is said nevertheless");
    }

    #[test]
    fn it_is_stored_like_this() {
        let state = StorageState {
            fails: true,
            newer: false,
            damaged: true,
        };
        let text = crate::codec::text(&state);
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(text, format!("{} {version}1 0 1 ", version.len()));
    }
}
