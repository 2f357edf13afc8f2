//! Where a call is: pages, tabs, windows.

use super::*;

#[test]
fn a_reload_brings_the_call_back() {
    let mut play = Play::new();
    play.talking(7);
    play.then(What::PageGone(TAB));
    assert!(matches!(play.stage(TAB), Stage::InCall(call) if !call.connected));
    play.then(What::Tab(Tab {
        id: TAB,
        visible: true,
    }));
    let orders = play.report(Report::Ready { alone: false });
    assert!(matches!(
        orders[0],
        Effect::Order(Seat::Toast(TAB), Order::Join(_))
    ));
    assert_eq!(play.ends(7), 0);
}

#[test]
fn a_closed_tab_hands_the_call_to_the_one_in_sight() {
    let mut play = Play::new();
    play.talking(7);
    play.then(What::TabGone(TAB));
    assert!(matches!(play.stage(OTHER), Stage::InCall(call) if call.place == Where::OtherTab));
    play.then(What::Tab(Tab {
        id: OTHER,
        visible: true,
    }));
    assert!(matches!(play.stage(OTHER), Stage::InCall(call) if call.place == Where::Here));
}

#[test]
fn a_call_that_nobody_comes_back_to_ends() {
    let mut play = Play::new();
    play.talking(7);
    play.then(What::TabGone(TAB));
    play.after(121_000);
    assert_eq!(play.reason(), Some(EndReason::Lost));
    assert_eq!(play.ends(7), 1);
}

#[test]
fn only_one_page_holds_the_call() {
    let mut play = Play::new();
    play.talking(7);
    let other = What::Report {
        tab: OTHER,
        report: Report::Ready { alone: false },
    };
    assert_eq!(
        play.then(other),
        [Effect::Order(Seat::Toast(OTHER), Order::Leave)]
    );
}

#[test]
fn popping_out_moves_the_media() {
    let mut play = Play::new();
    play.talking(7);
    assert_eq!(play.intent(Intent::PopOut), [Effect::OpenWindow]);
    let window = What::Report {
        tab: OTHER,
        report: Report::Ready { alone: true },
    };
    let effects = play.then(window);
    assert_eq!(effects[0], Effect::Order(Seat::Toast(TAB), Order::Leave));
    assert!(matches!(
        effects[1],
        Effect::Order(Seat::Window(OTHER), Order::Join(_))
    ));
    assert!(matches!(play.stage(TAB), Stage::InCall(call) if call.place == Where::Window));
    play.then(What::PageGone(TAB));
    assert!(
        matches!(play.stage(TAB), Stage::InCall(_)),
        "the old page may go"
    );
    play.then(What::TabGone(OTHER));
    assert_eq!(play.ends(7), 1, "closing the window hangs up");
}

#[test]
fn a_call_that_is_shown_comes_to_the_front_and_is_large() {
    let mut play = Play::new();
    assert_eq!(play.intent(Intent::ShowCall), [], "there is none");
    play.talking(7);
    let small = ToastSpot {
        minimised: true,
        ..ToastSpot::default()
    };
    play.then(What::Spot(small));
    // The shortcut was pressed in another tab.
    let shown = What::Intent {
        intent: Intent::ShowCall,
        tab: Some(OTHER),
    };
    assert_eq!(play.then(shown), [Effect::Focus(TAB)]);
    assert!(!view::of(&play.state, Some(TAB)).spot.minimised);
    assert!(matches!(play.stage(TAB), Stage::InCall(call) if call.place == Where::Here));
}

#[test]
fn a_call_in_a_window_is_shown_there_and_its_remote_stays_small() {
    let mut play = Play::new();
    play.talking(7);
    play.intent(Intent::PopOut);
    play.then(What::Report {
        tab: OTHER,
        report: Report::Ready { alone: true },
    });
    let small = ToastSpot {
        minimised: true,
        ..ToastSpot::default()
    };
    play.then(What::Spot(small));
    assert_eq!(play.intent(Intent::ShowCall), [Effect::Focus(OTHER)]);
    assert!(view::of(&play.state, Some(TAB)).spot.minimised);
}

#[test]
fn a_page_that_cannot_hold_media_makes_way_for_a_window() {
    let mut play = Play::new();
    play.talking(7);
    let effects = play.report(Report::Trouble(Trouble::PagePolicy));
    assert_eq!(effects, [Effect::OpenWindow]);
    let notice = view::of(&play.state, Some(TAB)).notice;
    assert_eq!(notice, Some(Notice::MovedToWindow));
}

#[test]
fn the_end_of_a_call_in_a_window_is_shown_where_a_person_looks() {
    let mut play = Play::new();
    play.talking(7);
    play.intent(Intent::PopOut);
    let report = Report::Ready { alone: true };
    play.then(What::Report { tab: OTHER, report });
    play.intent(Intent::HangUp);
    assert!(matches!(play.stage(TAB), Stage::Ended { here: true, .. }));
}
