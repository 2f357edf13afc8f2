//! How people are called who may have given no name.

use crate::jitsi::event::Person;

/// A guest may have given no name.
pub(super) fn called(person: &Person) -> String {
    name_or_dash(&person.name)
}

pub(super) fn name_or_dash(name: &str) -> String {
    if name.trim().is_empty() {
        "–".to_owned()
    } else {
        name.to_owned()
    }
}
