//! Leaving: by the person, by the worker, by the server.

use super::*;
use crate::call::intent::CallPageIntent;
use crate::call_page::leave::GOODBYE;
use crate::domain::Duration;

#[test]
fn hanging_up_tells_the_worker_and_leaves_the_meeting() {
    let mut play = Play::in_meeting();
    let outputs = play.press(Button::HangUp);
    assert_eq!(posted(&outputs), [PageEvent::Act(CallPageIntent::HangUp)]);
    assert_eq!(commands(&outputs), [Command::HangUp]);
    assert_eq!(play.press(Button::HangUp), [], "once is enough");
    let outputs = play.heard(Event::Left);
    assert_eq!(outputs, [Output::DropFrame], "nobody is told twice");
}

#[test]
fn a_meeting_that_does_not_confirm_is_left_after_a_moment() {
    let mut play = Play::in_meeting();
    play.command(PageCommand::Leave);
    play.now += GOODBYE.as_millis() - 200;
    assert_eq!(play.then(Input::Tick), []);
    assert_eq!(play.then(Input::Tick), [Output::DropFrame]);
    assert_eq!(play.model.phase, PagePhase::Over);
}

#[test]
fn a_meeting_that_never_answered_is_left_at_once() {
    let mut play = Play::new(facts());
    play.command(PageCommand::Join(join_info(CALL)));
    assert_eq!(play.command(PageCommand::Leave), [Output::DropFrame]);
}

#[test]
fn the_server_ends_the_meeting_and_the_worker_is_told_once() {
    let mut play = Play::in_meeting();
    let outputs = play.heard(Event::Close);
    assert_eq!(outputs, [Output::Post(PageEvent::Left), Output::DropFrame]);
    assert_eq!(play.heard(Event::Close), []);
    assert_eq!(posted(&play.wait(Duration::from_mins(1))), []);
}

#[test]
fn a_window_closes_itself_when_nothing_is_left() {
    let mut play = Play::in_window();
    play.command(PageCommand::Leave);
    let outputs = play.heard(Event::Close);
    assert_eq!(outputs, [Output::DropFrame, Output::CloseWindow]);
}

#[test]
fn a_page_in_a_toast_closes_nothing() {
    let mut play = Play::in_meeting();
    play.command(PageCommand::Leave);
    assert_eq!(play.heard(Event::Close), [Output::DropFrame]);
}

#[test]
fn a_window_that_hung_up_itself_waits_for_the_worker_before_it_closes() {
    let mut play = Play::in_window();
    play.press(Button::HangUp);
    assert_eq!(play.heard(Event::Close), [Output::DropFrame]);
    assert_eq!(play.command(PageCommand::Leave), [Output::CloseWindow]);
}

#[test]
fn a_window_with_an_open_note_stays_until_the_second_command_to_leave() {
    let mut play = Play::in_window();
    play.press(Button::NoteOffer);
    play.command(PageCommand::Leave);
    assert_eq!(play.heard(Event::Close), [Output::DropFrame]);
    assert!(play.model.note.open);
    assert_eq!(play.model.note.peer_name, "Jane Doe");
    assert_eq!(play.command(PageCommand::Leave), [Output::CloseWindow]);
    assert!(!play.model.note.open);
}

#[test]
fn leaving_closes_what_is_open() {
    let mut play = Play::in_meeting();
    play.press(Button::Invite);
    play.press(Button::More);
    play.command(PageCommand::Leave);
    assert!(!play.model.menu_open && play.model.panel.is_none());
}

#[test]
fn the_small_window_goes_with_the_call() {
    let mut play = Play::in_window();
    assert_eq!(play.press(Button::OnTop), [Output::OpenOnTop]);
    play.then(Input::OnTopOpened(true));
    let outputs = play.command(PageCommand::Leave);
    assert!(outputs.contains(&Output::CloseOnTop));
    // One that opens too late is closed at once.
    assert_eq!(play.then(Input::OnTopOpened(true)), [Output::CloseOnTop]);
}
