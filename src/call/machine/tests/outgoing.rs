//! Calls that this browser makes.

use super::*;
use crate::domain::Duration;

#[test]
fn a_call_from_click_to_end() {
    let mut play = Play::new();
    assert!(matches!(
        play.dial()[..],
        [Effect::Initiate { attempt: 0, .. }]
    ));
    assert!(matches!(
        play.toast(TAB),
        ToastState::Calling {
            rings: false,
            here: true,
            ..
        }
    ));
    let session = play.outgoing(7, Status::Pending);
    play.then(Event::Placed {
        attempt: 0,
        session,
    });
    assert!(matches!(
        play.toast(TAB),
        ToastState::Calling { rings: true, .. }
    ));
    assert!(matches!(
        play.toast(OTHER),
        ToastState::Calling { here: false, .. }
    ));
    let answered = play.outgoing(7, Status::Active);
    play.seen(answered);
    let commands = play.page_event(PageEvent::Ready { alone: false });
    assert!(matches!(
        commands[0],
        Effect::PageCommand(MediaHost::Toast(TAB), PageCommand::Join(_))
    ));
    play.page_event(PageEvent::Joined);
    play.page_event(PageEvent::Others { count: 1 });
    assert!(
        matches!(play.toast(TAB), ToastState::InCall(call) if call.connected && call.location == MediaLocation::Here)
    );
    play.after(Duration::from_secs(134));
    play.intent(Intent::HangUp);
    assert!(
        matches!(play.reason(), Some(EndReason::Over { lasted }) if lasted >= Duration::from_secs(134))
    );
    assert_eq!(play.ends(7), 1);
    play.after(ENDED_SHOWN);
    assert_eq!(play.toast(TAB), ToastState::Hidden);
}

#[test]
fn the_push_of_our_own_call_comes_before_the_answer() {
    let mut play = Play::new();
    play.dial();
    let pushed = play.outgoing(7, Status::Pending);
    play.seen(pushed.clone());
    assert!(matches!(
        play.toast(TAB),
        ToastState::Calling { rings: true, .. }
    ));
    assert!(
        play.then(Event::Placed {
            attempt: 0,
            session: pushed
        })
        .is_empty()
    );
    assert!(!play.state.sounds(), "one does not ring oneself");
}

#[test]
fn pressing_twice_places_one_call() {
    let mut play = Play::new();
    play.dial();
    assert!(play.dial().is_empty());
}

#[test]
fn hanging_up_before_the_crm_answered_ends_the_call_when_it_shows_up() {
    let mut play = Play::new();
    play.dial();
    play.intent(Intent::HangUp);
    assert_eq!(play.reason(), Some(EndReason::Cancelled));
    let session = play.outgoing(7, Status::Pending);
    play.then(Event::Placed {
        attempt: 0,
        session: session.clone(),
    });
    assert_eq!(play.ends(7), 1);
    play.seen(session);
    assert_eq!(play.ends(7), 1, "and only once");
}

#[test]
fn a_call_that_was_ended_before_its_answer_came_is_ended_once() {
    let mut play = Play::new();
    play.dial();
    let session = play.outgoing(7, Status::Pending);
    play.seen(session.clone());
    play.intent(Intent::HangUp);
    play.after(ENDED_SHOWN);
    assert_eq!(play.ends(7), 1);
    let attempt = play.state.next_attempt - 1;
    play.then(Event::Placed { attempt, session });
    assert_eq!(play.ends(7), 1);
}

#[test]
fn an_attempt_whose_answer_was_lost_is_found_and_ended() {
    let mut play = Play::new();
    play.dial();
    play.then(Event::PlaceFailed {
        attempt: 0,
        why: Refusal::Offline,
    });
    assert_eq!(play.reason(), Some(EndReason::Refused(Refusal::Offline)));
    let session = play.outgoing(7, Status::Pending);
    play.seen(session);
    assert_eq!(play.ends(7), 1);
}

#[test]
fn an_own_call_from_another_computer_is_left_alone() {
    let mut play = Play::new();
    let session = play.outgoing(7, Status::Pending);
    assert!(play.seen(session).is_empty());
    assert!(!play.state.is_engaged());
}

#[test]
fn an_unanswered_call_ends_after_the_ring_time() {
    let mut play = Play::new();
    play.ringing_out(7);
    play.after(Duration::from_secs(45));
    assert_eq!(play.reason(), Some(EndReason::NoAnswer));
    assert_eq!(play.ends(7), 1, "the CRM never ends it by itself");
}

#[test]
fn a_decline_shows_its_reason() {
    let mut play = Play::new();
    play.ringing_out(7);
    let notes = "In a meeting, back at three".to_owned();
    let session = Session {
        notes: notes.clone(),
        ..play.outgoing(7, Status::Rejected)
    };
    play.seen(session);
    assert_eq!(
        play.reason(),
        Some(EndReason::Declined { note: Some(notes) })
    );
    assert_eq!(play.ends(7), 0, "ending a rejected call would complete it");
}

#[test]
fn the_reason_is_fetched_when_only_the_rejection_was_pushed() {
    let mut play = Play::new();
    play.ringing_out(7);
    let pushed = play.outgoing(7, Status::Rejected);
    assert_eq!(play.seen(pushed.clone()), [Effect::Check(CallId(7))]);
    assert_eq!(play.reason(), Some(EndReason::Declined { note: None }));
    let fetched = Session {
        notes: "Later".to_owned(),
        ..pushed
    };
    play.seen(fetched);
    let note = Some("Later".to_owned());
    assert_eq!(play.reason(), Some(EndReason::Declined { note }));
}

#[test]
fn rooms_that_cut_embedded_calls_open_in_a_window() {
    let mut play = Play::new();
    play.ringing_out(7);
    let mut session = play.outgoing(7, Status::Active);
    session.room = Some(Room {
        address: "https://meet.jit.si/crm-7".to_owned(),
        jwt: None,
    });
    assert_eq!(play.seen(session), [Effect::OpenWindow]);
}

#[test]
fn a_refused_call_shows_the_reason() {
    let mut play = Play::new();
    play.dial();
    play.then(Event::PlaceFailed {
        attempt: 0,
        why: Refusal::NotAvailable,
    });
    assert_eq!(
        play.reason(),
        Some(EndReason::Refused(Refusal::NotAvailable))
    );
    play.dial();
    assert!(
        matches!(play.toast(TAB), ToastState::Calling { .. }),
        "one can try again at once"
    );
}

#[test]
fn a_call_that_ended_before_its_answer_was_heard_of_is_no_cancelled_one() {
    let mut play = Play::new();
    play.ringing_out(7);
    let lasted = Duration::from_secs(4);
    let over = Session {
        duration: Some(lasted),
        started_at: Some(Timestamp(play.now)),
        ..play.outgoing(7, Status::Completed)
    };
    play.seen(over);
    assert_eq!(play.reason(), Some(EndReason::Over { lasted }));

    let mut play = Play::new();
    play.ringing_out(7);
    let cancelled = play.outgoing(7, Status::Completed);
    play.seen(cancelled);
    assert_eq!(play.reason(), Some(EndReason::Cancelled));

    let mut play = Play::new();
    play.ringing_out(7);
    let failed = play.outgoing(7, Status::Failed);
    play.seen(failed);
    assert_eq!(play.reason(), Some(EndReason::Refused(Refusal::Gone)));
}
