//! Where records stand on a CRM page: profiles (data) and detection; where
//! their buttons can be seen.

pub mod catalogue;
pub mod detect;
pub mod fit;
pub mod nearby;
pub mod people;
pub mod profile;
pub mod returns;
pub mod scan_pace;
pub mod sight;

use crate::codec::Codec;
use crate::domain::decimal;

/// A customer or employee as a CRM page shows them.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct RecordRef {
    pub kind: RecordKind,
    /// The record's own number (not the user's), when the page shows it.
    pub id: Option<u64>,
    /// The e-mail address on the page, exactly as it stands there: the CRM
    /// compares it case-sensitively.
    pub email: Option<String>,
    /// The name on the page; the e-mail's local part where it is blank.
    pub name: String,
    /// Company or job title, when the page shows it.
    pub detail: Option<String>,
}

/// The longest name or detail that is kept, in characters. What is longer is not
/// what a person is called.
const LONGEST: usize = 200;
/// The longest address that mail can be sent to, in bytes (RFC 5321, section
/// 4.5.3.1.3).
const LONGEST_ADDRESS: usize = 254;

impl RecordRef {
    /// The same with a name and a detail that can be shown and stored, however
    /// long the page has made them. An address that is longer than any can be is
    /// none.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        for text in [Some(&mut self.name), self.detail.as_mut()] {
            let Some(text) = text else { continue };
            if let Some((end, _)) = text.char_indices().nth(LONGEST) {
                text.truncate(end);
            }
        }
        self.email.take_if(|email| email.len() > LONGEST_ADDRESS);
        self
    }
}

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Codec)]
pub enum RecordKind {
    /// A customer (`/api/customers/`).
    Customer,
    /// An employee (`/api/employees/`).
    Employee,
    /// Somebody with an e-mail address, found by generic detection.
    Person,
}

impl RecordRef {
    /// What identifies this record on the page: kind with number or e-mail.
    /// `None` when there is neither: such a record gets no buttons.
    #[must_use]
    pub fn key(&self) -> Option<String> {
        let kind = match self.kind {
            RecordKind::Customer => "customer",
            RecordKind::Employee => "employee",
            RecordKind::Person => "person",
        };
        match (&self.email, self.id) {
            (Some(email), _) => Some([kind, ":", email].concat()),
            (None, Some(id)) => Some([kind, "#", &decimal(id)].concat()),
            (None, None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_made_too_long_is_cut_and_an_address_that_is_too_long_is_none() {
        let long = "Größe ".repeat(100_000);
        let record = RecordRef {
            kind: RecordKind::Customer,
            id: Some(7),
            email: Some(format!("{}@example.com", "x".repeat(100_000))),
            name: long.clone(),
            detail: Some(long),
        };
        let cut = record.bounded();
        assert_eq!(cut.name.chars().count(), LONGEST);
        assert_eq!(cut.detail.as_ref().unwrap().chars().count(), LONGEST);
        assert_eq!(cut.email, None);
        assert_eq!(cut.key().as_deref(), Some("customer#7"));
        let usual = RecordRef {
            email: Some("jane.doe@example.com".to_owned()),
            name: "Jane Doe".to_owned(),
            ..cut
        };
        assert_eq!(usual.clone().bounded(), usual);
    }
}
