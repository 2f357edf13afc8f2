//! The outbox: updates that the CRM must still get (the worker stores and
//! delivers it).
//!
//! A hang-up, a rejection or a note made while offline, or while the sign-in is
//! expired, waits here. Entries are delivered in order, once; an entry that no
//! longer matters is dropped and logged.

use crate::codec::{Codec, Format, Stored};
use crate::domain::{CallId, Duration, Timestamp};

/// An update that the CRM must get.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct OutboxEntry {
    pub call: CallId,
    pub update: CrmUpdate,
    /// Since when it waits.
    pub since: Timestamp,
}

/// An update about a call.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub enum CrmUpdate {
    /// The call is over: somebody hung up, or nobody answered.
    End,
    /// The user declined it.
    Reject,
    /// The notes on it, whole: a later text replaces an earlier one.
    Note(String),
    /// Where its recording can be had.
    RecordingLink(String),
}

/// How an attempt to deliver an entry went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The CRM took it.
    Done,
    /// The update no longer matters: the call is gone or already in the wanted
    /// state.
    Moot,
    /// Not now: no network, no sign-in, or a fault of the server.
    Later,
}

/// Entries in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct Outbox {
    entries: Vec<OutboxEntry>,
}

/// How long an entry can matter: after a day nobody waits for the update any
/// more.
pub const KEEP: Duration = Duration::from_hours(24);

/// How long a note waits for the user to write on. Any later entry ends its
/// waiting: the reason for declining is at the CRM before the call is declined.
pub const NOTE_RIPENS_AFTER: Duration = Duration::from_secs(2);

impl Format for Outbox {
    const FORMAT: &'static str = "outbox 1";
}

impl Stored for Outbox {}

impl Outbox {
    /// Adds an entry. A note replaces an undelivered note on the same call, and
    /// an equal entry is not added twice.
    pub fn push(&mut self, new: OutboxEntry) {
        let replaces = |entry: &OutboxEntry| {
            entry.call == new.call
                && match (&entry.update, &new.update) {
                    (CrmUpdate::Note(_), CrmUpdate::Note(_)) => true,
                    (old, update) => old == update,
                }
        };
        if let Some(entry) = self.entries.iter_mut().find(|entry| replaces(entry)) {
            *entry = new;
        } else {
            self.entries.push(new);
        }
    }

    /// The entry to deliver next.
    #[must_use]
    pub fn next(&self, now: Timestamp) -> Option<&OutboxEntry> {
        self.entries
            .first()
            .filter(|_| self.ripe_at().is_none_or(|at| now >= at))
    }

    /// When the next entry can be delivered, if it has to wait.
    #[must_use]
    pub fn ripe_at(&self) -> Option<Timestamp> {
        match self.entries.as_slice() {
            [note] if matches!(note.update, CrmUpdate::Note(_)) => {
                Some(note.since.plus(NOTE_RIPENS_AFTER))
            }
            _ => None,
        }
    }

    /// Records how the delivery of `sent` went. A note that was rewritten
    /// meanwhile stays, to be delivered again.
    pub fn delivered(&mut self, sent: &OutboxEntry, how: Delivery) {
        if how != Delivery::Later {
            self.entries.retain(|entry| entry != sent);
        }
    }

    /// Drops entries that are too old, and returns them for the log.
    pub fn expire(&mut self, now: Timestamp) -> Vec<OutboxEntry> {
        let (old, rest) = std::mem::take(&mut self.entries)
            .into_iter()
            .partition(|entry| now.since(entry.since) > KEEP);
        self.entries = rest;
        old
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The calls whose end or rejection waits here.
    #[must_use]
    pub fn decided(&self) -> Vec<CallId> {
        let ends =
            |entry: &&OutboxEntry| matches!(entry.update, CrmUpdate::End | CrmUpdate::Reject);
        let entries = self.entries.iter().filter(ends);
        entries.map(|entry| entry.call).collect()
    }

    /// Whether the end of a call waits here.
    #[must_use]
    pub fn holds_end(&self) -> bool {
        self.entries
            .iter()
            .any(|entry| matches!(entry.update, CrmUpdate::End | CrmUpdate::Reject))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LATER: Timestamp = Timestamp(10_000);

    fn entry(call: u64, update: CrmUpdate) -> OutboxEntry {
        OutboxEntry {
            call: CallId(call),
            update,
            since: Timestamp(1_000),
        }
    }

    #[test]
    fn duplicate_entries_are_merged() {
        let mut outbox = Outbox::default();
        outbox.push(entry(1, CrmUpdate::End));
        outbox.push(entry(1, CrmUpdate::End));
        outbox.push(entry(2, CrmUpdate::End));
        let first = outbox.next(LATER).cloned().unwrap();
        outbox.delivered(&first, Delivery::Done);
        let second = outbox.next(LATER).cloned().unwrap();
        assert_eq!(second.call, CallId(2));
        outbox.delivered(&second, Delivery::Moot);
        assert!(outbox.is_empty());
    }

    #[test]
    fn failed_entries_keep_their_order() {
        let mut outbox = Outbox::default();
        outbox.push(entry(1, CrmUpdate::Note("late".into())));
        outbox.push(entry(1, CrmUpdate::End));
        let note = outbox.next(LATER).cloned().unwrap();
        outbox.delivered(&note, Delivery::Later);
        assert_eq!(outbox.next(LATER), Some(&note));
    }

    #[test]
    fn a_note_rewritten_during_delivery_is_delivered_again() {
        let mut outbox = Outbox::default();
        outbox.push(entry(1, CrmUpdate::Note("call".into())));
        let sent = outbox.next(LATER).cloned().unwrap();
        outbox.push(entry(1, CrmUpdate::Note("call back".into())));
        outbox.delivered(&sent, Delivery::Done);
        assert_eq!(
            outbox.next(LATER).unwrap().update,
            CrmUpdate::Note("call back".into())
        );
    }

    #[test]
    fn a_note_waits_for_the_user_to_write_on_but_for_nothing_else() {
        let mut outbox = Outbox::default();
        outbox.push(entry(1, CrmUpdate::Note("call".into())));
        assert_eq!(outbox.next(Timestamp(1_000)), None);
        assert_eq!(outbox.ripe_at(), Some(Timestamp(3_000)));
        assert!(outbox.next(Timestamp(3_000)).is_some());
        outbox.push(entry(1, CrmUpdate::Reject));
        assert!(outbox.next(Timestamp(1_000)).is_some());
    }

    #[test]
    fn drops_what_is_a_day_old() {
        let mut outbox = Outbox::default();
        outbox.push(entry(1, CrmUpdate::End));
        assert!(outbox.expire(Timestamp(1_000).plus(KEEP)).is_empty());
        assert_eq!(outbox.expire(Timestamp(1_001).plus(KEEP)).len(), 1);
        assert!(outbox.is_empty());
    }
}
