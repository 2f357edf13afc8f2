//! Delivering outbox entries to the CRM: the requests for an entry, the meaning
//! of their outcomes, when to notify the user that an end waits, and merging of
//! notes.

use crate::call::notes;
use crate::codec::Codec;
use crate::crm::endpoint::{self, Action, Request};
use crate::crm::fault::Fault;
use crate::domain::CallId;
use crate::outbox::{CrmUpdate, Delivery, OutboxEntry};

/// The requests that deliver an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Ask for the call, and send this unless the call is over.
    UnlessOver(Request),
    /// Ask for the call's notes, and write them with this text in them.
    MergeNote(String),
    Send(Request),
}

/// The requests that deliver this entry.
#[must_use]
pub fn plan(entry: &OutboxEntry) -> Plan {
    let call = entry.call;
    match &entry.update {
        // It may have been delivered already by a worker that was ended or by a
        // request whose answer was lost; and rejecting a call that is over
        // would change its status to rejected.
        CrmUpdate::End => Plan::UnlessOver(endpoint::update_status(call, Action::End)),
        CrmUpdate::Reject => Plan::UnlessOver(endpoint::update_status(call, Action::Reject)),
        CrmUpdate::Note(text) => Plan::MergeNote(text.clone()),
        CrmUpdate::RecordingLink(link) => Plan::Send(endpoint::set_recording_link(call, link)),
    }
}

/// The meaning of the outcome of a delivery for the entry.
#[must_use]
pub fn verdict(outcome: &Result<(), Fault>) -> Delivery {
    match outcome {
        Ok(()) => Delivery::Done,
        Err(fault) if fault.may_pass() => Delivery::Later,
        Err(_) => Delivery::Moot,
    }
}

/// Whether no other entry can be delivered either. What fails by itself, such as
/// a row on which the CRM stumbles, holds up nobody.
#[must_use]
pub fn stops_all(fault: &Fault) -> bool {
    match fault {
        Fault::Network(_)
        | Fault::Unauthorized
        | Fault::SignedOut
        | Fault::NotAllowed
        | Fault::Overloaded { .. } => true,
        Fault::Timeout
        | Fault::Server(_)
        | Fault::Shape(_)
        | Fault::Forbidden
        | Fault::NotFound
        | Fault::Refused(_) => false,
    }
}

/// Whether the user has been told that the end of a call waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WaitingNotice {
    said: bool,
}

impl WaitingNotice {
    /// An entry could not be delivered for now; `holds_end` is whether the end
    /// of a call waits. `true` when the user is to be notified, which happens
    /// once. An expired sign-in has a notice of its own.
    pub fn must_be_said(&mut self, fault: &Fault, holds_end: bool) -> bool {
        if fault.waits_for_sign_in() || !holds_end {
            return false;
        }
        !std::mem::replace(&mut self.said, true)
    }

    /// The outbox is empty. `true` when the user had been notified.
    pub fn is_over(&mut self) -> bool {
        std::mem::take(&mut self.said)
    }
}

/// How many calls' notes are remembered.
const NOTES_MAX: usize = 8;

/// The notes that the CRM last got from us, newest last: to recognise our own
/// text among that of others.
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

    fn plan_for(update: CrmUpdate) -> Plan {
        plan(&OutboxEntry {
            call: CALL,
            update,
            since: Timestamp(1),
        })
    }

    #[test]
    fn an_end_and_a_rejection_are_sent_unless_the_call_is_over() {
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
    fn temporary_faults_are_retried_and_refusals_are_final() {
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
    fn a_fault_of_one_entry_does_not_stop_the_others() {
        for fault in [
            Fault::Server(500),
            Fault::Timeout,
            Fault::Shape(String::new()),
        ] {
            assert!(!stops_all(&fault), "{fault}");
        }
        for fault in [Fault::Network(String::new()), Fault::SignedOut] {
            assert!(stops_all(&fault), "{fault}");
        }
    }

    #[test]
    fn no_request_of_a_delivery_is_held_back() {
        let plans = [
            CrmUpdate::End,
            CrmUpdate::Reject,
            CrmUpdate::RecordingLink(String::new()),
        ];
        for update in plans {
            match plan_for(update) {
                Plan::Send(request) | Plan::UnlessOver(request) => assert!(request.urgent),
                Plan::MergeNote(_) => panic!("no note"),
            }
        }
        assert!(endpoint::set_notes(CALL, "call back").urgent);
        assert!(endpoint::call(CALL).urgent, "what is asked before each end");
    }

    #[test]
    fn a_waiting_end_is_notified_once_until_everything_is_delivered() {
        let mut notice = WaitingNotice::default();
        assert!(!notice.is_over(), "nothing was said");
        assert!(notice.must_be_said(&Fault::Timeout, true));
        assert!(!notice.must_be_said(&Fault::Timeout, true));
        assert!(notice.is_over());
        assert!(!notice.is_over());
        assert!(notice.must_be_said(&Fault::Timeout, true));
    }

    #[test]
    fn a_waiting_note_and_an_expired_sign_in_are_not_notified() {
        let mut notice = WaitingNotice::default();
        assert!(!notice.must_be_said(&Fault::Timeout, false));
        assert!(!notice.must_be_said(&Fault::SignedOut, true));
        assert!(!notice.must_be_said(&Fault::Unauthorized, true));
        assert!(!notice.is_over());
    }

    #[test]
    fn our_own_text_is_replaced_in_each_call() {
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
