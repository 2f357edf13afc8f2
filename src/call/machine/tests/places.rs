//! Where a call is: pages, tabs, windows.

use super::*;
use crate::domain::Duration;

#[test]
fn a_reload_brings_the_call_back() {
    let mut play = Play::new();
    play.talking(7);
    play.then(Event::PageGone(TAB));
    assert!(matches!(play.toast(TAB), ToastState::InCall(call) if !call.connected));
    play.then(Event::Tab(Tab {
        id: TAB,
        visible: true,
    }));
    let commands = play.page_event(PageEvent::Ready { alone: false });
    assert!(matches!(
        commands[0],
        Effect::PageCommand(MediaHost::Toast(TAB), PageCommand::Join(_))
    ));
    assert_eq!(play.ends(7), 0);
}

#[test]
fn closing_the_tab_moves_the_call_to_the_visible_one() {
    let mut play = Play::new();
    play.talking(7);
    play.then(Event::TabGone(TAB));
    assert!(
        matches!(play.toast(OTHER), ToastState::InCall(call) if call.location == MediaLocation::OtherTab)
    );
    play.then(Event::Tab(Tab {
        id: OTHER,
        visible: true,
    }));
    assert!(
        matches!(play.toast(OTHER), ToastState::InCall(call) if call.location == MediaLocation::Here)
    );
}

#[test]
fn a_call_that_nobody_comes_back_to_ends() {
    let mut play = Play::new();
    play.talking(7);
    play.then(Event::TabGone(TAB));
    play.after(Duration::from_secs(121));
    assert_eq!(play.reason(), Some(EndReason::Lost));
    assert_eq!(play.ends(7), 1);
}

#[test]
fn only_one_page_holds_the_call() {
    let mut play = Play::new();
    play.talking(7);
    let other = Event::PageEvent {
        tab: OTHER,
        event: PageEvent::Ready { alone: false },
    };
    assert_eq!(
        play.then(other),
        [Effect::PageCommand(
            MediaHost::Toast(OTHER),
            PageCommand::Leave
        )]
    );
}

#[test]
fn popping_out_moves_the_media() {
    let mut play = Play::new();
    play.talking(7);
    assert_eq!(play.intent(Intent::PopOut), [Effect::OpenWindow]);
    let window = Event::PageEvent {
        tab: OTHER,
        event: PageEvent::Ready { alone: true },
    };
    let effects = play.then(window);
    assert_eq!(
        effects[0],
        Effect::PageCommand(MediaHost::Toast(TAB), PageCommand::Leave)
    );
    assert!(matches!(
        effects[1],
        Effect::PageCommand(MediaHost::Window(OTHER), PageCommand::Join(_))
    ));
    assert!(
        matches!(play.toast(TAB), ToastState::InCall(call) if call.location == MediaLocation::Window)
    );
    play.then(Event::PageGone(TAB));
    assert!(
        matches!(play.toast(TAB), ToastState::InCall(_)),
        "the old page may go"
    );
    play.then(Event::TabGone(OTHER));
    assert_eq!(play.ends(7), 1, "closing the window hangs up");
}

#[test]
fn a_call_that_is_shown_comes_to_the_front_and_is_large() {
    let mut play = Play::new();
    assert_eq!(play.intent(Intent::ShowCall), [], "there is none");
    play.talking(7);
    let small = ToastPosition {
        minimised: true,
        ..ToastPosition::default()
    };
    play.then(Event::ToastMoved(small));
    // The shortcut was pressed in another tab.
    let shown = Event::Intent {
        intent: Intent::ShowCall,
        tab: Some(OTHER),
    };
    assert_eq!(play.then(shown), [Effect::Focus(TAB)]);
    assert!(!view::of(&play.state, Some(TAB)).toast_position.minimised);
    assert!(
        matches!(play.toast(TAB), ToastState::InCall(call) if call.location == MediaLocation::Here)
    );
}

#[test]
fn a_call_in_a_window_is_shown_there_and_its_remote_stays_small() {
    let mut play = Play::new();
    play.talking(7);
    play.intent(Intent::PopOut);
    play.then(Event::PageEvent {
        tab: OTHER,
        event: PageEvent::Ready { alone: true },
    });
    let small = ToastPosition {
        minimised: true,
        ..ToastPosition::default()
    };
    play.then(Event::ToastMoved(small));
    assert_eq!(play.intent(Intent::ShowCall), [Effect::Focus(OTHER)]);
    assert!(view::of(&play.state, Some(TAB)).toast_position.minimised);
}

#[test]
fn a_page_that_cannot_hold_media_moves_the_call_to_a_window() {
    let mut play = Play::new();
    play.talking(7);
    let effects = play.page_event(PageEvent::Trouble(Trouble::PagePolicy));
    assert_eq!(effects, [Effect::OpenWindow]);
    let notice = view::of(&play.state, Some(TAB)).notice;
    assert_eq!(notice, Some(Notice::MovedToWindow));
}

#[test]
fn the_end_of_a_call_in_a_window_is_shown_where_a_person_looks() {
    let mut play = Play::new();
    play.talking(7);
    play.intent(Intent::PopOut);
    let event = PageEvent::Ready { alone: true };
    play.then(Event::PageEvent { tab: OTHER, event });
    play.intent(Intent::HangUp);
    assert!(matches!(
        play.toast(TAB),
        ToastState::Ended { here: true, .. }
    ));
}
