//! The outbox: updates that the CRM must still get (the worker stores and
//! delivers it).
//!
//! A hang-up, a rejection or a note made while offline, or while the sign-in is
//! expired, waits here for as long as it takes. Ends come first, because
//! somebody's phone rings or somebody sits in a meeting; an entry that the CRM
//! cannot take holds up no other. What a person wrote and the CRM refuses is
//! set aside for them.

mod owned;

pub use owned::Outboxes;

use crate::codec::{Codec, Format, Recover, Stored, decode};
use crate::domain::{CallId, Duration, Newest, Timestamp};

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

/// What a person wrote and the CRM refused to take.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct RefusedNote {
    pub call: CallId,
    /// The text, or the address of the recording.
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
}

/// What waits, and what the CRM refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct Outbox {
    /// In the order in which they were made; one that failed goes to the end.
    entries: Vec<OutboxEntry>,
    refused: Newest<RefusedNote, REFUSED_MAX>,
}

/// The most entries that wait. Years of use do not come near it.
pub const ENTRIES_MAX: usize = 500;
/// The most refused notes that are kept for the user.
pub const REFUSED_MAX: usize = 50;

/// How long a note waits for the user to write on. Any later entry ends its
/// waiting: the reason for declining is at the CRM before the call is declined.
pub const NOTE_RIPENS_AFTER: Duration = Duration::from_secs(2);

impl Format for Outbox {
    const FORMAT: &'static str = "outbox 2";
}

impl Stored for Outbox {
    fn migrate(version: u32, body: &str) -> Option<Self> {
        // The first version kept no refused notes.
        let entries = (version == 1).then(|| decode(body))??;
        Some(Self {
            entries,
            refused: Newest::default(),
        })
    }
}

impl Recover for Outbox {
    fn take_back(&mut self, aside: Self) {
        let mut newer = std::mem::replace(self, aside);
        for new in newer.entries {
            // The newer note takes the place of the older one, which somebody
            // wrote as well.
            let older = self.note_on(new.call).cloned();
            let says = |text: &str| new.update.text().is_some_and(|new| new.contains(text));
            if matches!(new.update, CrmUpdate::Note(_))
                && let Some(older) = older.filter(|it| !it.update.text().is_some_and(says))
            {
                self.set_aside(&older);
            }
            self.push(new);
        }
        for note in newer.refused.take() {
            self.refused.retain(|known| *known != note);
            self.refused.push(note);
        }
    }
}

impl CrmUpdate {
    /// Whether somebody waits at the other end until the CRM knows.
    fn is_end(&self) -> bool {
        matches!(self, Self::End | Self::Reject)
    }

    /// What a person would miss if it were dropped.
    fn text(&self) -> Option<&str> {
        match self {
            Self::Note(text) | Self::RecordingLink(text) => Some(text),
            Self::End | Self::Reject => None,
        }
    }
}

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
            return;
        }
        if self.entries.len() >= ENTRIES_MAX {
            let oldest_end = self.entries.iter().position(|it| it.update.is_end());
            let oldest = self.entries.remove(oldest_end.unwrap_or(0));
            self.set_aside(&oldest);
        }
        self.entries.push(new);
    }

    /// The entry to deliver next, of those that were not `tried` in this round.
    /// Ends come first, each after the reason that was given for it.
    #[must_use]
    pub fn next(&self, now: Timestamp, tried: &[OutboxEntry]) -> Option<&OutboxEntry> {
        let mut waiting = self.entries.iter().filter(|entry| !tried.contains(entry));
        let Some(end) = waiting.clone().find(|entry| entry.update.is_end()) else {
            return waiting.find(|entry| self.is_ripe(entry, now));
        };
        let is_reason = |entry: &&OutboxEntry| {
            let before = end.update == CrmUpdate::Reject && entry.call == end.call;
            before && matches!(entry.update, CrmUpdate::Note(_))
        };
        waiting.find(is_reason).or(Some(end))
    }

    /// Whether the user has stopped writing.
    fn is_ripe(&self, entry: &OutboxEntry, now: Timestamp) -> bool {
        let is_alone = self.entries.len() == 1;
        let is_new = is_alone && matches!(entry.update, CrmUpdate::Note(_));
        !is_new || !entry.since.counts(NOTE_RIPENS_AFTER, now)
    }

    /// When the next entry can be delivered, if it has to wait.
    #[must_use]
    pub fn ripe_at(&self, now: Timestamp) -> Option<Timestamp> {
        let [note] = self.entries.as_slice() else {
            return None;
        };
        (!self.is_ripe(note, now)).then(|| note.since.plus(NOTE_RIPENS_AFTER))
    }

    /// Records how the delivery of `sent` went. A note that was rewritten
    /// meanwhile stays, to be delivered again. `true` when a text was refused,
    /// which the user must be told.
    pub fn delivered(&mut self, sent: &OutboxEntry, how: Delivery) -> bool {
        let Some(index) = self.entries.iter().position(|entry| entry == sent) else {
            return false;
        };
        let entry = self.entries.remove(index);
        match how {
            Delivery::Done => false,
            Delivery::Moot => self.set_aside(&entry),
            // The others need not wait for it the next time either.
            Delivery::Later => {
                self.entries.push(entry);
                false
            }
        }
    }

    fn note_on(&self, call: CallId) -> Option<&OutboxEntry> {
        let mut entries = self.entries.iter();
        entries.find(|entry| entry.call == call && matches!(entry.update, CrmUpdate::Note(_)))
    }

    fn set_aside(&mut self, entry: &OutboxEntry) -> bool {
        let text = entry.update.text().filter(|text| !text.trim().is_empty());
        let Some(text) = text else {
            return false;
        };
        self.refused.push(RefusedNote {
            call: entry.call,
            text: text.to_owned(),
            at: entry.since,
        });
        true
    }

    /// What the CRM refused to take, oldest first.
    #[must_use]
    pub fn refused(&self) -> &[RefusedNote] {
        &self.refused
    }

    /// The user has what the CRM refused, or does not want it.
    pub fn forget_refused(&mut self, note: &RefusedNote) {
        self.refused.retain(|known| known != note);
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The calls whose end or rejection waits here.
    #[must_use]
    pub fn decided(&self) -> Vec<CallId> {
        let entries = self.entries.iter().filter(|entry| entry.update.is_end());
        entries.map(|entry| entry.call).collect()
    }

    /// Whether the end of a call waits here.
    #[must_use]
    pub fn holds_end(&self) -> bool {
        self.entries.iter().any(|entry| entry.update.is_end())
    }
}

#[cfg(test)]
mod tests;
