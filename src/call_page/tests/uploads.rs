//! Uploading a recording.

use super::*;
use crate::call::page_protocol::{PendingWork, UploadGrant};
use crate::call_page::input::{FileId, TransferEvent};
use crate::call_page::upload::UploadState;
use crate::crm::upload::{Failure, UploadDenied, UploadRoute};
use crate::domain::Duration;

const FILE: FileId = FileId(1);

fn grant(authorization: &str) -> UploadGrant {
    UploadGrant {
        call: CALL,
        api: "https://crm.example".to_owned(),
        authorization: authorization.to_owned(),
        skip_documented: false,
    }
}

fn requested(refused: bool) -> PageEvent {
    PageEvent::UploadRequested {
        call: CALL,
        refused,
    }
}

fn done() -> Output {
    Output::Post(PageEvent::PendingWork(PendingWork::None))
}

impl Play {
    fn choose_file(&mut self, number: u32) -> Vec<Output> {
        self.then(Input::FileChosen {
            file: FileId(number),
            name: "call.mp4".to_owned(),
            size: 1_000_000,
        })
    }

    fn granted(&mut self) -> Vec<Output> {
        self.command(PageCommand::UploadGrant(grant("Bearer a")))
    }

    fn transfer(&mut self, event: TransferEvent) -> Vec<Output> {
        self.then(Input::TransferEvent(self.model.transfers, event))
    }

    fn answer(&mut self, status: u16, body: &str) -> Vec<Output> {
        self.transfer(TransferEvent::Answer(status, body.to_owned()))
    }

    fn state(&self) -> Option<UploadState> {
        self.model.upload.as_ref().map(|upload| upload.stage)
    }
}

fn start(number: u32, route: UploadRoute, authorization: &str) -> Output {
    Output::StartTransfer {
        number,
        file: FILE,
        route,
        grant: grant(authorization),
    }
}

#[test]
fn a_file_is_chosen_granted_sent_and_forgotten() {
    let mut play = Play::in_meeting();
    assert_eq!(play.press(Button::AddRecording), [Output::ChooseFile]);
    let outputs = play.choose_file(1);
    let runs = PageEvent::PendingWork(PendingWork::Runs);
    assert_eq!(posted(&outputs), [requested(false), runs]);
    let outputs = play.granted();
    assert_eq!(outputs, [start(1, UploadRoute::Documented, "Bearer a")]);
    play.transfer(TransferEvent::Progress(1, 2));
    assert_eq!(play.state(), Some(UploadState::Sending { percent: 50 }));
    let outputs = play.answer(201, "");
    assert_eq!(
        outputs[..2],
        [Output::StopTransfer, Output::ForgetFile(FILE)]
    );
    assert!(matches!(play.state(), Some(UploadState::Done(_))));
    let grant = play.model.upload.as_ref().and_then(|it| it.grant.as_ref());
    assert_eq!(grant, None, "the sign-in goes as soon as it has served");
    assert!(play.wait(Duration::from_secs(7)).contains(&done()));
    assert_eq!(play.model.upload, None);
}

#[test]
fn one_recording_at_a_time_and_none_without_a_call() {
    let mut play = Play::new(facts());
    assert_eq!(play.press(Button::AddRecording), []);
    assert_eq!(play.choose_file(1), [Output::ForgetFile(FILE)]);
    let mut play = Play::in_meeting();
    play.choose_file(1);
    assert_eq!(play.press(Button::AddRecording), []);
    assert_eq!(play.choose_file(2), [Output::ForgetFile(FileId(2))]);
}

#[test]
fn a_refusal_of_the_documented_route_falls_back_and_the_worker_is_told() {
    let mut play = Play::in_meeting();
    play.choose_file(1);
    play.granted();
    let refused = r#"{"error":"Invalid file type. Allowed: .mp4, .webm"}"#;
    let outputs = play.answer(400, refused);
    assert_eq!(outputs, [start(2, UploadRoute::Row, "Bearer a")]);
    // A late event of the request before.
    let late = TransferEvent::Answer(200, String::new());
    assert_eq!(play.then(Input::TransferEvent(1, late)), []);
    let outputs = play.answer(200, "");
    assert!(posted(&outputs).contains(&PageEvent::FallbackFound));
}

#[test]
fn a_sign_in_that_the_crm_refuses_is_renewed_once() {
    let mut play = Play::in_meeting();
    play.choose_file(1);
    play.granted();
    let outputs = play.answer(401, "");
    assert_eq!(
        outputs,
        [Output::StopTransfer, Output::Post(requested(true))]
    );
    let outputs = play.command(PageCommand::UploadGrant(grant("Bearer b")));
    assert_eq!(outputs, [start(2, UploadRoute::Documented, "Bearer b")]);
    play.answer(401, "");
    assert_eq!(play.state(), Some(UploadState::Failed(Failure::SignedOut)));
}

