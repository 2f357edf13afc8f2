//! Calls that this browser does not carry.

use super::*;
use crate::call::state::ElsewherePhase;
use crate::call::view::ElsewhereView;

const CALL: CallId = CallId(9);

impl Play {
    fn elsewhere(&self) -> Option<ElsewhereView> {
        match self.toast(TAB) {
            ToastState::Elsewhere(elsewhere) => Some(elsewhere),
            _ => None,
        }
    }

    /// The CRM's window carries calls here, with one visible CRM tab.
    fn crm_carries() -> Self {
        let mut play = Self::new();
        play.then(Event::Rules(Rules {
            crm_carries: true,
            ..Rules::default()
        }));
        play
    }

    fn joins(&self) -> usize {
        let joins =
            |effect: &&Effect| matches!(effect, Effect::PageCommand(_, PageCommand::Join(_)));
        self.effects.iter().filter(joins).count()
    }
}

#[test]
fn a_call_that_was_started_elsewhere_is_shown_and_not_joined() {
    let mut play = Play::new();
    let pending = play.outgoing(9, Status::Pending);
    play.seen(pending);
    let shown = play.elsewhere().unwrap();
    assert!(!shown.answered && !shown.in_crm_window);
    assert_eq!(shown.peer.name, "Jane Doe");
    let active = play.outgoing(9, Status::Active);
    play.seen(active);
    assert!(play.elsewhere().unwrap().answered);
    // The toast's page would ask at once.
    play.page_event(PageEvent::Ready { alone: false });
    assert_eq!(play.joins(), 0);
    assert!(!play.state.is_engaged());
    let over = play.outgoing(9, Status::Completed);
    play.seen(over);
    assert_eq!(play.toast(TAB), ToastState::Hidden);
    assert_eq!(play.ends(9), 0, "it was not ours to end");
}

#[test]
fn a_ringing_call_that_is_taken_here_is_like_any_other() {
    let mut play = Play::new();
    let pending = play.outgoing(9, Status::Pending);
    play.seen(pending);
    play.intent(Intent::TakeHere { call: CALL });
    assert!(matches!(
        play.toast(TAB),
        ToastState::Calling {
            rings: true,
            here: true,
            ..
        }
    ));
    let active = play.outgoing(9, Status::Active);
    play.seen(active);
    play.page_event(PageEvent::Ready { alone: false });
    assert_eq!(play.joins(), 1);
    play.intent(Intent::HangUp);
    assert_eq!(play.ends(9), 1);
}

#[test]
fn a_call_that_goes_on_is_joined_when_it_is_taken_here() {
    let mut play = Play::new();
    let active = play.incoming(9, Status::Active);
    play.seen(active);
    assert!(play.elsewhere().unwrap().answered);
    play.intent(Intent::TakeHere { call: CALL });
    play.page_event(PageEvent::Ready { alone: false });
    assert_eq!(play.joins(), 1);
    assert!(matches!(play.toast(TAB), ToastState::InCall(call) if call.call == CALL));
}

#[test]
fn taking_a_call_here_ends_the_one_that_is_on_here() {
    let mut play = Play::new();
    play.talking(7);
    let active = play.incoming(9, Status::Active);
    play.seen(active);
    assert!(matches!(play.toast(TAB), ToastState::InCall(call) if call.call == CallId(7)));
    let effects = play.intent(Intent::TakeHere { call: CALL });
    assert_eq!(play.ends(7), 1);
    let joins = |effect: &Effect| matches!(effect, Effect::PageCommand(_, PageCommand::Join(info)) if info.call == CALL);
    assert!(effects.iter().any(joins), "the page is there already");
}

#[test]
fn a_call_elsewhere_can_be_ended_from_here_once() {
    let mut play = Play::new();
    let active = play.outgoing(9, Status::Active);
    play.seen(active.clone());
    play.intent(Intent::EndElsewhere { call: CALL });
    play.intent(Intent::EndElsewhere { call: CALL });
    // Polled before the CRM heard of it.
    play.seen(active);
    assert_eq!(play.ends(9), 1);
    assert_eq!(play.toast(TAB), ToastState::Hidden);
}

#[test]
fn a_call_elsewhere_blocks_no_other() {
    let mut play = Play::new();
    let stale = play.outgoing(9, Status::Active);
    play.seen(stale);
    let mut ring = play.incoming(10, Status::Pending);
    ring.initiator = UserId(99);
    play.seen(ring);
    assert!(play.state.sounds(), "the other call may be long over");
    assert!(!view::of(&play.state, Some(TAB)).rings[0].waiting);
    play.intent(Intent::Answer {
        call: CallId(10),
        media: Media::Audio,
    });
    assert!(matches!(play.toast(TAB), ToastState::InCall(call) if call.call == CallId(10)));
    assert_eq!(play.ends(9), 0);
}

#[test]
fn what_was_handled_here_is_not_shown_as_elsewhere() {
    let mut play = Play::new();
    play.talking(9);
    play.intent(Intent::HangUp);
    // The end waits in the outbox.
    let active = play.outgoing(9, Status::Active);
    play.seen(active);
    play.after(ENDED_SHOWN);
    assert_eq!(play.toast(TAB), ToastState::Hidden);
}

