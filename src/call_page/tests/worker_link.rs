//! The connection to the worker: which events are sent again, and which are
//! stored.

use super::*;
use crate::call::intent::CallPageIntent;
use crate::call::page_protocol::PendingWork;
use crate::call_page::link::{FIRST_PAUSE, LONGEST_PAUSE};
use crate::domain::Duration;

fn note(text: &str) -> PageEvent {
    PageEvent::Act(CallPageIntent::Note {
        call: CALL,
        text: text.to_owned(),
    })
}

const READY: PageEvent = PageEvent::Ready { alone: false };
const HANG_UP: PageEvent = PageEvent::Act(CallPageIntent::HangUp);

#[test]
fn a_page_introduces_itself_first() {
    let mut model = Model::new(facts(), Timestamp(START));
    let input = TimedInput {
        now: Timestamp(START),
        random: 0,
        input: Input::Connected,
    };
    assert_eq!(step(&mut model, input), [Output::Post(READY)]);
}

#[test]
fn a_new_worker_gets_the_state_of_the_meeting() {
    let mut play = Play::in_meeting();
    play.heard(Event::AudioMuted(true));
    play.press(Button::NoteOffer);
    let told = play.reconnect();
    assert_eq!(
        told,
        [
            READY,
            PageEvent::Joined,
            PageEvent::Others { count: 0 },
            PageEvent::MicMuted(true),
            PageEvent::CameraMuted(false),
            PageEvent::Recording(false),
            PageEvent::NoteOpen(true),
        ]
    );
}

#[test]
fn actions_while_disconnected_are_stored_and_state_is_not() {
    let mut play = Play::in_meeting();
    play.then(Input::LinkClosed);
    assert_eq!(play.heard(Event::AudioMuted(true)), []);
    assert_eq!(play.press(Button::PopOut), []);
    play.then(Input::NoteWritten("ca".to_owned()));
    play.then(Input::NoteWritten("call back".to_owned()));
    play.heard(Event::RecordingLink("https://r.example/1".to_owned()));
    let told = play.reconnect();
    assert_eq!(
        told[told.len() - 3..],
        [
            PageEvent::Act(CallPageIntent::PopOut),
            note("call back"),
            PageEvent::RecordingLink("https://r.example/1".to_owned()),
        ]
    );
    let muted = |event: &&PageEvent| matches!(event, PageEvent::MicMuted(_));
    assert_eq!(told.iter().filter(muted).count(), 1);
    assert!(!play.reconnect().contains(&note("call back")), "told once");
}

#[test]
fn events_that_could_not_be_posted_are_stored_by_the_same_rule() {
    let mut play = Play::in_meeting();
    play.then(Input::NotPosted(note("call back")));
    play.then(Input::NotPosted(PageEvent::Speaking(true)));
    let told = play.reconnect();
    assert_eq!(told.last(), Some(&note("call back")));
    assert!(!told.contains(&PageEvent::Speaking(true)));
}

#[test]
fn leaving_the_meeting_while_disconnected_is_told_later() {
    let mut play = Play::in_meeting();
    play.then(Input::LinkClosed);
    play.heard(Event::Close);
    let told = play.reconnect();
    let left = |event: &&PageEvent| **event == PageEvent::Left;
    assert_eq!(told.iter().filter(left).count(), 1);
}

#[test]
fn a_new_worker_is_told_of_the_hang_up_again() {
    let mut play = Play::in_meeting();
    play.press(Button::HangUp);
    assert!(play.reconnect().contains(&HANG_UP));
    play.command(PageCommand::Leave);
    assert!(!play.reconnect().contains(&HANG_UP), "it knows");
}

#[test]
fn a_hang_up_while_disconnected_is_told_once() {
    let mut play = Play::in_meeting();
    play.then(Input::LinkClosed);
    assert_eq!(posted(&play.press(Button::HangUp)), []);
    let told = play.reconnect();
    let hang_up = |event: &&PageEvent| **event == HANG_UP;
    assert_eq!(told.iter().filter(hang_up).count(), 1, "{told:?}");
}

#[test]
fn what_is_stored_while_disconnected_has_a_bound() {
    let mut play = Play::in_meeting();
    play.then(Input::LinkClosed);
    for number in 0..3_000 {
        let link = PageEvent::RecordingLink(format!("https://meet.example/{number}"));
        play.model.link.not_told(link);
    }
    let told = play.reconnect();
    let links = told
        .iter()
        .filter(|it| matches!(it, PageEvent::RecordingLink(_)));
    assert_eq!(links.count(), 100);
}

#[test]
fn work_that_goes_on_and_work_that_is_done_are_told_on_connecting() {
    let mut play = Play::in_meeting();
    play.records_here(true);
    let runs = PageEvent::PendingWork(PendingWork::Runs);
    assert!(play.reconnect().contains(&runs));
    let mut play = Play::in_meeting();
    let none = PageEvent::PendingWork(PendingWork::None);
    assert!(!play.reconnect().contains(&none));
    play.command(PageCommand::Leave);
    play.heard(Event::Close);
    assert!(play.reconnect().contains(&none));
}

#[test]
fn the_pause_before_connecting_doubles_up_to_a_limit_until_the_worker_answers() {
    let mut play = Play::in_meeting();
    let pause = |play: &mut Play| match play.then(Input::LinkClosed)[..] {
        [Output::ConnectAfter(pause)] => pause,
        _ => Duration::ZERO,
    };
    assert_eq!(pause(&mut play), FIRST_PAUSE);
    assert_eq!(pause(&mut play), FIRST_PAUSE * 2);
    for _ in 0..40 {
        pause(&mut play);
    }
    assert_eq!(pause(&mut play), LONGEST_PAUSE);
    play.then(Input::Connected);
    play.command(PageCommand::Stay);
    assert_eq!(pause(&mut play), FIRST_PAUSE);
}

#[test]
fn a_call_keeps_the_worker_awake_and_a_page_without_one_does_not() {
    let mut play = Play::in_meeting();
    let pings = |outputs: &[Output]| {
        let is_ping = |event: &&PageEvent| **event == PageEvent::Ping;
        posted(outputs).iter().filter(is_ping).count()
    };
    assert_eq!(pings(&play.wait(Duration::from_secs(61))), 3);
    play.command(PageCommand::Leave);
    assert_eq!(pings(&play.wait(Duration::from_secs(61))), 0);
}
