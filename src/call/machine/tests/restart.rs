//! The browser is restarted during a call.

use super::*;
use crate::domain::Duration;

/// The browser ends and starts again: of the state, only the checkpoint is
/// left. Then Olivia is signed in and her tab is there, as at first.
fn start_anew(play: &Play, away: Duration, user: UserId) -> Play {
    let saved = Checkpoint::of(&play.state, Timestamp(play.now));
    let checkpoint = codec::parse(&codec::text(&saved)).unwrap();
    let mut anew = Play {
        state: State::default(),
        now: play.now + away.as_millis(),
        effects: Vec::new(),
    };
    let decided = Vec::new();
    anew.then(Event::Restarted {
        checkpoint,
        decided,
    });
    anew.then(Event::Tab(Tab {
        id: OTHER,
        visible: true,
    }));
    let name = "Olivia Owner".to_owned();
    anew.then(Event::Account(AccountView::SignedIn { user, name }));
    anew
}

#[test]
fn the_call_comes_back_after_a_restart_of_the_browser() {
    let mut play = Play::new();
    play.talking(7);
    let call = CallId(7);
    play.intent(Intent::Note {
        call,
        text: "Wants a quote".into(),
    });
    let mut anew = start_anew(&play, Duration::from_secs(20), ME);
    let ToastState::InCall(view) = anew.toast(OTHER) else {
        panic!("{:?}", anew.toast(OTHER));
    };
    assert_eq!((view.call, view.location), (call, MediaLocation::Here));
    let ready = PageEvent::Ready { alone: false };
    let from_page = |event| Event::PageEvent { tab: OTHER, event };
    assert_eq!(anew.then(from_page(ready)), [Effect::Check(call)]);
    let session = anew.outgoing(7, Status::Active);
    let effects = anew.seen(session);
    let joins = |effect: &Effect| {
        matches!(effect, Effect::PageCommand(MediaHost::Toast(OTHER), PageCommand::Join(info))
            if info.call == call && info.note == "Wants a quote")
    };
    assert!(effects.iter().any(joins), "{effects:?}");
    assert_eq!(anew.ends(7), 0);
}

#[test]
fn a_call_that_ended_meanwhile_does_not_come_back() {
    let mut play = Play::new();
    play.talking(7);
    let mut anew = start_anew(&play, Duration::from_secs(20), ME);
    let over = anew.outgoing(7, Status::Completed);
    anew.seen(over);
    assert!(matches!(anew.toast(OTHER), ToastState::Ended { .. }));
    assert_eq!(anew.ends(7), 0);
}

#[test]
fn a_restart_after_a_long_time_ends_the_call() {
    let mut play = Play::new();
    play.talking(7);
    let anew = start_anew(&play, Duration::from_mins(10), ME);
    assert!(!anew.state.is_engaged());
    assert_eq!(anew.ends(7), 1);
}

#[test]
fn closing_the_browser_while_calling_gives_up() {
    let mut play = Play::new();
    play.ringing_out(7);
    let anew = start_anew(&play, Duration::from_secs(5), ME);
    assert_eq!(anew.toast(OTHER), ToastState::Hidden);
    assert_eq!(anew.ends(7), 1);
}

#[test]
fn another_user_does_not_get_the_call() {
    let mut play = Play::new();
    play.talking(7);
    let anew = start_anew(&play, Duration::from_secs(5), UserId(99));
    assert_eq!(anew.toast(OTHER), ToastState::Hidden);
    assert_eq!(anew.ends(7), 0);
}

#[test]
fn another_user_sees_nothing_of_the_calls_before() {
    let mut play = Play::new();
    let missed = play.incoming(3, Status::Pending);
    play.seen(missed);
    play.after(Duration::from_mins(1));
    play.talking(7);
    let waiting = play.incoming(8, Status::Pending);
    play.seen(waiting);
    play.then(Event::Undelivered { offline: true });
    assert!(play.state.notice.is_some());
    let name = "Mike Miller".to_owned();
    let user = UserId(99);
    let effects = play.then(Event::Account(AccountView::SignedIn { user, name }));
    let leave = Effect::PageCommand(MediaHost::Toast(TAB), PageCommand::Leave);
    assert_eq!(effects, [leave], "the page leaves the meeting");
    assert_eq!(play.toast(TAB), ToastState::Hidden);
    assert!(play.state.rings.is_empty() && play.state.missed.is_empty());
    assert_eq!(play.state.notice, None);
    // A late note from the page of the call before is not sent as the new user.
    let (call, text) = (CallId(7), "Wants a quote".to_owned());
    let note = PageEvent::Act(CallPageIntent::Note { call, text });
    assert_eq!(play.page_event(note), []);
}