#[test]
fn a_failed_upload_is_sent_again_on_request() {
    let mut play = Play::in_meeting();
    play.choose_file(1);
    play.granted();
    assert_eq!(play.press(Button::UploadAgain), [], "it is under way");
    let outputs = play.transfer(TransferEvent::Nothing);
    assert_eq!(outputs[0], Output::StopTransfer);
    assert!(!outputs.contains(&Output::ForgetFile(FILE)));
    assert_eq!(play.state(), Some(UploadState::Failed(Failure::Offline)));
    let outputs = play.press(Button::UploadAgain);
    assert!(posted(&outputs).contains(&requested(false)));
    let outputs = play.granted();
    assert_eq!(outputs, [start(2, UploadRoute::Documented, "Bearer a")]);
}

#[test]
fn a_finished_upload_is_not_sent_again() {
    let mut play = Play::in_meeting();
    play.choose_file(1);
    play.granted();
    play.answer(200, "");
    assert_eq!(play.press(Button::UploadAgain), []);
}

#[test]
fn a_grant_that_is_denied_says_why() {
    for (why, failure) in [
        (UploadDenied::Offline, Failure::Offline),
        (UploadDenied::SignedOut, Failure::SignedOut),
        (UploadDenied::OtherCall, Failure::OtherCall),
    ] {
        let mut play = Play::in_meeting();
        play.choose_file(1);
        let call = CALL;
        play.command(PageCommand::UploadDenied { call, why });
        assert_eq!(play.state(), Some(UploadState::Failed(failure)));
    }
}

#[test]
fn a_grant_for_another_call_sends_nothing() {
    let mut play = Play::in_meeting();
    play.choose_file(1);
    let other = UploadGrant {
        call: CallId(8),
        ..grant("Bearer a")
    };
    assert_eq!(play.command(PageCommand::UploadGrant(other)), []);
    let denied = PageCommand::UploadDenied {
        call: CallId(8),
        why: UploadDenied::OtherCall,
    };
    play.command(denied);
    assert!(matches!(play.state(), Some(UploadState::Asking { .. })));
}

#[test]
fn a_late_grant_sends_nothing() {
    let mut play = Play::in_meeting();
    play.choose_file(1);
    play.wait(Duration::from_secs(31));
    assert_eq!(play.state(), Some(UploadState::Failed(Failure::Trouble)));
    assert_eq!(play.granted(), []);
}

#[test]
fn cancelling_stops_the_transfer_and_its_late_events_are_ignored() {
    let mut play = Play::in_meeting();
    play.choose_file(1);
    play.granted();
    let outputs = play.press(Button::UploadEnd);
    assert_eq!(
        outputs,
        [Output::StopTransfer, Output::ForgetFile(FILE), done()]
    );
    play.choose_file(2);
    let late = TransferEvent::Answer(413, String::new());
    assert_eq!(play.then(Input::TransferEvent(1, late)), []);
    assert!(matches!(play.state(), Some(UploadState::Asking { .. })));
}

#[test]
fn another_file_takes_the_place_of_one_that_failed() {
    let mut play = Play::in_meeting();
    play.choose_file(1);
    play.granted();
    play.answer(413, "");
    let outputs = play.choose_file(2);
    assert_eq!(outputs[0], Output::ForgetFile(FILE));
    assert!(posted(&outputs).contains(&requested(false)));
}

#[test]
fn an_upload_outlasts_the_call_and_the_window_closes_after_it() {
    let mut play = Play::in_window();
    play.choose_file(1);
    play.granted();
    play.command(PageCommand::Leave);
    assert_eq!(play.heard(Event::Close), [Output::DropFrame]);
    play.answer(200, "");
    let outputs = play.wait(Duration::from_secs(7));
    assert_eq!(outputs, [done(), Output::CloseWindow]);
}

#[test]
fn a_transfer_that_falls_silent_is_ended() {
    let mut play = Play::new(facts());
    play.command(PageCommand::Join(join_info(CALL)));
    play.choose_file(1);
    play.granted();
    for sent in [100, 200, 300] {
        play.wait(Duration::from_secs(50));
        play.transfer(TransferEvent::Progress(sent, 1_000));
    }
    assert!(matches!(play.state(), Some(UploadState::Sending { .. })));
    let outputs = play.wait(Duration::from_secs(61));
    assert!(outputs.contains(&Output::StopTransfer), "{outputs:?}");
    assert!(matches!(play.state(), Some(UploadState::Failed(_))));
}
