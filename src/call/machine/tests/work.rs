//! A page with work that outlasts its call: a recording that is handed in.

use super::*;
use crate::message::{Denial, Work};

fn over_and_open(play: &Play) -> bool {
    matches!(
        play.stage(TAB),
        Stage::Ended {
            notes: Notes::Open,
            here: true,
            ..
        }
    )
}

#[test]
fn a_page_that_works_outlasts_its_call_until_it_is_done() {
    let mut play = Play::new();
    play.talking(7);
    play.report(Report::Work(Work::Runs));
    play.intent(Intent::HangUp);
    play.after(ENDED_SHOWN_MS);
    assert!(over_and_open(&play), "the page stays");
    // An hour on a slow line.
    for _ in 0..90 {
        play.after(NOTING_MS - 20_000);
        play.report(Report::Work(Work::Runs));
    }
    assert!(over_and_open(&play), "as long as it says that it works");
    play.report(Report::Work(Work::None));
    assert_eq!(play.stage(TAB), Stage::Hidden);
    assert_eq!(play.ends(7), 1);
}

#[test]
fn a_page_that_says_nothing_any_more_is_taken_down() {
    let mut play = Play::new();
    play.talking(7);
    play.report(Report::Work(Work::Runs));
    play.intent(Intent::HangUp);
    let effects = play.after(NOTING_MS);
    assert_eq!(effects, [Effect::Order(Seat::Toast(TAB), Order::Leave)]);
    assert_eq!(play.stage(TAB), Stage::Hidden);
}

#[test]
fn work_ends_with_its_page() {
    let mut play = Play::new();
    play.talking(7);
    play.report(Report::Work(Work::Runs));
    play.intent(Intent::HangUp);
    play.then(What::PageGone(TAB));
    assert_eq!(play.stage(TAB), Stage::Hidden);
}

#[test]
fn closing_the_note_ends_no_work_and_work_closes_no_note() {
    let mut play = Play::new();
    play.talking(7);
    play.report(Report::Work(Work::Runs));
    play.report(Report::Noting(true));
    play.intent(Intent::HangUp);
    play.report(Report::Noting(false));
    assert!(over_and_open(&play), "it works");
    play.report(Report::Noting(true));
    play.report(Report::Work(Work::None));
    assert!(over_and_open(&play), "the note is open");
    play.report(Report::Noting(false));
    assert_eq!(play.stage(TAB), Stage::Hidden);
}

#[test]
fn a_recording_is_handed_in_by_the_page_in_the_seat_of_its_call_alone() {
    let mut play = Play::new();
    play.talking(7);
    let asked = |call| Report::PermitAsked {
        call: CallId(call),
        refused: false,
    };
    let (seat, call) = (Seat::Toast(TAB), CallId(7));
    let refused = false;
    let permit = Effect::Permit {
        seat,
        call,
        refused,
    };
    assert_eq!(play.report(asked(7)), std::slice::from_ref(&permit));
    // Another page, such as one that a site put into a frame.
    let report = asked(7);
    assert_eq!(play.then(What::Report { tab: OTHER, report }), []);
    // Another call than the one that the page holds.
    let (call, why) = (CallId(6), Denial::OtherCall);
    let denied = Effect::Order(seat, Order::NoPermit { call, why });
    assert_eq!(play.report(asked(6)), [denied]);
    // After the call, while its page is there.
    play.report(Report::Work(Work::Runs));
    play.intent(Intent::HangUp);
    assert_eq!(play.report(asked(7)), [permit]);
    play.report(Report::Work(Work::None));
    assert_eq!(play.report(asked(7)), []);
}

#[test]
fn a_call_does_not_move_away_from_a_recording_under_way() {
    let mut play = Play::new();
    play.talking(7);
    play.report(Report::Work(Work::Runs));
    let effects = play.intent(Intent::PopOut);
    assert_eq!(effects, [Effect::Order(Seat::Toast(TAB), Order::Stay)]);
    play.report(Report::Work(Work::Waits));
    assert_eq!(play.intent(Intent::PopOut), [Effect::OpenWindow]);
}