#[test]
fn an_answer_for_the_previous_user_ends_no_call() {
    let mut play = Play::new();
    play.dial();
    let session = play.outgoing(7, Status::Pending);
    let (user, name) = (UserId(99), "Mike Miller".to_owned());
    play.then(Event::Account(AccountView::SignedIn { user, name }));
    let attempt = play.state.next_attempt - 1;
    assert_eq!(play.then(Event::Placed { attempt, session }), []);
}

/// The other user's calls are none that an attempt of the one before has made.
#[test]
fn a_lost_attempt_goes_with_its_user() {
    let mut play = Play::new();
    play.dial();
    play.then(Event::Intent {
        intent: Intent::HangUp,
        tab: Some(TAB),
    });
    assert_eq!(play.state.lost.len(), 1);
    let (user, name) = (UserId(99), "Mike Miller".to_owned());
    play.then(Event::Account(AccountView::SignedIn { user, name }));
    assert_eq!(play.state.lost, []);
}

#[test]
fn the_same_user_signing_in_again_keeps_the_call() {
    let mut play = Play::new();
    play.talking(7);
    play.then(Event::Account(AccountView::SignedOut));
    let name = "Olivia Owner".to_owned();
    play.then(Event::Account(AccountView::SignedIn { user: ME, name }));
    assert!(matches!(play.toast(TAB), ToastState::InCall(_)));
}

#[test]
fn who_signs_out_leaves_nothing_to_be_seen_but_a_call_that_is_on() {
    let mut play = Play::new();
    let missed = play.incoming(3, Status::Pending);
    play.seen(missed);
    let missed = play.incoming(3, Status::Completed);
    play.seen(missed);
    play.talking(7);
    let waiting = play.incoming(8, Status::Pending);
    play.seen(waiting.clone());
    play.then(Event::Account(AccountView::SignedOut));
    let view = view::of(&play.state, Some(TAB));
    assert!(matches!(view.toast, ToastState::InCall(_)), "it goes on");
    assert!(view.rings.is_empty() && !play.state.sounds());
    assert_eq!(view.notice, None);
    assert!(play.state.missed_shown().is_empty());
    play.intent(Intent::HangUp);
    assert!(matches!(
        play.toast(TAB),
        ToastState::Ended {
            notes: NoteOffer::None,
            ..
        }
    ));
    // The same user comes back: what rings still rings, and what was missed is
    // on the list.
    let name = "Olivia Owner".to_owned();
    play.then(Event::Account(AccountView::SignedIn { user: ME, name }));
    play.seen(waiting);
    assert_eq!(play.state.rings.len(), 1);
    assert_eq!(play.state.missed_shown().len(), 1);
}

#[test]
fn what_is_left_of_a_call_goes_when_its_user_signs_out() {
    let mut play = Play::new();
    play.talking(7);
    play.intent(Intent::HangUp);
    play.intent(Intent::AddNote);
    let leave = Effect::PageCommand(MediaHost::Toast(TAB), PageCommand::Leave);
    let effects = play.then(Event::Account(AccountView::SignedOut));
    assert_eq!(effects, [leave]);
    assert_eq!(play.toast(TAB), ToastState::Hidden);

    let mut play = Play::new();
    let active = play.outgoing(9, Status::Active);
    play.seen(active);
    assert!(matches!(play.toast(TAB), ToastState::Elsewhere(_)));
    play.then(Event::Account(AccountView::SignedOut));
    assert_eq!(play.toast(TAB), ToastState::Hidden);
}

#[test]
fn handled_calls_do_not_ring_after_a_restart() {
    let mut play = Play::new();
    let ringing = play.incoming(7, Status::Pending);
    play.seen(ringing.clone());
    play.intent(Intent::Decline {
        call: CallId(7),
        note: None,
    });
    let mut anew = Play::new();
    let (checkpoint, decided) = (Checkpoint::default(), vec![CallId(7)]);
    anew.then(Event::Restarted {
        checkpoint,
        decided,
    });
    anew.seen(ringing);
    assert!(anew.state.rings.is_empty());
}

#[test]
fn an_attempt_from_before_a_restart_is_ended_when_it_shows_up() {
    let mut play = Play::new();
    play.dial();
    let mut anew = start_anew(&play, Duration::from_secs(5), ME);
    let made = anew.outgoing(7, Status::Pending);
    anew.seen(made);
    assert_eq!(anew.ends(7), 1);
}
