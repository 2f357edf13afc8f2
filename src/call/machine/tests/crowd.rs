//! Many calls at once, and people of the same name.

use super::*;
use crate::call::state::RINGS_MAX;

fn call_from(play: &Play, call: u64, user: u64) -> Session {
    Session {
        initiator: UserId(user),
        ..play.incoming(call, Status::Pending)
    }
}

#[test]
fn one_caller_rings_once() {
    let mut play = Play::new();
    for call in [7, 9, 8] {
        let session = play.incoming(call, Status::Pending);
        play.seen(session);
    }
    let [ring] = play.state.rings.as_slice() else {
        panic!("{:?}", play.state.rings);
    };
    assert_eq!(ring.call, CallId(9), "the newest call is the one to answer");
}

#[test]
fn a_flood_of_calls_is_five_rings_and_one_notice() {
    let mut play = Play::new();
    for caller in 100..300 {
        let session = call_from(&play, caller, caller);
        play.seen(session);
    }
    assert_eq!(play.state.rings.len(), RINGS_MAX);
    let shown = view::of(&play.state, Some(TAB));
    assert_eq!(shown.rings.len(), RINGS_MAX);
    assert_eq!(shown.notice, Some(Notice::ManyCalls));
    assert_eq!(play.state.missed.len(), 20, "the newest of the others");
    assert!(play.state.handled_calls.len() <= 64);
}

#[test]
fn tabs_and_missed_calls_have_bounds() {
    let mut play = Play::new();
    for tab in 0..2_000 {
        play.then(Event::Tab(Tab {
            id: TabId(tab),
            visible: false,
        }));
    }
    assert_eq!(play.state.tabs.len(), crate::call::state::TABS_MAX);
}

#[test]
fn people_of_one_name_do_not_call_each_other() {
    let mut play = Play::new();
    play.dial();
    play.then(Event::Recipient {
        attempt: 0,
        user: JANE,
    });
    let namesake = call_from(&play, 9, 77);
    play.seen(namesake);
    let effects = play.then(Event::PlaceFailed {
        attempt: 0,
        why: Refusal::NotAvailable,
    });
    assert!(effects.is_empty());
    assert_eq!(play.state.rings.len(), 1, "the namesake's call rings on");
}

#[test]
fn an_answer_that_does_not_say_so_ends_no_call() {
    let mut play = Play::new();
    play.talking(7);
    let second = call_from(&play, 9, 77);
    play.seen(second);
    let call = CallId(9);
    let media = Media::Video;
    assert!(play.intent(Intent::Answer { call, media }).is_empty());
    assert_eq!((play.ends(7), play.state.rings.len()), (0, 1));
    let effects = play.intent(Intent::EndAndAnswer { call, media });
    assert!(effects.contains(&Effect::Answer(call)));
    assert_eq!(play.ends(7), 1);
}
