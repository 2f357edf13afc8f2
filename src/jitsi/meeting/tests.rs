use super::*;
use crate::domain::DeviceFault;

fn meeting() -> Meeting {
    Meeting::new(Media::Video, false, Timestamp(0))
}

fn joined() -> Meeting {
    let mut meeting = meeting();
    meeting.step(Input::Fresh, Timestamp(500));
    meeting.step(me_joined(), Timestamp(1_000));
    meeting
}

fn me_joined() -> Input {
    let me = Some("me".to_owned());
    Input::Event(Event::Joined { me })
}

fn came(id: &str) -> Input {
    Input::Event(Event::Came(Person {
        id: id.to_owned(),
        name: "Jane".to_owned(),
    }))
}

fn page_event(event: PageEvent) -> Output {
    Output::PageEvent(event)
}

#[test]
fn a_meeting_from_loading_to_leaving() {
    let mut meeting = meeting();
    assert!(meeting.step(Input::Fresh, Timestamp(500)).is_empty());
    let outputs = meeting.step(me_joined(), Timestamp(1_000));
    assert_eq!(
        outputs,
        [
            page_event(PageEvent::Joined),
            page_event(PageEvent::Others { count: 0 }),
            Output::Ask(Request::IsAudioMuted),
            Output::Ask(Request::IsVideoMuted),
        ]
    );
    assert_eq!(
        meeting.step(came("a"), Timestamp(2_000)),
        [page_event(PageEvent::Others { count: 1 })]
    );
    let speaker = |id: &str| Input::Event(Event::Speaker { id: id.to_owned() });
    assert_eq!(
        meeting.step(speaker("a"), Timestamp(3_000)),
        [page_event(PageEvent::Speaking(true))]
    );
    assert_eq!(
        meeting.step(speaker("me"), Timestamp(3_500)),
        [page_event(PageEvent::Speaking(false))]
    );
    assert_eq!(
        meeting.step(Input::Event(Event::Close), Timestamp(4_000)),
        [page_event(PageEvent::Left)]
    );
    // Pages send it again when they unload.
    meeting.step(Input::Event(Event::Left), Timestamp(4_100));
    assert!(meeting.step(Input::Tick, Timestamp(9_000)).is_empty());
}

#[test]
fn a_silent_frame_is_reported_once() {
    let mut meeting = meeting();
    assert!(meeting.step(Input::Tick, Timestamp(7_999)).is_empty());
    assert_eq!(
        meeting.step(Input::Tick, Timestamp(8_000)),
        [page_event(PageEvent::Trouble(Trouble::NoHandshake))]
    );
    assert!(meeting.step(Input::Tick, Timestamp(9_000)).is_empty());
    // It was only slow.
    meeting.step(Input::Fresh, Timestamp(9_500));
    assert_eq!(meeting.trouble, None);
}

#[test]
fn a_server_that_never_says_close() {
    let mut meeting = joined();
    assert!(
        meeting
            .step(Input::Event(Event::Left), Timestamp(5_000))
            .is_empty()
    );
    let left = page_event(PageEvent::Left);
    assert!(!meeting.step(Input::Tick, Timestamp(7_999)).contains(&left));
    assert_eq!(meeting.step(Input::Tick, Timestamp(8_000)), [left]);
}

#[test]
fn leaving_before_joining_is_no_end() {
    let mut meeting = meeting();
    meeting.step(Input::Fresh, Timestamp(500));
    meeting.step(Input::Event(Event::Left), Timestamp(600));
    assert!(meeting.step(Input::Tick, Timestamp(60_000)).is_empty());
}

#[test]
fn a_server_that_reloads_itself_is_waited_for() {
    let mut meeting = joined();
    meeting.step(came("a"), Timestamp(2_000));
    let failed = Event::Failed {
        name: "conference.iceFailed".to_owned(),
        fatal: true,
    };
    assert_eq!(
        meeting.step(Input::Event(failed), Timestamp(3_000)),
        [page_event(PageEvent::Quality(Quality::Lost))]
    );
    meeting.step(Input::Event(Event::Left), Timestamp(3_100));
    let left = page_event(PageEvent::Left);
    assert!(!meeting.step(Input::Tick, Timestamp(10_000)).contains(&left));
    assert_eq!(
        meeting.step(Input::Fresh, Timestamp(11_000)),
        [page_event(PageEvent::Others { count: 0 })]
    );
    let outputs = meeting.step(me_joined(), Timestamp(12_000));
    assert!(outputs.contains(&page_event(PageEvent::Joined)));
    assert!(outputs.contains(&page_event(PageEvent::Quality(Quality::Good))));
}

