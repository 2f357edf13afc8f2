//! A model of the browser around the page: it carries out outputs and checks
//! the invariants.

use super::*;
use crate::call::page_protocol::{PendingWork, UploadGrant};
use crate::call_page::cover::MOST_BUTTONS;
use crate::call_page::input::{FileId, TransferEvent};
use crate::call_page::screen::screen;
use crate::crm::upload::UploadDenied;
use crate::jitsi::reach::{Frames, Reach};

/// What can happen next.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Join(u64),
    Leave,
    OnlyNote(u64),
    Mute,
    Stay,
    Grant(u64, bool),
    Deny(u64),
    /// The newest frame sends this.
    Says(Received),
    /// An older frame sends its end.
    OldFrameCloses,
    FrameFails,
    /// The newest frame's page has loaded.
    FrameLoads,
    /// Its server was asked, and answers or cannot be reached.
    ServerReached(bool),
    WorkerReached(bool),
    Wait(u16),
    Press(Button),
    CloseMenu,
    Escape,
    Write,
    Copied(bool),
    /// The tab that was asked for opens.
    TabOpens,
    FileChosen,
    Transfer(TransferEvent),
    OldTransferAnswers,
    /// The small window that was asked for opens, or is refused.
    OnTop(bool),
    OnTopClosed,
    LinkCloses,
    Connects(bool),
}

/// The model of the browser.
pub(super) struct Browser {
    model: Model,
    now: u64,
    frame: Option<u32>,
    frames: u32,
    files: Vec<FileId>,
    files_chosen: u32,
    transfer: Option<u32>,
    on_top: bool,
    on_top_asked: bool,
    tab_asked: bool,
    /// How often the worker was told that the meeting was left.
    left: u32,
}

impl Browser {
    pub(super) fn new(alone: bool) -> Self {
        let facts = PageFacts { alone, ..facts() };
        Self {
            model: Model::new(facts, Timestamp(START)),
            now: START,
            frame: None,
            frames: 0,
            files: Vec::new(),
            files_chosen: 0,
            transfer: None,
            on_top: false,
            on_top_asked: false,
            tab_asked: false,
            left: 0,
        }
    }

    pub(super) fn happens(&mut self, step: Step) {
        let late = matches!(step, Step::OldFrameCloses | Step::OldTransferAnswers);
        let before = (self.model.phase, self.model.upload.clone());
        self.does(step);
        if late {
            assert_eq!((self.model.phase, self.model.upload.clone()), before);
        }
    }

    fn does(&mut self, step: Step) {
        let input = match step {
            Step::Join(call) => Input::PageCommand(PageCommand::Join(join_info(CallId(call)))),
            Step::Leave => Input::PageCommand(PageCommand::Leave),
            Step::OnlyNote(call) => Input::PageCommand(PageCommand::Note {
                call: CallId(call),
                peer_name: "Jane Doe".to_owned(),
                text: String::new(),
            }),
            Step::Mute => Input::PageCommand(PageCommand::ToggleMic),
            Step::Stay => Input::PageCommand(PageCommand::Stay),
            Step::Grant(call, skip_documented) => {
                Input::PageCommand(PageCommand::UploadGrant(UploadGrant {
                    call: CallId(call),
                    api: "https://crm.example".to_owned(),
                    authorization: "Bearer a".to_owned(),
                    skip_documented,
                }))
            }
            Step::Deny(call) => Input::PageCommand(PageCommand::UploadDenied {
                call: CallId(call),
                why: UploadDenied::Offline,
            }),
            Step::Says(received) => match self.frame {
                Some(frame) => Input::Heard(frame, received),
                None => return,
            },
            Step::OldFrameCloses => {
                Input::Heard(self.frames.saturating_sub(1), Received::Event(Event::Close))
            }
            Step::FrameLoads => Input::FrameLoaded(self.frames),
            Step::ServerReached(answers) => {
                let reach = if answers {
                    Reach::Answers {
                        status: None,
                        frames: Frames::Anywhere,
                    }
                } else {
                    Reach::Unreachable
                };
                Input::ServerReached(self.frames, reach)
            }
            Step::FrameFails => Input::FrameFailed(self.frames, "no".to_owned()),
            Step::Wait(ms) => {
                self.now += u64::from(ms);
                Input::Tick
            }
            Step::Press(button) => Input::Press(button),
            Step::CloseMenu => Input::CloseMenu,
            Step::Escape => Input::Escape,
            Step::Write => Input::NoteWritten("call back".to_owned()),
            Step::Copied(copied) => Input::Copied(copied),
            Step::TabOpens if std::mem::take(&mut self.tab_asked) => {
                let Some(info) = &self.model.join_info else {
                    return;
                };
                Input::PageCommand(PageCommand::Show(in_own_tab(info)))
            }
            Step::TabOpens => return,
            Step::WorkerReached(answers) => {
                Input::PageCommand(PageCommand::ServerReached { answers })
            }
            Step::FileChosen => {
                self.files_chosen += 1;
                let file = FileId(self.files_chosen);
                self.files.push(file);
                Input::FileChosen {
                    file,
                    name: "call.mp4".to_owned(),
                    size: 1,
                }
            }
            Step::Transfer(event) => match self.transfer {
                Some(number) => Input::TransferEvent(number, event),
                None => return,
            },
            Step::OldTransferAnswers => {
                let old = self.model.transfers.saturating_sub(1);
                Input::TransferEvent(old, TransferEvent::Answer(200, String::new()))
            }
            Step::OnTop(opens) if std::mem::take(&mut self.on_top_asked) => {
                self.on_top = opens;
                Input::OnTopOpened(opens)
            }
            Step::OnTop(_) => return,
            Step::OnTopClosed if self.on_top => Input::OnTopClosed,
            Step::OnTopClosed => return,
            Step::LinkCloses => Input::LinkClosed,
            Step::Connects(true) if !self.model.link.is_open() => Input::Connected,
            Step::Connects(_) => Input::Connect,
        };
        self.take(input);
    }

