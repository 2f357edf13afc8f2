//! Recordings that the meeting makes in this browser.

use super::*;
use crate::call::page_protocol::PendingWork;
use crate::call_page::recording::SAVING;
use crate::domain::Duration;

const STOP: Command = Command::StopRecording(Recorder::Browser);

fn waits() -> Output {
    Output::Post(PageEvent::PendingWork(PendingWork::Waits))
}

fn failed() -> Event {
    Event::Recording {
        recorder: Recorder::Browser,
        on: false,
        failed: true,
    }
}

#[test]
fn a_recording_is_saved_before_leaving_and_nobody_is_heard_meanwhile() {
    let mut play = Play::in_meeting();
    play.heard(Event::VideoMuted(true));
    play.records_here(true);
    let outputs = play.command(PageCommand::Leave);
    assert_eq!(commands(&outputs), [STOP, Command::ToggleAudio]);
    assert!(matches!(play.model.phase, PagePhase::Saving(_)));
    // Later events of the meeting change nothing.
    assert_eq!(play.records_here(false), []);
    assert_eq!(play.heard(Event::Close), []);
    play.now += SAVING.as_millis();
    let outputs = play.then(Input::Tick);
    assert_eq!(commands(&outputs), [Command::HangUp]);
    assert!(play.model.saved_here.is_some());
    let outputs = play.heard(Event::Close);
    assert_eq!(outputs, [Output::DropFrame, waits()]);
}

#[test]
fn told_to_leave_twice_a_recording_is_still_saved_once() {
    let mut play = Play::in_meeting();
    play.records_here(true);
    play.command(PageCommand::Leave);
    let deadline = play.model.phase;
    let outputs = play.command(PageCommand::Leave);
    assert_eq!(outputs, []);
    assert_eq!(play.model.phase, deadline);
}

#[test]
fn a_window_with_a_saved_recording_stays_until_it_is_dismissed() {
    let mut play = Play::in_window();
    play.records_here(true);
    play.command(PageCommand::Leave);
    play.wait(SAVING + Duration::from_secs(1));
    let outputs = play.heard(Event::Close);
    assert_eq!(outputs, [Output::DropFrame, waits()]);
    let outputs = play.press(Button::Dismiss);
    let done = Output::Post(PageEvent::PendingWork(PendingWork::None));
    assert_eq!(outputs, [done, Output::CloseWindow]);
}

#[test]
fn a_window_with_a_saved_recording_closes_a_minute_later() {
    let mut play = Play::in_window();
    play.records_here(true);
    play.command(PageCommand::Leave);
    play.wait(SAVING + Duration::from_secs(3));
    assert_eq!(play.model.phase, PagePhase::Over);
    let outputs = play.wait(Duration::from_mins(1));
    assert_eq!(outputs.last(), Some(&Output::CloseWindow));
}

#[test]
fn work_that_lasts_is_told_again_every_twenty_seconds() {
    let mut play = Play::in_meeting();
    let outputs = play.records_here(true);
    let runs = PageEvent::PendingWork(PendingWork::Runs);
    assert!(posted(&outputs).contains(&runs));
    let count = |outputs: &[Output]| posted(outputs).iter().filter(|it| **it == runs).count();
    assert_eq!(count(&play.wait(Duration::from_millis(19_500))), 0);
    assert_eq!(count(&play.wait(Duration::from_secs(1))), 1);
    assert_eq!(count(&play.wait(Duration::from_mins(1))), 3);
    let outputs = play.records_here(false);
    assert!(outputs.contains(&waits()));
}

#[test]
fn recording_starts_and_stops_each_with_its_recorder() {
    let mut play = Play::in_meeting();
    let outputs = play.press(Button::Record);
    let start = Command::StartRecording(Recorder::Server);
    assert_eq!(commands(&outputs), [start]);
    assert!(play.model.record_asked.is_some());
    let outputs = play.press(Button::RecordHere);
    let start = Command::StartRecording(Recorder::Browser);
    assert_eq!(commands(&outputs), [start]);
    assert!(play.model.record_asked.is_some());
    play.records_here(true);
    assert_eq!(play.model.record_asked, None);
    assert_eq!(commands(&play.press(Button::RecordHere)), [STOP]);
}

#[test]
fn a_recording_that_wants_a_click_in_the_meeting_gets_its_own_button_once() {
    let mut play = Play::in_meeting();
    play.press(Button::Share);
    play.press(Button::RecordHere);
    let outputs = play.heard(failed());
    assert_eq!(commands(&outputs), [Command::ShowRecordButton(true)]);
    assert!(play.model.record_offered && !play.model.share_offered);
    assert_eq!(commands(&play.heard(failed())), []);
    let outputs = play.records_here(true);
    assert_eq!(commands(&outputs), [Command::ShowRecordButton(false)]);
    assert!(!play.model.record_offered);
}

#[test]
fn the_offer_to_record_can_be_called_off() {
    let mut play = Play::in_meeting();
    play.press(Button::RecordHere);
    play.heard(failed());
    let outputs = play.press(Button::RecordHere);
    assert_eq!(commands(&outputs), [Command::ShowRecordButton(false)]);
    assert!(!play.model.record_offered);
}
