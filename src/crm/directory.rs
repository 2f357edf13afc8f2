//! Finds the user to call for a record on a page (the worker looks it up).
//!
//! Customers, employees and users are numbered separately, and lists show only
//! e-mail addresses. The CRM is queried once for the records of a page, and the
//! answers are cached.

use super::fault::Fault;
use super::wire::{WireRecord, WireUser};
use crate::codec::Codec;
use crate::domain::{Duration, Newest, Timestamp, UserId};
use crate::site::{RecordKind, RecordRef};

/// How long an answer is valid.
const KEEP: Duration = Duration::from_mins(10);

/// Which user stands behind which record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct Directory {
    entries: Newest<Entry, 1_000>,
}

#[derive(Clone, Debug, PartialEq, Eq, Codec)]
struct Entry {
    /// See [`RecordRef::key`].
    key: String,
    /// `None` is a record without an account.
    user: Option<UserId>,
    at: Timestamp,
}

/// A query to the CRM.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lookup {
    /// The list of customers, which has their users' numbers.
    Customers,
    /// The list of users, which has their e-mail addresses.
    Users,
    /// One customer by number.
    Customer(u64),
    /// One employee by number.
    Employee(u64),
}

impl Lookup {
    /// Whether this fault is an answer: a support agent may not see employees,
    /// say, or the record is gone. They are then called by e-mail address.
    #[must_use]
    pub fn is_answered_by(&self, fault: &Fault) -> bool {
        match fault {
            Fault::Forbidden => true,
            Fault::NotFound => matches!(self, Self::Customer(_) | Self::Employee(_)),
            _ => false,
        }
    }
}

/// What is known about a record's user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    User(UserId),
    /// It has no account.
    NoAccount,
    /// Nothing yet.
    Unknown,
}

impl Directory {
    /// What is known of this record's user.
    #[must_use]
    pub fn user(&self, record: &RecordRef, now: Timestamp) -> Known {
        let key = record.key();
        let known = self
            .entries
            .iter()
            .find(|entry| Some(&entry.key) == key.as_ref());
        match known {
            Some(entry) if entry.at.counts(KEEP, now) => {
                entry.user.map_or(Known::NoAccount, Known::User)
            }
            _ => Known::Unknown,
        }
    }

    /// The queries needed to resolve all of these records' users.
    #[must_use]
    pub fn questions(&self, records: &[RecordRef], now: Timestamp) -> Vec<Lookup> {
        let mut lookups = Vec::new();
        let unknown = records
            .iter()
            .filter(|record| self.user(record, now) == Known::Unknown);
        for record in unknown {
            let lookup = match (record.kind, record.id, &record.email) {
                (RecordKind::Customer, Some(id), _) => Some(Lookup::Customer(id)),
                (RecordKind::Customer, None, Some(_)) => Some(Lookup::Customers),
                (RecordKind::Employee, Some(id), _) => Some(Lookup::Employee(id)),
                (_, _, Some(_)) => Some(Lookup::Users),
                (RecordKind::Person, _, None) | (RecordKind::Employee, None, None) => None,
                (RecordKind::Customer, None, None) => None,
            };
            if let Some(lookup) = lookup.filter(|lookup| !lookups.contains(lookup)) {
                lookups.push(lookup);
            }
        }
        lookups
    }

    /// Learns from rows of the list of customers.
    pub fn learn_customers(&mut self, rows: &[WireRecord], now: Timestamp) {
        for row in rows {
            if let Some(email) = &row.email {
                self.learn(RecordKind::Customer, None, Some(email), row.callee, now);
            }
        }
    }

    /// Learns from rows of the list of users.
    pub fn learn_users(&mut self, rows: &[WireUser], now: Timestamp) {
        for row in rows {
            if let Some(email) = &row.email {
                for kind in [RecordKind::Employee, RecordKind::Person] {
                    self.learn(kind, None, Some(email), Some(UserId(row.id)), now);
                }
            }
        }
    }

    /// Learns from one customer's or employee's details, by number and e-mail.
    pub fn learn_record(&mut self, kind: RecordKind, id: u64, row: &WireRecord, now: Timestamp) {
        self.learn(kind, Some(id), None, row.callee, now);
        if let Some(email) = &row.email {
            self.learn(kind, None, Some(email), row.callee, now);
        }
    }

    /// The CRM was queried for these records: those still unknown have no user.
    pub fn mark_asked(&mut self, records: &[RecordRef], now: Timestamp) {
        for record in records {
            if self.user(record, now) == Known::Unknown
                && let Some(key) = record.key()
            {
                self.put(key, None, now);
            }
        }
    }

    fn learn(
        &mut self,
        kind: RecordKind,
        id: Option<u64>,
        email: Option<&String>,
        user: Option<UserId>,
        now: Timestamp,
    ) {
        let record = RecordRef {
            kind,
            id,
            email: email.cloned(),
            name: String::new(),
            detail: None,
        };
        if let Some(key) = record.key() {
            self.put(key, user, now);
        }
    }

    fn put(&mut self, key: String, user: Option<UserId>, at: Timestamp) {
        self.entries.retain(|entry| entry.key != key);
        self.entries.push(Entry { key, user, at });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn customer(email: &str, id: Option<u64>) -> RecordRef {
        RecordRef {
            kind: RecordKind::Customer,
            id,
            email: Some(email.to_owned()),
            name: "Somebody".to_owned(),
            detail: None,
        }
    }

    #[test]
    fn asks_each_question_once_and_remembers() {
        let mut directory = Directory::default();
        let page = [customer("a@x", None), customer("b@x", None)];
        assert_eq!(
            directory.questions(&page, Timestamp(0)),
            [Lookup::Customers]
        );
        let row = serde_json::json!({"id": 2, "email": "a@x", "user_id": 15});
        directory.learn_customers(&[WireRecord::parse(&row)], Timestamp(0));
        directory.mark_asked(&page, Timestamp(0));
        assert_eq!(
            directory.user(&page[0], Timestamp(1)),
            Known::User(UserId(15))
        );
        assert_eq!(directory.user(&page[1], Timestamp(1)), Known::NoAccount);
        assert!(directory.questions(&page, Timestamp(1)).is_empty());
        assert_eq!(
            directory.user(&page[0], Timestamp(KEEP.as_millis())),
            Known::Unknown
        );
    }

    #[test]
    fn details_are_asked_by_number() {
        let directory = Directory::default();
        let page = [customer("a@x", Some(2))];
        assert_eq!(
            directory.questions(&page, Timestamp(0)),
            [Lookup::Customer(2)]
        );
    }

    #[test]
    fn the_directory_has_a_bound() {
        let mut directory = Directory::default();
        for number in 0..2_000 {
            directory.mark_asked(&[customer(&format!("{number}@x"), None)], Timestamp(0));
        }
        assert_eq!(directory.entries.len(), 1_000);
    }
}
