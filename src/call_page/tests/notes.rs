//! The note on the call.

use super::*;
use crate::call::intent::CallPageIntent;

fn only_note() -> PageCommand {
    PageCommand::Note {
        call: CALL,
        peer_name: "Jane Doe".to_owned(),
        text: "call back".to_owned(),
    }
}

#[test]
fn the_note_opens_and_closes_and_the_worker_knows() {
    let mut play = Play::in_meeting();
    let outputs = play.press(Button::NoteOffer);
    assert_eq!(outputs, [Output::Post(PageEvent::NoteOpen(true))]);
    let outputs = play.press(Button::NoteOffer);
    assert_eq!(outputs, [Output::Post(PageEvent::NoteOpen(false))]);
}

#[test]
fn there_is_no_note_without_a_call() {
    let mut play = Play::new(facts());
    assert_eq!(play.press(Button::NoteOffer), []);
    assert_eq!(play.then(Input::NoteWritten("a".to_owned())), []);
}

#[test]
fn every_change_of_the_note_is_sent_at_once() {
    let mut play = Play::in_meeting();
    let text = "call back".to_owned();
    let outputs = play.then(Input::NoteWritten(text.clone()));
    let written = CallPageIntent::Note { call: CALL, text };
    assert_eq!(posted(&outputs), [PageEvent::Act(written)]);
    assert_eq!(play.model.note.text, "call back");
}

#[test]
fn a_call_that_is_joined_again_keeps_its_note_and_another_has_its_own() {
    let mut play = Play::in_meeting();
    play.then(Input::NoteWritten("mine".to_owned()));
    let again = JoinInfo {
        note: "older".to_owned(),
        address: "https://other.example.com/7".to_owned(),
        ..join_info(CALL)
    };
    play.command(PageCommand::Join(again));
    assert_eq!(play.model.note.text, "mine");
    let other = JoinInfo {
        note: "theirs".to_owned(),
        ..join_info(CallId(8))
    };
    play.command(PageCommand::Join(other));
    assert_eq!(play.model.note.text, "theirs");
}

#[test]
fn a_page_can_be_there_for_the_note_alone() {
    let mut play = Play::new(PageFacts {
        alone: true,
        ..facts()
    });
    assert_eq!(play.command(only_note()), []);
    assert_eq!(play.model.phase, PagePhase::Over);
    assert!(play.model.note.open);
    assert_eq!(play.model.note.text, "call back");
    let outputs = play.press(Button::NoteOffer);
    assert_eq!(
        outputs,
        [
            Output::Post(PageEvent::NoteOpen(false)),
            Output::CloseWindow
        ]
    );
}

#[test]
fn a_call_that_is_over_leaves_its_note() {
    let mut play = Play::in_meeting();
    let outputs = play.command(only_note());
    assert_eq!(commands(&outputs), [Command::HangUp]);
    assert!(play.model.note.open && play.model.join_info.is_none());
}

#[test]
fn escape_closes_the_uppermost_first_and_never_hangs_up() {
    let mut play = Play::in_meeting();
    play.press(Button::NoteOffer);
    play.press(Button::More);
    assert_eq!(play.then(Input::Escape), []);
    assert!(!play.model.menu_open && play.model.note.open);
    let outputs = play.then(Input::Escape);
    assert_eq!(outputs, [Output::Post(PageEvent::NoteOpen(false))]);
    assert_eq!(play.then(Input::Escape), []);
    assert_eq!(play.model.phase, PagePhase::Calling);
}

#[test]
fn a_panel_takes_the_place_of_the_note() {
    let mut play = Play::in_meeting();
    play.press(Button::NoteOffer);
    let outputs = play.press(Button::People);
    assert_eq!(outputs, [Output::Post(PageEvent::NoteOpen(false))]);
    assert!(play.model.panel.is_some());
}