    pub(super) fn take(&mut self, input: Input) {
        self.now += 10;
        let outputs = super::step(
            &mut self.model,
            TimedInput {
                now: Timestamp(self.now),
                random: self.now << 11,
                input,
            },
        );
        for output in outputs {
            self.carry_out(output);
        }
        self.check();
    }

    /// Carries out an output; one that a browser could not carry out is an
    /// error of the page.
    fn carry_out(&mut self, output: Output) {
        match output {
            Output::Post(event) => {
                assert!(self.model.link.is_open(), "{event:?} to nobody");
                let left = matches!(event, PageEvent::Left | PageEvent::KickedOut { .. });
                self.left += u32::from(left);
                self.tab_asked |= matches!(event, PageEvent::OpenTab(_));
            }
            Output::LoadFrame { number, .. } => {
                assert_eq!(self.frame, None, "two frames");
                assert_eq!(number, self.frames + 1);
                self.frames = number;
                self.frame = Some(number);
            }
            Output::DropFrame => assert!(self.frame.take().is_some(), "no frame to drop"),
            Output::SendCommand(_)
            | Output::AskMeeting(_)
            | Output::AskServer { .. }
            | Output::ForgiveRequests
            | Output::ExpireRequests => assert!(self.frame.is_some(), "{output:?} to nobody"),
            Output::StartTransfer { number, file, .. } => {
                assert!(self.files.contains(&file), "{file:?} is gone");
                self.transfer = Some(number);
            }
            Output::StopTransfer => assert!(self.transfer.take().is_some(), "nothing to stop"),
            Output::ForgetFile(file) => {
                assert!(self.files.contains(&file), "{file:?} is gone");
                self.files.retain(|other| *other != file);
            }
            Output::CloseWindow => {
                assert!(self.model.facts.alone && !self.model.note.open);
                assert_eq!(self.model.work(), PendingWork::None);
                assert_eq!(self.model.join_info, None);
            }
            Output::OpenOnTop => self.on_top_asked = true,
            Output::CloseOnTop => assert!(std::mem::take(&mut self.on_top), "no window to close"),
            Output::Connect
            | Output::ConnectAfter(_)
            | Output::ToggleFullScreen
            | Output::CopyText(_)
            | Output::SelectInvitation
            | Output::ChooseFile => {}
        }
    }

    /// The invariants.
    fn check(&self) {
        let model = &self.model;
        assert_eq!(self.frame.is_some(), model.meeting.is_some());
        let calling = matches!(model.phase, PagePhase::Calling | PagePhase::Outside);
        if self.frame.is_some() {
            assert!(!matches!(
                model.phase,
                PagePhase::Waiting | PagePhase::Outside | PagePhase::Over
            ));
        }
        assert!(self.left <= self.frames, "left more often than joined");
        let upload = model.upload.as_ref();
        let file = upload.and_then(|upload| upload.file);
        assert_eq!(self.files, Vec::from_iter(file));
        let sending = upload.is_some_and(|upload| upload.is_sending());
        assert_eq!(self.transfer.is_some(), sending);
        let grant = upload.and_then(|upload| upload.grant.as_ref());
        assert_eq!(grant.is_some(), sending, "a sign-in without use");
        assert_eq!(model.on_top, Some(self.on_top));
        assert!(calling || !self.on_top, "controls without a call");
        assert_eq!(model.announced_work.0, model.work());
        let screen = screen(model, Timestamp(self.now));
        assert_eq!(screen.can_hang_up, calling);
        let cover = screen.cover.map_or(0, |cover| cover.buttons.len());
        assert!(cover <= MOST_BUTTONS);
    }

    /// After the command to leave, the page releases the meeting within
    /// seconds, whatever happened before.
    pub(super) fn ends(&mut self) {
        self.happens(Step::Leave);
        for _ in 0..10 {
            self.happens(Step::Wait(1_000));
        }
        assert_eq!(self.frame, None);
        assert_eq!(self.model.phase, PagePhase::Over);
    }
}
