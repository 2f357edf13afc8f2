//! Decisions on the CRM's answers about calls.

use super::machine::Event;
use super::state::{Current, ElsewherePhase, Phase, State};
use crate::crm::fault::Fault;
use crate::crm::session::{Session, Status};
use crate::domain::{CallId, Duration, Refusal, Timestamp};

/// The calls to query after a poll that named `seen`: the poll names one call
/// only, so every other call in the state is queried by its number.
#[must_use]
pub fn unconfirmed_by(state: &State, seen: CallId) -> Vec<CallId> {
    let current = state.current.as_ref().filter(|_| state.is_engaged());
    let current = current.and_then(Current::call);
    let ringing = state.rings.iter().map(|ring| ring.call);
    let elsewhere = state.elsewhere.as_ref().map(|elsewhere| elsewhere.call);
    let known = current.into_iter().chain(ringing).chain(elsewhere);
    known.filter(|call| *call != seen).collect()
}

/// Whether a call from the list of all the user's calls is to be processed. One
/// that has rung for too long is not: the CRM never times out a call.
#[must_use]
pub fn is_news(session: &Session, now: Timestamp, ring_time: Duration) -> bool {
    let is_old = |at| now.since(at) > ring_time;
    !(session.status.rings() && session.created_at.is_some_and(is_old))
}

/// Whether an answer given here did not reach the CRM, which shows the call as
/// unanswered: it must be sent again.
#[must_use]
pub fn must_answer_again(state: &State, session: &Session) -> bool {
    let phase = state.current.as_ref().map(|current| &current.phase);
    let here =
        matches!(phase, Some(Phase::Live(live)) if live.call == session.id && !live.confirmed);
    let for_the_crm = state.elsewhere.as_ref().is_some_and(|elsewhere| {
        elsewhere.call == session.id && elsewhere.phase == ElsewherePhase::Answering
    });
    session.status == Status::Pending && (here || for_the_crm)
}

/// The outcome of an attempt to answer; `online` is whether this computer has a
/// network. Only a clear refusal ends the call; after a lost answer the call is
/// queried.
#[must_use]
pub fn answered(call: CallId, outcome: Result<Session, Fault>, online: bool) -> Event {
    let why = match outcome {
        Ok(session) => return Event::Seen(session),
        Err(Fault::NotFound) => return Event::Gone(call),
        Err(fault) if fault.may_pass() && fault != Fault::SignedOut => Refusal::Gone,
        Err(fault) => match fault.refusal(online) {
            // The CRM says that it cannot be answered: query the call for the
            // reason.
            Refusal::CrmTrouble => Refusal::Gone,
            why => why,
        },
    };
    Event::AnswerFailed { call, why }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::state::{Incoming, Live};
    use crate::domain::{EndReason, Media, Peer, UserId};

    const CALL: CallId = CallId(7);
    const OTHER: CallId = CallId(8);
    const RING_TIME: Duration = Duration::from_secs(45);

    fn jane() -> Peer {
        Peer {
            user: None,
            name: "Jane Doe".to_owned(),
            detail: None,
        }
    }

    fn in_phase(phase: Phase) -> State {
        State {
            current: Some(Current::new(jane(), Media::Video, phase, None)),
            ..State::default()
        }
    }

    fn live(confirmed: bool) -> State {
        in_phase(Phase::Live(Live {
            call: CALL,
            room: None,
            since: Timestamp(1),
            confirmed,
            joined: false,
            others: 0,
            alone_since: None,
            alone_asked: 0,
            unhosted_since: None,
            own_tab: None,
        }))
    }

    fn session(call: CallId, status: Status) -> Session {
        Session {
            id: call,
            status,
            media: Media::Video,
            initiator: UserId(15),
            initiator_name: "Jane Doe".to_owned(),
            recipient: Some(UserId(14)),
            recipient_name: "Olivia Owner".to_owned(),
            created_at: Some(Timestamp(10_000)),
            started_at: None,
            duration: None,
            room: None,
            notes: String::new(),
        }
    }

    #[test]
    fn every_call_that_the_poll_did_not_name_is_looked_up() {
        let mut state = live(true);
        state.rings.push(Incoming {
            call: OTHER,
            peer: jane(),
            media: Media::Audio,
            room: None,
            since: Timestamp(1),
            silent: false,
        });
        assert_eq!(unconfirmed_by(&state, CALL), [OTHER]);
        assert_eq!(unconfirmed_by(&state, OTHER), [CALL]);
        assert_eq!(unconfirmed_by(&state, CallId(9)), [CALL, OTHER]);
    }

    #[test]
    fn a_call_that_is_over_is_not_looked_up() {
        let state = in_phase(Phase::Ended {
            call: Some(CALL),
            reason: EndReason::Lost,
            until: Timestamp(9),
        });
        assert_eq!(unconfirmed_by(&state, OTHER), []);
        assert_eq!(unconfirmed_by(&State::default(), OTHER), []);
    }

    #[test]
    fn an_old_call_that_still_rings_is_ignored() {
        let ringing = session(CALL, Status::Pending);
        assert!(is_news(&ringing, Timestamp(55_000), RING_TIME));
        assert!(!is_news(&ringing, Timestamp(55_001), RING_TIME));
        let active = session(CALL, Status::Active);
        assert!(is_news(&active, Timestamp(999_000), RING_TIME));
        let ageless = Session {
            created_at: None,
            ..ringing
        };
        assert!(is_news(&ageless, Timestamp(999_000), RING_TIME));
    }

    #[test]
    fn a_lost_answer_is_sent_again() {
        let pending = session(CALL, Status::Pending);
        assert!(must_answer_again(&live(false), &pending));
        assert!(!must_answer_again(&live(true), &pending), "it is known");
        let active = session(CALL, Status::Active);
        assert!(!must_answer_again(&live(false), &active));
        let other = session(OTHER, Status::Pending);
        assert!(!must_answer_again(&live(false), &other));
    }

    #[test]
    fn only_a_clear_refusal_of_an_answer_ends_the_call() {
        let failed = |fault| match answered(CALL, Err(fault), true) {
            Event::AnswerFailed { why, .. } => Some(why),
            Event::Gone(_) => None,
            other => panic!("{other:?}"),
        };
        for looked_into in [
            Fault::Timeout,
            Fault::Server(500),
            Fault::Unauthorized,
            Fault::Refused("not pending".to_owned()),
        ] {
            assert_eq!(failed(looked_into), Some(Refusal::Gone));
        }
        assert_eq!(failed(Fault::Forbidden), Some(Refusal::Forbidden));
        assert_eq!(failed(Fault::SignedOut), Some(Refusal::SignedOut));
        assert_eq!(failed(Fault::NotFound), None, "the call is gone");
        let taken = session(CALL, Status::Active);
        let event = answered(CALL, Ok(taken.clone()), true);
        assert_eq!(event, Event::Seen(taken));
    }
}
