//! Clocks that are set, here and at the CRM.

use super::*;

const DAY: u64 = 24 * 3_600_000;

/// The same with a clock that is set back, and with one that is set forward.
fn both_ways(test: impl Fn(&dyn Fn(&mut Play))) {
    test(&|play| play.now -= DAY);
    test(&|play| play.now += DAY);
}

#[test]
fn a_clock_set_by_a_day_ends_no_ring_and_lets_it_end_in_time() {
    both_ways(|set| {
        let mut play = Play::new();
        let session = play.incoming(9, Status::Pending);
        play.seen(session);
        set(&mut play);
        play.after(Duration::from_secs(5));
        assert_eq!(play.state.rings.len(), 1);
        assert!(play.state.missed.is_empty());
        play.after(Duration::from_secs(50));
        assert!(play.state.rings.is_empty());
    });
}

#[test]
fn a_clock_set_by_a_day_gives_up_no_call_that_is_made() {
    both_ways(|set| {
        let mut play = Play::new();
        play.ringing_out(7);
        set(&mut play);
        play.after(Duration::from_secs(5));
        assert!(matches!(play.toast(TAB), ToastState::Calling { .. }));
        assert_eq!(play.ends(7), 0);
        play.after(Duration::from_secs(45));
        assert_eq!(play.ends(7), 1);
    });
}

#[test]
fn a_clock_set_by_a_day_ends_no_call_that_is_on() {
    both_ways(|set| {
        let mut play = Play::new();
        play.talking(7);
        play.page_event(PageEvent::Others { count: 0 });
        set(&mut play);
        play.after(Duration::from_secs(5));
        play.page_event(PageEvent::Others { count: 1 });
        play.after(Duration::from_secs(5));
        assert_eq!(play.ends(7), 0);
        play.intent(Intent::HangUp);
        let Some(EndReason::Over { lasted }) = play.reason() else {
            panic!("{:?}", play.reason());
        };
        assert!(lasted < Duration::from_mins(1), "{lasted:?}");
    });
}

#[test]
fn a_clock_set_by_a_day_keeps_what_is_read_in_sight() {
    both_ways(|set| {
        let mut play = Play::new();
        play.then(Event::Undelivered { offline: true });
        set(&mut play);
        play.after(Duration::from_secs(1));
        assert!(view::of(&play.state, Some(TAB)).notice.is_some());
    });
}

#[test]
fn a_pushed_call_of_unknown_age_rings_and_the_crm_is_asked_for_its_age() {
    let mut play = Play::new();
    let pushed = Session {
        created_at: None,
        ..play.incoming(9, Status::Pending)
    };
    assert_eq!(play.seen(pushed), [Effect::Check(CallId(9))]);
    assert!(play.state.sounds());
    let row = Session {
        created_at: Some(Timestamp(play.now - 600_000)),
        ..play.incoming(9, Status::Pending)
    };
    play.seen(row);
    assert!(play.state.rings.is_empty(), "it is ten minutes old");
}

#[test]
fn after_a_sleep_the_crms_row_says_whether_a_call_still_rings_there() {
    let mut play = Play::new();
    play.ringing_out(7);
    let session = play.outgoing(7, Status::Pending);
    play.now += 3_600_000;
    assert_eq!(play.after(Duration::ZERO), [Effect::Check(CallId(7))]);
    play.seen(session);
    assert_eq!(play.reason(), Some(EndReason::NoAnswer));
    assert_eq!(play.ends(7), 1);
}

#[test]
fn passing_time_is_no_change() {
    let mut play = Play::new();
    play.talking(7);
    let revision = play.state.revision;
    for _ in 0..5 {
        play.after(Duration::from_secs(1));
    }
    assert_eq!(play.state.revision, revision);
}
