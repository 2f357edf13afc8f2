//! A meeting that is left and comes back, or does not.

use super::*;

#[test]
fn a_reload_of_jitsis_own_does_not_end_the_call() {
    let mut meeting = joined();
    meeting.step(came("a"), Timestamp(2_000));
    assert_eq!(
        meeting.step(failed("connection.droppedError", true), Timestamp(3_000)),
        [page_event(PageEvent::Quality(Quality::Lost))]
    );
    let mut outputs = Vec::new();
    for second in 4..33 {
        outputs.extend(meeting.step(Input::Tick, Timestamp(second * 1_000)));
    }
    outputs.extend(meeting.step(Input::Event(Event::Left), Timestamp(33_000)));
    assert!(outputs.contains(&page_event(PageEvent::Others { count: 0 })));
    for second in 33..48 {
        outputs.extend(meeting.step(Input::Tick, Timestamp(second * 1_000)));
    }
    let told = |output: &Output| {
        matches!(
            output,
            Output::PageEvent(PageEvent::Left | PageEvent::Trouble(_))
        )
    };
    assert!(!outputs.iter().any(told), "{outputs:?}");
    meeting.step(Input::Fresh, Timestamp(48_000));
    let outputs = meeting.step(me_joined(), Timestamp(49_000));
    assert!(outputs.contains(&page_event(PageEvent::Joined)));
    assert!(outputs.contains(&page_event(PageEvent::Quality(Quality::Good))));
}

#[test]
fn a_move_to_a_breakout_room_does_not_end_the_call() {
    let mut meeting = joined();
    for (breakout, at) in [(true, 10_000), (false, 60_000)] {
        meeting.step(came("a"), Timestamp(at - 1_000));
        meeting.step(Input::Event(Event::Left), Timestamp(at));
        assert!(!is_over(&meeting.step(Input::Tick, Timestamp(at + 9_000))));
        let event = Event::Joined {
            me: Some("me".to_owned()),
            breakout,
        };
        let outputs = meeting.step(Input::Event(event), Timestamp(at + 9_500));
        assert!(outputs.contains(&page_event(PageEvent::Joined)));
        assert_eq!(meeting.news.current(), Some(&News::Breakout(breakout)));
        meeting.step(Input::Tick, Timestamp(at + 16_000));
    }
}

#[test]
fn who_is_in_another_room_of_the_meeting_is_company() {
    let mut meeting = joined();
    let all = Input::Event(Event::InAllRooms { count: 2 });
    assert_eq!(
        meeting.step(all, Timestamp(2_000)),
        [page_event(PageEvent::Others { count: 1 })]
    );
    let all = Input::Event(Event::InAllRooms { count: 1 });
    assert_eq!(
        meeting.step(all, Timestamp(3_000)),
        [page_event(PageEvent::Others { count: 0 })]
    );
}

#[test]
fn a_meeting_that_does_not_come_back_is_trouble_and_later_the_end() {
    let mut meeting = joined();
    meeting.step(Input::Event(Event::Left), Timestamp(10_000));
    let lost = Trouble::Conference("connection.droppedError".to_owned());
    let back = Timestamp(10_000).plus(RETURNING);
    assert_eq!(meeting.step(Input::Tick, back), [trouble(lost)]);
    let over = Timestamp(10_000).plus(ABANDONED);
    assert!(!is_over(&meeting.step(Input::Tick, Timestamp(over.0 - 1))));
    assert!(is_over(&meeting.step(Input::Tick, over)));
}

#[test]
fn a_meeting_that_was_closed_for_all_ends_the_call() {
    let mut meeting = joined();
    meeting.step(failed("conference.destroyed", false), Timestamp(9_000));
    meeting.step(Input::Event(Event::Left), Timestamp(10_000));
    assert!(!is_over(&meeting.step(Input::Tick, Timestamp(19_000))));
    assert!(is_over(&meeting.step(Input::Tick, Timestamp(20_000))));
}

#[test]
fn leaving_before_joining_is_no_end() {
    let mut meeting = meeting();
    meeting.step(Input::Fresh, Timestamp(500));
    meeting.step(Input::Event(Event::Left), Timestamp(600));
    assert!(meeting.step(Input::Tick, Timestamp(60_000)).is_empty());
}

#[test]
fn a_drop_that_jitsi_does_not_get_over_is_trouble() {
    let mut meeting = joined();
    meeting.step(failed("connection.droppedError", true), Timestamp(3_000));
    let outputs = meeting.step(Input::Tick, Timestamp(3_000).plus(RETURNING));
    let lost = Trouble::Conference("connection.droppedError".to_owned());
    assert!(outputs.contains(&trouble(lost)));
}
