//! The browser ends in a call and starts anew.

use super::*;
use crate::call::remains::FORMAT;

/// The browser ends and starts again: of the state, only what was kept is
/// left. Then Olivia is signed in and her tab is there, as at first.
fn start_anew(play: &Play, away: u64, user: UserId) -> Play {
    let kept = Remains::of(&play.state, Millis(play.now));
    let remains = kept::parse(FORMAT, &kept::text(FORMAT, &kept)).unwrap();
    let mut anew = Play {
        state: State::default(),
        now: play.now + away,
        effects: Vec::new(),
    };
    let decided = Vec::new();
    anew.then(What::Restarted { remains, decided });
    anew.then(What::Tab(Tab {
        id: OTHER,
        visible: true,
    }));
    let name = "Olivia Owner".to_owned();
    anew.then(What::Account(AccountView::SignedIn { user, name }));
    anew
}

#[test]
fn the_call_comes_back_after_the_browser_started_anew() {
    let mut play = Play::new();
    play.talking(7);
    let call = CallId(7);
    play.intent(Intent::Note {
        call,
        text: "Wants a quote".into(),
    });
    let mut anew = start_anew(&play, 20_000, ME);
    let Stage::InCall(view) = anew.stage(OTHER) else {
        panic!("{:?}", anew.stage(OTHER));
    };
    assert_eq!((view.call, view.place), (call, Where::Here));
    let ready = Report::Ready { alone: false };
    let report = |report| What::Report { tab: OTHER, report };
    assert_eq!(anew.then(report(ready)), [Effect::Check(call)]);
    let session = anew.outgoing(7, Status::Active);
    let effects = anew.seen(session);
    let joins = |effect: &Effect| {
        matches!(effect, Effect::Order(Seat::Toast(OTHER), Order::Join(ticket))
            if ticket.call == call && ticket.note == "Wants a quote")
    };
    assert!(effects.iter().any(joins), "{effects:?}");
    assert_eq!(anew.ends(7), 0);
}

#[test]
fn a_call_that_ended_meanwhile_does_not_come_back() {
    let mut play = Play::new();
    play.talking(7);
    let mut anew = start_anew(&play, 20_000, ME);
    let over = anew.outgoing(7, Status::Completed);
    anew.seen(over);
    assert!(matches!(anew.stage(OTHER), Stage::Ended { .. }));
    assert_eq!(anew.ends(7), 0);
}

#[test]
fn a_browser_that_was_away_for_long_ends_the_call() {
    let mut play = Play::new();
    play.talking(7);
    let anew = start_anew(&play, 10 * 60_000, ME);
    assert!(!anew.state.is_engaged());
    assert_eq!(anew.ends(7), 1);
}

#[test]
fn closing_the_browser_while_it_rings_gives_up() {
    let mut play = Play::new();
    play.ringing_out(7);
    let anew = start_anew(&play, 5_000, ME);
    assert_eq!(anew.stage(OTHER), Stage::Hidden);
    assert_eq!(anew.ends(7), 1);
}

#[test]
fn another_user_does_not_get_the_call() {
    let mut play = Play::new();
    play.talking(7);
    let anew = start_anew(&play, 5_000, UserId(99));
    assert_eq!(anew.stage(OTHER), Stage::Hidden);
    assert_eq!(anew.ends(7), 0);
}

#[test]
fn what_was_decided_does_not_ring_again() {
    let mut play = Play::new();
    let ringing = play.incoming(7, Status::Pending);
    play.seen(ringing.clone());
    play.intent(Intent::Decline {
        call: CallId(7),
        note: None,
    });
    let mut anew = Play::new();
    let (remains, decided) = (Remains::default(), vec![CallId(7)]);
    anew.then(What::Restarted { remains, decided });
    anew.seen(ringing);
    assert!(anew.state.rings.is_empty());
}

#[test]
fn an_attempt_that_the_browser_did_not_outlive_is_ended_when_it_shows_up() {
    let mut play = Play::new();
    play.place();
    let mut anew = start_anew(&play, 5_000, ME);
    let made = anew.outgoing(7, Status::Pending);
    anew.seen(made);
    assert_eq!(anew.ends(7), 1);
}
