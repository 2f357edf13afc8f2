//! Telling the CRM what waits in the outbox (pure): with which requests, what
//! an outcome means for an entry, when to say that something waits, and what
//! becomes of notes.

use crate::call::notes;
use crate::codec::Codec;
use crate::crm::endpoint::{self, Action, Request};
use crate::crm::fault::Fault;
use crate::domain::CallId;
use crate::outbox::{CrmUpdate, Delivery, OutboxEntry};

/// How to tell the CRM of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Ask for the call, and send this unless the call is over.
    UnlessOver(Request),
    /// Ask for the call's notes, and write them with this text in them.
    MergeNote(String),
    /// Send this.
    Send(Request),
}

/// How to tell the CRM of this entry.
#[must_use]
pub fn plan(entry: &OutboxEntry) -> Plan {
    let call = entry.call;
    match &entry.what {
        // A worker that died, or an answer that got lost, may have told it
        // already; and rejecting a call that is over would make it a rejected
        // one.
        CrmUpdate::End => Plan::UnlessOver(endpoint::update_status(call, Action::End)),
        CrmUpdate::Reject => Plan::UnlessOver(endpoint::update_status(call, Action::Reject)),
        CrmUpdate::Note(text) => Plan::MergeNote(text.clone()),
        CrmUpdate::RecordingLink(link) => Plan::Send(endpoint::set_recording_link(call, link)),
    }
}

/// What an attempt to tell the CRM means for the entry.
#[must_use]
pub fn verdict(outcome: &Result<(), Fault>) -> Delivery {
    match outcome {
        Ok(()) => Delivery::Done,
        Err(fault) if fault.may_pass() => Delivery::Later,
        Err(_) => Delivery::Moot,
    }
}

/// Whether the user has been told that the end of a call waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WaitingNotice {
    said: bool,
}

impl WaitingNotice {
    /// An entry could not be delivered for now; `holds_end` is whether the end
    /// of a call waits. `true` when the user is to be told: once. An expired
    /// sign-in has a notice of its own.
    pub fn must_be_said(&mut self, fault: &Fault, holds_end: bool) -> bool {
        if fault.waits_for_sign_in() || !holds_end {
            return false;
        }
        !std::mem::replace(&mut self.said, true)
    }

    /// Nothing waits any more. `true` when the user was told that it does.
    pub fn is_over(&mut self) -> bool {
        std::mem::take(&mut self.said)
    }
}

/// How many calls' notes are remembered.
const NOTES_MAX: usize = 8;

/// The notes that the CRM last got from us, newest last: to know our own words
/// among those of others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct DeliveredNotes {
    notes: Vec<(CallId, String)>,
}

impl DeliveredNotes {
    /// The call's notes with `ours` in them, where the CRM has `theirs`.
    #[must_use]
    pub fn merged(&self, call: CallId, theirs: &str, ours: &str) -> String {
        let before = self.notes.iter().find(|(known, _)| *known == call);
        notes::merged(theirs, before.map_or("", |(_, text)| text), ours)
    }

    /// The CRM took our note on this call.
    pub fn delivered(&mut self, call: CallId, ours: &str) {
        self.notes.retain(|(known, _)| *known != call);
        self.notes.push((call, ours.to_owned()));
        let surplus = self.notes.len().saturating_sub(NOTES_MAX);
        self.notes.drain(..surplus);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Timestamp;

    const CALL: CallId = CallId(7);

    fn plan_for(what: CrmUpdate) -> Plan {
        plan(&OutboxEntry {
            call: CALL,
            what,
            since: Timestamp(1),
        })
    }

    #[test]
    fn an_end_and_a_rejection_are_told_unless_the_call_is_over() {
        for (what, action) in [
            (CrmUpdate::End, Action::End),
            (CrmUpdate::Reject, Action::Reject),
        ] {
            let request = endpoint::update_status(CALL, action);
            assert_eq!(plan_for(what), Plan::UnlessOver(request));
        }
    }

    #[test]
    fn a_note_is_merged_and_a_link_is_sent() {
        let note = plan_for(CrmUpdate::Note("call back".to_owned()));
        assert_eq!(note, Plan::MergeNote("call back".to_owned()));
        let link = plan_for(CrmUpdate::RecordingLink("https://x".to_owned()));
        let request = endpoint::set_recording_link(CALL, "https://x");
        assert_eq!(link, Plan::Send(request));
    }

    #[test]
    fn what_may_pass_is_tried_later_and_what_is_refused_no_longer_matters() {
        assert_eq!(verdict(&Ok(())), Delivery::Done);
        for fault in [
            Fault::Network("reset".to_owned()),
            Fault::Timeout,
            Fault::SignedOut,
            Fault::Unauthorized,
            Fault::Server(500),
            Fault::Shape("a page".to_owned()),
            Fault::Overloaded { retry_after: None },
        ] {
            assert_eq!(verdict(&Err(fault.clone())), Delivery::Later, "{fault}");
        }
        for fault in [
            Fault::Forbidden,
            Fault::NotFound,
            Fault::Refused("no".to_owned()),
        ] {
            assert_eq!(verdict(&Err(fault.clone())), Delivery::Moot, "{fault}");
        }
    }

    #[test]
    fn a_waiting_end_is_said_once_until_everything_is_delivered() {
        let mut notice = WaitingNotice::default();
        assert!(!notice.is_over(), "nothing was said");
        assert!(notice.must_be_said(&Fault::Timeout, true));
        assert!(!notice.must_be_said(&Fault::Timeout, true));
        assert!(notice.is_over());
        assert!(!notice.is_over());
        assert!(notice.must_be_said(&Fault::Timeout, true));
    }

    #[test]
    fn a_waiting_note_and_an_expired_sign_in_are_not_said() {
        let mut notice = WaitingNotice::default();
        assert!(!notice.must_be_said(&Fault::Timeout, false));
        assert!(!notice.must_be_said(&Fault::SignedOut, true));
        assert!(!notice.must_be_said(&Fault::Unauthorized, true));
        assert!(!notice.is_over());
    }

    #[test]
    fn our_own_words_are_replaced_in_each_call() {
        let mut notes = DeliveredNotes::default();
        assert_eq!(notes.merged(CALL, "Ann: hi", "buy"), "Ann: hi\n\nbuy");
        notes.delivered(CALL, "buy");
        let theirs = "Ann: hi\n\nbuy";
        assert_eq!(notes.merged(CALL, theirs, "sell"), "Ann: hi\n\nsell");
        assert_eq!(
            notes.merged(CallId(8), theirs, "sell"),
            "Ann: hi\n\nbuy\n\nsell",
            "another call's notes are not ours"
        );
    }

    #[test]
    fn only_the_newest_notes_are_remembered() {
        let mut notes = DeliveredNotes::default();
        notes.delivered(CALL, "first");
        for call in 100..100 + NOTES_MAX as u64 - 1 {
            notes.delivered(CallId(call), "other");
        }
        assert_eq!(notes.merged(CALL, "first", "second"), "second");
        notes.delivered(CallId(999), "other");
        assert_eq!(notes.merged(CALL, "first", "second"), "first\n\nsecond");
    }
}
