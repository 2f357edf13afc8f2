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

/// Whether this tab has the button that gives up the call.
fn can_give_up(play: &Play, tab: TabId) -> bool {
    matches!(play.toast(tab), ToastState::Calling { here: true, .. })
}

#[test]
fn a_reload_brings_back_the_call_that_is_made() {
    let mut play = Play::new();
    play.ringing_out(7);
    play.then(Event::TabGone(TAB));
    play.then(Event::Tab(Tab {
        id: TAB,
        visible: true,
    }));
    assert!(can_give_up(&play, TAB));
}

#[test]
fn closing_the_tab_moves_the_call_that_is_made_to_the_visible_one() {
    let mut play = Play::new();
    play.dial();
    let other = Tab {
        id: OTHER,
        visible: true,
    };
    play.then(Event::Tab(other));
    assert!(can_give_up(&play, TAB) && !can_give_up(&play, OTHER));
    play.then(Event::TabGone(TAB));
    assert!(can_give_up(&play, OTHER));
}

#[test]
fn how_a_call_ended_is_shown_in_the_tab_that_is_left() {
    let mut play = Play::new();
    play.ringing_out(7);
    play.intent(Intent::HangUp);
    play.then(Event::TabGone(TAB));
    play.then(Event::Tab(Tab {
        id: OTHER,
        visible: true,
    }));
    assert!(matches!(
        play.toast(OTHER),
        ToastState::Ended { here: true, .. }
    ));
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
fn a_window_is_opened_only_for_what_it_can_cure() {
    let silent = || [Trouble::NoHandshake, Trouble::FiveMinutes];
    for trouble in silent() {
        let mut play = Play::new();
        play.talking(7);
        assert_eq!(play.page_event(PageEvent::Trouble(trouble)), []);
    }
    let mut play = Play::new();
    play.talking(7);
    let effects = play.page_event(PageEvent::Trouble(Trouble::KeptOut));
    assert_eq!(effects, [Effect::OpenWindow]);
}

/// The meeting of call 7 goes on in the tab `OTHER`.
fn in_own_tab() -> Play {
    let mut play = Play::new();
    play.talking(7);
    let url = "https://meet.example.com/7?jwt=a".to_owned();
    let effects = play.page_event(PageEvent::OpenTab(url.clone()));
    let call = CallId(7);
    assert_eq!(effects, [Effect::OpenMeeting { call, url }]);
    let shown = play.then(Event::OwnTabOpened { call, tab: OTHER });
    assert!(matches!(
        &shown[..],
        [Effect::PageCommand(_, PageCommand::Show(view))] if view.in_own_tab
    ));
    play
}

#[test]
fn a_meeting_in_a_tab_of_its_own_needs_no_page_and_can_be_shown() {
    let mut play = in_own_tab();
    assert_eq!(play.intent(Intent::ShowCall), [Effect::Focus(OTHER)]);
    assert_eq!(play.intent(Intent::PopOut), [Effect::Focus(OTHER)]);
    // Its page is loaded anew, and joins nothing.
    play.then(Event::PageGone(TAB));
    let commands = play.page_event(PageEvent::Ready { alone: false });
    assert!(matches!(
        &commands[0],
        Effect::PageCommand(_, PageCommand::Join(info)) if info.in_own_tab
    ));
    play.then(Event::TabGone(TAB));
    play.after(Duration::from_mins(10));
    assert_eq!(play.ends(7), 0);
}

#[test]
fn hanging_up_closes_the_meetings_own_tab() {
    let mut play = in_own_tab();
    let effects = play.intent(Intent::HangUp);
    assert!(effects.contains(&Effect::CloseTab(OTHER)));
    assert_eq!(play.ends(7), 1);
    // It opened too late.
    let late = Event::OwnTabOpened {
        call: CallId(7),
        tab: OTHER,
    };
    assert_eq!(play.then(late), [Effect::CloseTab(OTHER)]);
}

#[test]
fn closing_the_meetings_own_tab_hangs_up() {
    let mut play = in_own_tab();
    play.then(Event::TabGone(OTHER));
    assert_eq!(play.ends(7), 1);
}

#[test]
fn only_the_meetings_server_is_opened_in_a_tab() {
    let mut play = Play::new();
    play.talking(7);
    let elsewhere = PageEvent::OpenTab("https://elsewhere.example/7".to_owned());
    assert_eq!(play.page_event(elsewhere), []);
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