#[test]
fn a_server_that_does_not_come_back() {
    let mut meeting = joined();
    let failed = Event::Failed {
        name: "connection.droppedError".to_owned(),
        fatal: true,
    };
    meeting.step(Input::Event(failed), Timestamp(3_000));
    let outputs = meeting.step(Input::Tick, Timestamp(3_000).plus(RELOADING));
    assert!(matches!(
        outputs[..],
        [Output::PageEvent(PageEvent::Trouble(Trouble::Conference(
            _
        )))]
    ));
}

#[test]
fn a_dead_frame_is_loaded_anew() {
    let mut meeting = joined();
    let silence = || Input::Answer(Answer::TimedOut(Request::IsAudioMuted));
    assert!(meeting.step(silence(), Timestamp(20_000)).is_empty());
    // One answer in between clears it.
    meeting.step(Input::Answer(Answer::AudioMuted(false)), Timestamp(21_000));
    assert!(meeting.step(silence(), Timestamp(30_000)).is_empty());
    let outputs = meeting.step(silence(), Timestamp(40_000));
    assert_eq!(outputs.last(), Some(&Output::Reload));
}

#[test]
fn a_server_without_statistics_is_not_asked_again() {
    let mut meeting = joined();
    let ask = Output::Ask(Request::ConnectionStats);
    assert!(meeting.step(Input::Tick, Timestamp(6_000)).contains(&ask));
    let none = Input::Answer(Answer::Failed(Request::ConnectionStats));
    meeting.step(none, Timestamp(6_100));
    assert!(!meeting.step(Input::Tick, Timestamp(60_000)).contains(&ask));
}

#[test]
fn states_are_sent_only_when_they_change() {
    let mut meeting = joined();
    let answer = || Input::Answer(Answer::AudioMuted(false));
    assert_eq!(
        meeting.step(answer(), Timestamp(1_100)),
        [page_event(PageEvent::MicMuted(false))]
    );
    assert!(meeting.step(answer(), Timestamp(11_000)).is_empty());
    assert_eq!(
        meeting.step(Input::Event(Event::AudioMuted(true)), Timestamp(12_000)),
        [page_event(PageEvent::MicMuted(true))]
    );
    assert!(meeting.state_events().contains(&PageEvent::MicMuted(true)));
}

#[test]
fn the_public_server_is_left_in_time() {
    let mut meeting = Meeting::new(Media::Video, true, Timestamp(0));
    meeting.step(me_joined(), Timestamp(0));
    let warning = page_event(PageEvent::Trouble(Trouble::FiveMinutes));
    assert!(
        !meeting
            .step(Input::Tick, Timestamp(239_000))
            .contains(&warning)
    );
    assert!(
        meeting
            .step(Input::Tick, Timestamp(240_000))
            .contains(&warning)
    );
    assert!(
        !meeting
            .step(Input::Tick, Timestamp(241_000))
            .contains(&warning)
    );
}

#[test]
fn device_trouble_is_reported_and_does_not_end_the_call() {
    let mut meeting = joined();
    let trouble = Trouble::Camera(DeviceFault::Missing);
    assert_eq!(
        meeting.step(
            Input::Event(Event::CameraFault(DeviceFault::Missing)),
            Timestamp(2_000)
        ),
        [page_event(PageEvent::Trouble(trouble.clone()))]
    );
    assert!(meeting.is_joined());
    assert!(
        meeting
            .state_events()
            .contains(&PageEvent::Trouble(trouble))
    );
}

#[test]
fn a_microphone_fault_is_shown_before_a_camera_fault() {
    let mut meeting = joined();
    for event in [
        Event::CameraFault(DeviceFault::Refused),
        Event::MicFault(DeviceFault::Refused),
        Event::CameraFault(DeviceFault::Refused),
    ] {
        meeting.step(Input::Event(event), Timestamp(2_000));
    }
    let trouble = Trouble::Microphone(DeviceFault::Refused);
    assert_eq!(meeting.trouble, Some(trouble));
}

proptest::proptest! {
    /// In any order of inputs, "left" is sent at most once, as the last event.
    #[test]
    fn left_is_sent_at_most_once_and_last(steps in proptest::collection::vec(0_u8..9, 0..60)) {
        let mut meeting = meeting();
        let mut now = 0;
        let mut leaves = 0;
        for step in steps {
            now += 1_700;
            let input = match step {
                0 => Input::Fresh,
                1 => me_joined(),
                2 => Input::Event(Event::Left),
                3 => Input::Event(Event::Close),
                4 => came("a"),
                5 => Input::Answer(Answer::TimedOut(Request::IsAudioMuted)),
                6 => Input::Event(Event::Failed { name: String::new(), fatal: true }),
                7 => Input::Event(Event::KickedOut { me: true }),
                _ => Input::Tick,
            };
            for output in meeting.step(input, Timestamp(now)) {
                proptest::prop_assert_eq!(leaves, 0);
                leaves += usize::from(output == Output::PageEvent(PageEvent::Left));
            }
            proptest::prop_assert!(leaves <= 1);
        }
    }
}
