//! Until the meeting answers: servers that are wrong, and slow ones.

use super::*;

fn answers() -> Input {
    Input::Reached(Reach::Answers {
        status: Some(200),
        frames: Frames::Anywhere,
    })
}

#[test]
fn a_frame_without_a_sign_of_life_is_reported_once() {
    let mut meeting = meeting();
    meeting.step(Input::Loaded, Timestamp(3_500));
    assert!(meeting.step(Input::Tick, Timestamp(3_999)).is_empty());
    assert_eq!(
        meeting.step(Input::Tick, Timestamp(4_000)),
        [Output::AskServer]
    );
    assert!(meeting.step(answers(), Timestamp(4_100)).is_empty());
    assert!(meeting.step(Input::Tick, Timestamp(7_999)).is_empty());
    assert_eq!(
        meeting.step(Input::Tick, Timestamp(8_000)),
        [trouble(Trouble::NoHandshake)]
    );
    assert!(meeting.step(Input::Tick, Timestamp(9_000)).is_empty());
    // It was only slow.
    meeting.step(Input::Fresh, Timestamp(9_500));
    assert_eq!(meeting.trouble, None);
}

#[test]
fn a_server_that_is_wrong_is_told_as_soon_as_that_is_known() {
    let status = Reach::Answers {
        status: Some(502),
        frames: Frames::Anywhere,
    };
    let mut meeting = meeting();
    meeting.step(Input::Tick, Timestamp(4_000));
    assert_eq!(
        meeting.step(Input::Reached(status), Timestamp(4_500)),
        [trouble(Trouble::Server(ServerFault::Status(502)))]
    );
    // It is back.
    meeting.step(Input::Fresh, Timestamp(60_000));
    assert_eq!(meeting.trouble, None);
}

#[test]
fn a_page_that_has_loaded_and_stays_silent_is_asked_about_at_once() {
    let mut meeting = meeting();
    meeting.step(Input::Loaded, Timestamp(500));
    assert!(meeting.step(Input::Tick, Timestamp(1_000)).is_empty());
    let outputs = meeting.step(Input::Tick, Timestamp(2_000));
    assert_eq!(outputs, [Output::AskServer]);
}

#[test]
fn a_server_that_cannot_be_reached_is_asked_by_the_worker_too() {
    let gone = || trouble(Trouble::Server(ServerFault::Unreachable));
    // The worker says so, or says nothing within ten seconds.
    for worker in [Some(Input::Reached(Reach::Unreachable)), None] {
        let mut meeting = meeting();
        meeting.step(Input::Tick, Timestamp(4_000));
        let unreachable = Input::Reached(Reach::Unreachable);
        let asked = meeting.step(unreachable, Timestamp(7_900));
        assert_eq!(asked, [Output::AskWorker]);
        let told = match worker {
            Some(answer) => meeting.step(answer, Timestamp(8_000)),
            None => meeting.step(Input::Tick, Timestamp(9_500)),
        };
        assert_eq!(told, [gone()]);
    }
}

#[test]
fn a_server_that_lists_its_pages_may_take_a_window_only() {
    let listed = Reach::Answers {
        status: Some(200),
        frames: Frames::Listed,
    };
    let mut meeting = meeting();
    meeting.step(Input::Loaded, Timestamp(1_000));
    meeting.step(Input::Tick, Timestamp(2_000));
    meeting.step(Input::Reached(listed), Timestamp(2_100));
    let outputs = meeting.step(Input::Tick, Timestamp(8_000));
    assert_eq!(outputs, [trouble(Trouble::KeptOut)]);
}

#[test]
fn a_server_that_does_not_answer_is_told_within_ten_seconds() {
    let mut meeting = meeting();
    let mut told = None;
    for second in 1..=20 {
        let now = Timestamp(second * 1_000);
        let outputs = meeting.step(Input::Tick, now);
        if outputs.contains(&trouble(Trouble::Server(ServerFault::NoAnswer))) {
            assert_eq!(told.replace(second), None);
        }
    }
    assert!(told.unwrap() < 10);
}

#[test]
fn a_page_that_keeps_the_server_out_is_told_as_soon_as_that_is_known() {
    let mut meeting = meeting();
    meeting.step(Input::Tick, Timestamp(4_000));
    assert_eq!(
        meeting.step(Input::Reached(Reach::KeptOut), Timestamp(4_500)),
        [trouble(Trouble::KeptOut)]
    );
}

#[test]
fn a_slow_server_is_waited_for() {
    let mut meeting = meeting();
    meeting.step(Input::Tick, Timestamp(4_000));
    meeting.step(answers(), Timestamp(4_100));
    for second in 5..=30 {
        let now = Timestamp(second * 1_000);
        assert!(meeting.step(Input::Tick, now).is_empty());
        assert_eq!(meeting.is_slow(now), second >= 8);
    }
    // Its page is there now: its meeting gets the time to start, too.
    meeting.step(Input::Loaded, Timestamp(31_000));
    assert!(meeting.step(Input::Tick, Timestamp(31_001)).is_empty());
    assert!(meeting.step(Input::Tick, Timestamp(34_999)).is_empty());
    assert_eq!(
        meeting.step(Input::Tick, Timestamp(35_000)),
        [trouble(Trouble::NoHandshake)]
    );
}

#[test]
fn a_frame_that_does_not_start_is_told_within_ten_seconds_of_a_page_that_loads_in_six() {
    let mut meeting = meeting();
    meeting.step(Input::Tick, Timestamp(4_000));
    meeting.step(answers(), Timestamp(4_100));
    meeting.step(Input::Loaded, Timestamp(6_000));
    assert_eq!(
        meeting.step(Input::Tick, Timestamp(10_000)),
        [trouble(Trouble::NoHandshake)]
    );
}
