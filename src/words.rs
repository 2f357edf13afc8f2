//! What is said in which situation: keys of texts, and what goes into them
//! (pure).

use crate::call::view::Notice;
use crate::domain::Quality;
use crate::domain::{EndReason, Refusal};
use crate::presence::Reach;
use crate::text as key;

/// A text's key and what it is filled with.
pub type Words = (&'static str, Vec<String>);

/// How the style sheets call a reach.
#[must_use]
pub fn reach_name(reach: Reach) -> &'static str {
    match reach {
        Reach::Unknown => "unknown",
        Reach::Online => "online",
        Reach::Away => "away",
        Reach::Busy => "busy",
        Reach::Offline => "offline",
        Reach::NoAccount => "none",
    }
}

/// The word for a reach; none while it is not known.
#[must_use]
pub fn reach(reach: Reach) -> Option<&'static str> {
    match reach {
        Reach::Unknown => None,
        Reach::Online => Some(key::REACH_ONLINE),
        Reach::Away => Some(key::REACH_AWAY),
        Reach::Busy => Some(key::REACH_BUSY),
        Reach::Offline => Some(key::REACH_OFFLINE),
        Reach::NoAccount => Some(key::REACH_NO_ACCOUNT),
    }
}

/// How a call with this person ended, in one sentence.
#[must_use]
pub fn ended(name: &str, reason: &EndReason) -> Words {
    let named = |key| (key, vec![name.to_owned()]);
    let plain = |key| (key, Vec::new());
    match reason {
        EndReason::Over { lasted } => (key::ENDED_OVER, vec![clock(*lasted)]),
        EndReason::Cancelled => plain(key::ENDED_CANCELLED),
        EndReason::Declined { note } => match note.as_deref().map(str::trim) {
            Some(note) if !note.is_empty() => (
                key::ENDED_DECLINED_NOTE,
                vec![name.to_owned(), note.to_owned()],
            ),
            _ => named(key::ENDED_DECLINED),
        },
        EndReason::NoAnswer => plain(key::ENDED_NO_ANSWER),
        EndReason::Elsewhere => plain(key::ENDED_ELSEWHERE),
        EndReason::Lost => plain(key::ENDED_LOST),
        EndReason::Refused(refusal) => match refusal {
            Refusal::NotAvailable => named(key::REFUSED_NOT_AVAILABLE),
            Refusal::NoAccount => named(key::REFUSED_NO_ACCOUNT),
            Refusal::Yourself => plain(key::REFUSED_YOURSELF),
            Refusal::NoProfile => plain(key::REFUSED_NO_PROFILE),
            Refusal::SignedOut => plain(key::REFUSED_SIGNED_OUT),
            Refusal::Forbidden => plain(key::REFUSED_FORBIDDEN),
            Refusal::Offline => plain(key::REFUSED_OFFLINE),
            Refusal::CrmTrouble => plain(key::REFUSED_CRM_TROUBLE),
            Refusal::InAnotherCall => plain(key::REFUSED_IN_ANOTHER_CALL),
            Refusal::Gone => plain(key::REFUSED_GONE),
        },
    }
}

/// A notice in one sentence.
#[must_use]
pub fn notice(notice: &Notice) -> Words {
    match notice {
        Notice::Missed { name } => (key::NOTICE_MISSED, vec![name.clone()]),
        Notice::OfflineEnd => (key::NOTICE_OFFLINE_END, Vec::new()),
        Notice::CrmTrouble => (key::NOTICE_CRM_TROUBLE, Vec::new()),
        Notice::SignInAgain => (key::NOTICE_SIGN_IN_AGAIN, Vec::new()),
        Notice::MovedToWindow => (key::NOTICE_MOVED_TO_WINDOW, Vec::new()),
    }
}

/// The word for a connection's quality, and how many of three bars it has.
#[must_use]
pub fn quality(quality: Quality) -> (&'static str, &'static str) {
    match quality {
        Quality::Lost => (key::QUALITY_LOST, "0"),
        Quality::Poor => (key::QUALITY_POOR, "1"),
        Quality::Fair => (key::QUALITY_FAIR, "2"),
        Quality::Good => (key::QUALITY_GOOD, "3"),
    }
}

/// A time span in milliseconds as a clock shows it: "02:14", "1:02:14".
#[must_use]
pub fn clock(ms: u64) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let mut text = String::new();
    if hours > 0 {
        text.push_str(&hours.to_string());
        text.push(':');
    }
    two(&mut text, minutes);
    text.push(':');
    two(&mut text, seconds);
    text
}

fn two(text: &mut String, number: u64) {
    if number < 10 {
        text.push('0');
    }
    text.push_str(&number.to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_have_hours_only_when_needed() {
        for (ms, expected) in [
            (0, "00:00"),
            (999, "00:00"),
            (134_000, "02:14"),
            (3_599_999, "59:59"),
            (3_734_000, "1:02:14"),
            (360_000_000, "100:00:00"),
        ] {
            assert_eq!(clock(ms), expected);
        }
    }

    #[test]
    fn a_blank_reason_is_none() {
        let declined = |note: Option<&str>| EndReason::Declined {
            note: note.map(str::to_owned),
        };
        assert_eq!(ended("Jane", &declined(Some(" "))).0, key::ENDED_DECLINED);
        let (said, with) = ended("Jane", &declined(Some("in a meeting ")));
        assert_eq!(said, key::ENDED_DECLINED_NOTE);
        assert_eq!(with, ["Jane", "in a meeting"]);
    }
}
