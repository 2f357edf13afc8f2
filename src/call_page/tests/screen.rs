//! What the page shows in each state.

use super::*;
use crate::call::page_protocol::PendingWork;
use crate::call_page::cover::MOST_BUTTONS;
use crate::call_page::input::FileId;
use crate::call_page::screen::{State, screen};
use crate::call_page::upload::Upload;
use crate::domain::{DeviceFault, ServerFault, Trouble};
use crate::jitsi::event::Person;
use crate::jitsi::meeting::{self, Meeting};
use crate::text;

fn calling() -> Model {
    let mut model = Model::new(facts(), Timestamp(0));
    model.phase = PagePhase::Calling;
    model.join_info = Some(JoinInfo {
        since: Timestamp(10_000),
        ..join_info(CALL)
    });
    model.meeting = Some(Meeting::new(Media::Video, false, Timestamp(10_000)));
    model
}

fn heard(model: &mut Model, event: Event) {
    let meeting = model.meeting.as_mut().unwrap();
    meeting.step(meeting::Input::Event(event), Timestamp(12_000));
}

fn joined() -> Model {
    let mut model = calling();
    heard(
        &mut model,
        Event::Joined {
            me: None,
            breakout: false,
        },
    );
    model
}

#[test]
fn while_it_connects_the_peer_is_named_and_nothing_but_hang_up_works() {
    let screen = screen(&calling(), Timestamp(11_000));
    let cover = screen.cover.unwrap();
    assert_eq!(cover.mark.as_deref(), Some("JD"));
    assert_eq!(cover.title, text::connecting());
    assert!(!screen.in_meeting && screen.can_hang_up);
}

#[test]
fn alone_in_the_meeting_the_user_waits() {
    let screen = screen(&joined(), Timestamp(75_000));
    assert_eq!(screen.cover, None);
    assert_eq!(screen.state, State::Clock("01:05".to_owned()));
    assert_eq!(screen.notice.unwrap().words, text::waiting_for("Jane Doe"));
}

#[test]
fn with_the_peer_there_nothing_covers_the_picture() {
    let mut model = joined();
    heard(
        &mut model,
        Event::Came(Person {
            id: "a".to_owned(),
            name: "Jane Doe".to_owned(),
        }),
    );
    let screen = screen(&model, Timestamp(75_000));
    assert_eq!((screen.cover, screen.notice), (None, None));
    assert!(screen.in_meeting);
}

#[test]
fn a_meeting_that_asks_something_is_not_covered() {
    let mut model = calling();
    let meeting = model.meeting.as_mut().unwrap();
    meeting.step(meeting::Input::Fresh, Timestamp(11_000));
    assert!(screen(&model, Timestamp(12_000)).cover.is_some());
    assert!(screen(&model, Timestamp(21_000)).cover.is_none());
}

#[test]
fn dismissed_trouble_is_gone_until_it_is_another() {
    let mut model = joined();
    heard(&mut model, Event::MicFault(DeviceFault::Missing));
    assert!(screen(&model, Timestamp(13_000)).cover.is_some());
    model
        .dismissed
        .push(Trouble::Microphone(DeviceFault::Missing));
    assert!(screen(&model, Timestamp(13_000)).cover.is_none());
    heard(&mut model, Event::CameraFault(DeviceFault::InUse));
    assert!(screen(&model, Timestamp(13_000)).cover.is_some());
}

#[test]
fn no_cover_has_more_buttons_than_there_is_room_for() {
    let faults = [
        DeviceFault::Refused,
        DeviceFault::Missing,
        DeviceFault::InUse,
    ];
    let troubles = faults
        .iter()
        .flat_map(|fault| [Trouble::Microphone(*fault), Trouble::Camera(*fault)])
        .chain([
            Trouble::PagePolicy,
            Trouble::NoHandshake,
            Trouble::KeptOut,
            Trouble::Conference(String::new()),
            Trouble::Asleep,
            Trouble::Server(ServerFault::Unreachable),
            Trouble::Server(ServerFault::NoAnswer),
            Trouble::Server(ServerFault::Status(404)),
            Trouble::Server(ServerFault::FramesForbidden),
        ]);
    for trouble in troubles {
        let mut model = calling();
        model.load_trouble = Some(trouble);
        let cover = screen(&model, Timestamp(11_000)).cover.unwrap();
        assert!(!cover.buttons.is_empty() && cover.buttons.len() <= MOST_BUTTONS);
    }
}