#[test]
fn a_call_that_rings_elsewhere_is_forgotten_after_a_while() {
    let mut play = Play::new();
    let pending = play.outgoing(9, Status::Pending);
    play.seen(pending.clone());
    play.after(Duration::from_secs(51));
    assert_eq!(play.toast(TAB), ToastState::Hidden);
    play.seen(pending);
    assert_eq!(play.toast(TAB), ToastState::Hidden, "it is too old");
    assert_eq!(play.ends(9), 0);
    // Answered after all.
    let active = play.outgoing(9, Status::Active);
    play.seen(active);
    assert!(play.elsewhere().unwrap().answered);
}

#[test]
fn the_newer_of_two_calls_elsewhere_is_shown() {
    let mut play = Play::new();
    let left_behind = play.outgoing(9, Status::Active);
    play.seen(left_behind.clone());
    let newer = play.outgoing(12, Status::Pending);
    play.seen(newer);
    play.seen(left_behind);
    assert_eq!(play.elsewhere().unwrap().call, CallId(12));
}

#[test]
fn another_users_call_is_not_shown() {
    let mut play = Play::new();
    let active = play.outgoing(9, Status::Active);
    play.seen(active);
    let name = "Wei".to_owned();
    let user = UserId(77);
    play.then(Event::Account(AccountView::SignedIn { user, name }));
    assert_eq!(play.toast(TAB), ToastState::Hidden);
}

#[test]
fn a_call_elsewhere_is_looked_up_when_no_poll_names_it() {
    let mut play = Play::new();
    let active = play.outgoing(9, Status::Active);
    play.seen(active);
    assert_eq!(play.then(Event::NoneActive), [Effect::Check(CALL)]);
    play.then(Event::Gone(CALL));
    assert_eq!(play.toast(TAB), ToastState::Hidden);
}

#[test]
fn the_crms_window_carries_the_call_that_is_answered_there() {
    let mut play = Play::crm_carries();
    play.ringing_out(9);
    assert!(matches!(play.toast(TAB), ToastState::Calling { .. }));
    let active = play.outgoing(9, Status::Active);
    play.seen(active);
    play.page_event(PageEvent::Ready { alone: false });
    assert!(play.elsewhere().unwrap().in_crm_window);
    assert_eq!(play.joins(), 0);
    play.intent(Intent::TakeHere { call: CALL });
    assert!(play.elsewhere().is_some(), "the CRM carries");
    play.intent(Intent::EndElsewhere { call: CALL });
    assert_eq!(play.ends(9), 1);
}

#[test]
fn an_answer_for_the_crms_window_is_told_like_any_other() {
    let mut play = Play::crm_carries();
    let pending = play.incoming(9, Status::Pending);
    play.seen(pending.clone());
    let answer = Intent::Answer {
        call: CALL,
        media: Media::Video,
    };
    assert_eq!(play.intent(answer), [Effect::Answer(CALL)]);
    // Polled before the CRM heard our answer.
    play.seen(pending);
    assert!(play.elsewhere().unwrap().answered && play.state.rings.is_empty());
    assert_eq!(
        play.then(Event::Woke),
        [Effect::Check(CALL), Effect::Answer(CALL)]
    );
    let active = play.incoming(9, Status::Active);
    play.seen(active);
    let phase = play.state.elsewhere.as_ref().map(|it| it.phase);
    assert_eq!(phase, Some(ElsewherePhase::Active));
    assert_eq!(play.joins(), 0);
}

#[test]
fn an_answer_for_the_crms_window_that_fails_is_said() {
    let answering = || {
        let mut play = Play::crm_carries();
        let pending = play.incoming(9, Status::Pending);
        play.seen(pending);
        play.intent(Intent::Answer {
            call: CALL,
            media: Media::Video,
        });
        play
    };
    let failed = |why| Event::AnswerFailed { call: CALL, why };
    let mut play = answering();
    assert_eq!(
        play.then(failed(Refusal::Gone)),
        [Effect::Check(CALL)],
        "answered already, or over"
    );
    let over = play.incoming(9, Status::Completed);
    play.seen(over);
    assert_eq!(play.reason(), Some(EndReason::Cancelled));
    let mut play = answering();
    play.then(failed(Refusal::Forbidden));
    let forbidden = EndReason::Refused(Refusal::Forbidden);
    assert_eq!(play.reason(), Some(forbidden));
}

#[test]
fn a_second_call_waits_while_the_crms_window_carries_one() {
    let mut play = Play::crm_carries();
    play.ringing_out(9);
    let active = play.outgoing(9, Status::Active);
    play.seen(active);
    let mut ring = play.incoming(10, Status::Pending);
    ring.initiator = UserId(99);
    play.seen(ring);
    assert!(!play.state.sounds());
    assert!(view::of(&play.state, Some(TAB)).rings[0].waiting);
    play.intent(Intent::EndAndAnswer {
        call: CallId(10),
        media: Media::Audio,
    });
    assert_eq!(play.ends(9), 1);
    assert_eq!(play.elsewhere().unwrap().call, CallId(10));
}

#[test]
fn a_call_that_is_on_here_stays_when_the_crm_shall_carry() {
    let mut play = Play::new();
    play.talking(7);
    play.then(Event::Rules(Rules {
        crm_carries: true,
        ..Rules::default()
    }));
    play.page_event(PageEvent::Ready { alone: false });
    assert!(matches!(play.toast(TAB), ToastState::InCall(call) if call.call == CallId(7)));
    assert_eq!(play.joins(), 2, "it is joined again after a reload");
}
