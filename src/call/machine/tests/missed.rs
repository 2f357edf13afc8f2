//! Calls that nobody answered.

use super::*;

#[test]
fn a_missed_call_can_be_called_back() {
    let mut play = Play::new();
    let session = play.incoming(3, Status::Pending);
    play.seen(session);
    let session = play.incoming(3, Status::Completed);
    play.seen(session);
    assert_eq!(play.state.missed.len(), 1);
    let call = CallId(3);
    let effects = play.intent(Intent::CallBack { call });
    assert!(matches!(
        &effects[..],
        [Effect::Initiate {
            user: Some(JANE),
            media: Media::Audio,
            ..
        }]
    ));
    assert!(play.state.missed.is_empty());
    assert_eq!(play.intent(Intent::CallBack { call }), [], "once");
}

#[test]
fn a_missed_call_can_be_taken_off_the_list() {
    let mut play = Play::new();
    let session = play.incoming(3, Status::Pending);
    play.seen(session);
    let session = play.incoming(3, Status::Completed);
    play.seen(session);
    play.intent(Intent::ForgetMissed { call: CallId(3) });
    assert!(play.state.missed.is_empty());
}

/// A call that Jane gave up, and that the user reads was missed.
fn missed_call() -> Play {
    let mut play = Play::new();
    let session = play.incoming(3, Status::Pending);
    play.seen(session);
    let session = play.incoming(3, Status::Completed);
    play.seen(session);
    assert!(notice(&play).is_some());
    play
}

fn notice(play: &Play) -> Option<Notice> {
    view::of(&play.state, Some(TAB)).notice
}

#[test]
fn the_notice_of_a_missed_call_goes_when_a_call_with_the_same_person_is_shown() {
    let mut play = missed_call();
    let again = play.incoming(4, Status::Pending);
    play.seen(again);
    assert_eq!(notice(&play), None, "it rings again");

    let mut play = missed_call();
    play.intent(Intent::CallBack { call: CallId(3) });
    assert_eq!(notice(&play), None, "called back");

    let mut play = missed_call();
    play.dial();
    assert_eq!(notice(&play), None, "called from her record");

    let mut play = missed_call();
    let active = play.incoming(6, Status::Active);
    play.seen(active);
    assert_eq!(notice(&play), None, "in a call elsewhere");

    let mut play = missed_call();
    play.intent(Intent::ForgetMissed { call: CallId(3) });
    assert_eq!(notice(&play), None, "taken off the list");
}

#[test]
fn the_notice_of_a_missed_call_stays_beside_a_call_with_somebody_else() {
    let mut play = missed_call();
    let mike = session(5, Status::Pending, (UserId(16), ME), play.now);
    let mike = Session {
        initiator_name: "Mike Meyer".to_owned(),
        ..mike
    };
    play.seen(mike);
    assert_eq!(notice(&play), Some(missed()));
}

fn missed() -> Notice {
    Notice::Missed {
        call: CallId(3),
        name: "Jane Doe".to_owned(),
    }
}