#[test]
fn after_the_end_nothing_can_be_pressed() {
    let mut model = joined();
    model.phase = PagePhase::Over;
    let screen = screen(&model, Timestamp(75_000));
    assert!(!screen.in_meeting && !screen.can_hang_up);
    assert_eq!(screen.cover.unwrap().title, text::call_over());
}

fn recorded_here(model: &mut Model, on: bool) {
    heard(
        model,
        Event::Recording {
            recorder: Recorder::Browser,
            on,
            failed: false,
        },
    );
}

#[test]
fn a_recording_in_this_browser_is_work_that_cannot_move() {
    let mut model = joined();
    assert_eq!(model.work(), PendingWork::None);
    recorded_here(&mut model, true);
    assert!(screen(&model, Timestamp(20_000)).recording.browser);
    assert_eq!(model.work(), PendingWork::Runs);
    recorded_here(&mut model, false);
    model.saved_here = Some(Timestamp(21_000));
    assert_eq!(model.work(), PendingWork::Waits);
    let notice = screen(&model, Timestamp(21_000)).notice.unwrap();
    assert_eq!(notice.buttons[0].0, Button::AddRecording);
}

#[test]
fn a_recording_that_was_saved_is_offered_after_the_call_for_a_while() {
    let mut model = joined();
    model.phase = PagePhase::Over;
    model.saved_here = Some(Timestamp(80_000));
    let cover = screen(&model, Timestamp(80_000)).cover.unwrap();
    let buttons: Vec<_> = cover.buttons.iter().map(|(it, _)| *it).collect();
    assert_eq!(buttons, [Button::AddRecording, Button::Dismiss]);
    model.tick(Timestamp(140_000));
    assert_eq!(model.work(), PendingWork::None);
}

#[test]
fn a_meeting_that_does_not_start_to_record_is_given_up() {
    let mut model = joined();
    model.record_asked = Some((Recorder::Browser, Timestamp(25_000)));
    let said = |model: &Model, now| {
        let notice = screen(model, Timestamp(now)).notice;
        notice.is_some_and(|it| it.words == text::record_here_silent())
    };
    assert!(!said(&model, 24_000));
    assert!(said(&model, 25_000));
    model.tick(Timestamp(35_000));
    assert!(!said(&model, 35_000));
}

#[test]
fn recording_here_is_offered_where_meetings_can() {
    let mut model = joined();
    assert!(screen(&model, Timestamp(20_000)).can_record_here);
    model.facts.engine = BrowserEngine::Firefox;
    assert!(!screen(&model, Timestamp(20_000)).can_record_here);
}

#[test]
fn one_recording_is_uploaded_at_a_time() {
    let mut model = joined();
    assert!(
        !screen(&model, Timestamp(20_000)).can_add_recording,
        "no call"
    );
    model.note.belongs_to(CallId(7), String::new());
    assert!(screen(&model, Timestamp(20_000)).can_add_recording);
    let upload = Upload::new(
        CallId(7),
        FileId(1),
        "a.mp4".to_owned(),
        1,
        Timestamp(20_000),
    );
    model.upload = Some(upload);
    let screen = screen(&model, Timestamp(20_000));
    assert!(!screen.can_add_recording && screen.upload.is_some());
    assert_eq!(model.work(), PendingWork::Runs);
}

#[test]
fn a_small_window_shows_trouble_instead_of_the_clock() {
    let mut model = joined();
    let short = |model: &Model| screen(model, Timestamp(75_000)).in_short();
    assert_eq!(short(&model), State::Clock("01:05".to_owned()));
    heard(&mut model, Event::MicFault(DeviceFault::Missing));
    assert!(matches!(short(&model), State::Words(words) if words == text::mic_missing()));
    model.phase = PagePhase::Leaving(Timestamp(76_000));
    assert!(matches!(short(&model), State::Words(words) if words == text::ending()));
}

#[test]
fn controls_on_top_are_offered_in_the_calls_own_window_only() {
    let mut model = joined();
    model.on_top = Some(false);
    assert_eq!(screen(&model, Timestamp(75_000)).on_top, None);
    model.facts.alone = true;
    assert_eq!(screen(&model, Timestamp(75_000)).on_top, Some(false));
    model.phase = PagePhase::Over;
    assert_eq!(screen(&model, Timestamp(75_000)).on_top, None);
}
