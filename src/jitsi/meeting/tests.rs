mod connecting;
mod returning;

use super::*;
use crate::domain::{DeviceFault, ServerFault};
use crate::jitsi::event::Message;
use crate::jitsi::news::News;

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
    Input::Event(Event::Joined {
        me,
        breakout: false,
    })
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

fn trouble(trouble: Trouble) -> Output {
    page_event(PageEvent::Trouble(trouble))
}

fn failed(name: &str, fatal: bool) -> Input {
    let name = name.to_owned();
    Input::Event(Event::Failed { name, fatal })
}

fn is_over(outputs: &[Output]) -> bool {
    outputs.contains(&page_event(PageEvent::Left))
}

/// Jitsi waits for up to half a minute after a lost connection, says that it
/// left, loads itself, and joins.
#[test]
fn who_knocks_waits_until_somebody_decides() {
    let mut meeting = joined();
    let knock = |id: &str, name: &str| {
        Input::Event(Event::Knock(Person {
            id: id.to_owned(),
            name: name.to_owned(),
        }))
    };
    assert_eq!(
        meeting.step(knock("k", "Max"), Timestamp(2_000)),
        [page_event(PageEvent::Asks)]
    );
    meeting.step(knock("k", "Max"), Timestamp(2_500));
    assert_eq!(meeting.knocks.len(), 1);
    // Another moderator let Max in, under another number.
    let max = Event::Came(Person {
        id: "m".to_owned(),
        name: "Max".to_owned(),
    });
    meeting.step(Input::Event(max), Timestamp(3_000));
    assert!(meeting.knocks.is_empty());
}

#[test]
fn who_is_removed_hears_by_whom() {
    let mut meeting = joined();
    let by = Some("Jane".to_owned());
    let kicked = Event::KickedOut {
        me: true,
        who: "Me".to_owned(),
        by: by.clone(),
    };
    assert_eq!(
        meeting.step(Input::Event(kicked), Timestamp(2_000)),
        [page_event(PageEvent::KickedOut { by })]
    );
    assert!(
        meeting
            .step(Input::Event(Event::Close), Timestamp(2_100))
            .is_empty()
    );
}

/// Crowds, links and events without end: what is kept and told is bounded.
#[test]
fn a_hostile_meeting_costs_nothing() {
    let mut meeting = joined();
    let mut links = 0;
    for number in 0..20_000_u64 {
        let id = number.to_string();
        let now = Timestamp(2_000 + number);
        let events = [
            Event::Came(Person {
                id: id.clone(),
                name: id.clone(),
            }),
            Event::Knock(Person {
                id: id.clone(),
                name: id.clone(),
            }),
            Event::Hand {
                id: id.clone(),
                up: true,
            },
            Event::RecordingLink(format!("https://r.example/{}", number % 500)),
            Event::Message(Message {
                name: id.clone(),
                text: id.clone(),
            }),
        ];
        for event in events {
            let outputs = meeting.step(Input::Event(event), now);
            assert!(outputs.len() <= 1);
            let link =
                |output: &&Output| matches!(output, Output::PageEvent(PageEvent::RecordingLink(_)));
            links += outputs.iter().filter(link).count();
        }
        assert!(meeting.others.iter().len() <= 200);
        assert!(meeting.knocks.len() <= MOST_KNOCKS && meeting.hands.len() <= MOST_KNOCKS);
    }
    assert_eq!(links, MOST_LINKS);
    assert_eq!(meeting.others.len(), 20_000);
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
    fn left_is_sent_at_most_once_and_last(steps in proptest::collection::vec(0_u8..11, 0..60)) {
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
                7 => Input::Event(Event::KickedOut {
                    me: true,
                    who: String::new(),
                    by: None,
                }),
                8 => Input::Loaded,
                9 => Input::Reached(Reach::Unreachable),
                _ => Input::Tick,
            };
            for output in meeting.step(input, Timestamp(now)) {
                proptest::prop_assert_eq!(leaves, 0);
                let left = matches!(
                    output,
                    Output::PageEvent(PageEvent::Left | PageEvent::KickedOut { .. })
                );
                leaves += usize::from(left);
            }
            proptest::prop_assert!(leaves <= 1);
        }
    }
}
