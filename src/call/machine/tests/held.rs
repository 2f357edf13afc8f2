//! Presses in pages that are asked for their sign-in first.

use super::*;
use crate::sites::HeldPress;

/// Nobody's calls, with a press that waits.
fn held() -> Play {
    let mut play = Play::new();
    play.state = State::default();
    let effects = play.then(Event::Hold {
        record: jane(),
        media: Media::Audio,
        tab: TAB,
    });
    assert_eq!(effects, [], "nobody is asked for a call");
    play
}

#[test]
fn a_held_press_is_shown_as_a_call_that_is_being_made() {
    let play = held();
    assert!(matches!(play.toast(TAB), ToastState::Calling { .. }));
    let press = HeldPress::of(&play.state);
    let press = press.map(|held| (held.record, held.media, held.tab));
    assert_eq!(press, Some((jane(), Media::Audio, TAB)));
}

#[test]
fn a_released_press_leaves_nothing() {
    let mut play = held();
    play.then(Event::Release { attempt: 1 });
    assert!(HeldPress::of(&play.state).is_some(), "another one");
    play.then(Event::Release { attempt: 0 });
    assert_eq!(play.state.current, None);
    assert!(play.state.lost.is_empty());
}

#[test]
fn a_held_press_can_be_cancelled_and_ends_by_itself() {
    let mut play = held();
    play.intent(Intent::HangUp);
    assert_eq!(play.reason(), Some(EndReason::Cancelled));
    assert!(play.state.lost.is_empty(), "no call can show up for it");
    assert_eq!(HeldPress::of(&play.state), None);

    let mut play = held();
    play.after(DIAL_LIMIT);
    let gave_up = EndReason::Refused(Refusal::CrmTrouble);
    assert_eq!(play.reason(), Some(gave_up));
}

#[test]
fn a_held_press_goes_with_its_page_and_to_no_other() {
    let mut play = held();
    play.then(Event::Tab(Tab {
        id: OTHER,
        visible: true,
    }));
    play.then(Event::TabGone(TAB));
    assert_eq!(HeldPress::of(&play.state), None);
    assert_eq!(play.state.current, None);
}

#[test]
fn a_press_during_a_call_says_why_nothing_happens() {
    let notice = |play: &Play| play.state.notice.clone().map(|(notice, _)| notice);
    let mut play = Play::new();
    play.talking(7);
    play.dial();
    assert_eq!(notice(&play), None, "the same button again");
    let record = RecordRef {
        name: "Mike Miller".to_owned(),
        ..jane()
    };
    let (media, tab) = (Media::Audio, Some(TAB));
    play.then(Event::Place { record, media, tab });
    assert_eq!(notice(&play), Some(Notice::Busy));
    play.intent(Intent::HangUp);
    assert_eq!(notice(&play), None);
    play.then(Event::Busy);
    assert_eq!(notice(&play), None, "the call is over");
}
