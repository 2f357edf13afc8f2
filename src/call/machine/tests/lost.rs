//! Attempts to call whose answer was lost.

use super::*;

const MIKE: UserId = UserId(16);

/// An attempt to call Jane, whose number is known or not, and whose answer was
/// lost.
fn lost(known: bool) -> Play {
    let mut play = Play::new();
    play.dial();
    if known {
        play.then(Event::Recipient {
            attempt: 0,
            user: JANE,
        });
    }
    play.then(Event::PlaceFailed {
        attempt: 0,
        why: Refusal::CrmTrouble,
    });
    play
}

#[test]
fn a_lost_attempt_ends_the_call_that_it_made_and_is_forgotten_with_it() {
    let mut play = lost(true);
    let session = play.outgoing(7, Status::Pending);
    play.seen(session);
    assert_eq!(play.ends(7), 1);
    assert!(play.state.lost.is_empty());
    let another = play.outgoing(8, Status::Pending);
    play.seen(another);
    assert_eq!(play.ends(8), 0);
}

#[test]
fn a_lost_attempt_ends_no_call_with_somebody_else() {
    let mut play = lost(true);
    let session = Session {
        recipient: Some(MIKE),
        ..play.outgoing(7, Status::Pending)
    };
    play.seen(session);
    assert_eq!(play.ends(7), 0);
    assert_eq!(play.state.lost.len(), 1);
}

#[test]
fn a_lost_attempt_ends_no_call_that_was_made_after_it() {
    for known in [true, false] {
        let mut play = lost(known);
        play.after(Duration::from_secs(30));
        let later = play.outgoing(7, Status::Pending);
        play.seen(later);
        assert_eq!(play.ends(7), 0, "made half a minute later, elsewhere");
    }
}

#[test]
fn a_lost_attempt_is_forgotten_when_its_time_is_over() {
    let mut play = lost(false);
    let made_then = play.outgoing(7, Status::Pending);
    play.after(Duration::from_secs(10));
    play.after(Duration::from_mins(20));
    assert!(play.state.lost.is_empty());
    play.seen(made_then);
    assert_eq!(play.ends(7), 0);
}

#[test]
fn whether_an_attempt_made_a_call_of_unknown_age_is_asked_first() {
    let mut play = lost(true);
    let row = play.outgoing(7, Status::Pending);
    let pushed = Session {
        created_at: None,
        ..row.clone()
    };
    assert_eq!(play.seen(pushed), [Effect::Check(CallId(7))]);
    assert_eq!(play.ends(7), 0);
    play.seen(row);
    assert_eq!(play.ends(7), 1);
}

#[test]
fn lost_attempts_have_a_bound() {
    let mut play = Play::new();
    for attempt in 0..100 {
        play.dial();
        play.then(Event::PlaceFailed {
            attempt,
            why: Refusal::Offline,
        });
    }
    assert_eq!(play.state.lost.len(), crate::call::state::LOST_MAX);
}
