//! The call machine against a model of its environment, with events in random
//! order: the CRM, the people at both ends, their accounts, tabs, windows and
//! call pages, the network, the clock, and workers that are ended. proptest
//! shrinks a failure to a short list of steps.
//!
//! The seed is fixed, so that the same code gets the same result. `cargo xtask
//! test --soak` plays more cases from a random one.

mod browser;
mod checks;
mod crm;
mod pages;
mod people;
mod properties;
mod requests;
mod steps;
mod world;

use super::*;
use crate::domain::UserId;
use crate::site::RecordKind;
use crate::site::RecordRef;

/// The users who sign in in this browser. Numbers are unique across sites,
/// because the machine distinguishes users by number alone.
const ACCOUNTS: [UserId; 3] = [UserId(14), UserId(24), UserId(34)];
const JANE: UserId = UserId(15);
const MIKE: UserId = UserId(16);

/// The name that the CRM shows for a user.
fn name_of(user: UserId) -> String {
    match user {
        JANE => "Jane Doe".to_owned(),
        MIKE => "Mike Miller".to_owned(),
        UserId(number) => format!("User {number}"),
    }
}

/// The record of a person who can be called.
fn record_of(user: UserId) -> RecordRef {
    RecordRef {
        kind: RecordKind::Customer,
        id: None,
        email: Some(format!("{}@example.com", user.0)),
        name: name_of(user),
        detail: None,
    }
}

/// Picks one of several by a number of any size.
fn pick<T: Clone>(number: u8, from: impl IntoIterator<Item = T>) -> Option<T> {
    let all: Vec<T> = from.into_iter().collect();
    let index = usize::from(number).checked_rem(all.len())?;
    all.get(index).cloned()
}
