//! Recordings: made in this browser, and handed in. For that, the file that a
//! person chose, the permit of the worker, and the request that carries one
//! with the other.

use web_sys::File;

use super::model::PagePhase;
use super::page::{CallPage, CallPageInput, PING};
use super::transfer::{Transfer, TransferEvent};
use super::upload::Upload;
use crate::page;
use ringside::call::page_protocol::{PageEvent, PendingWork, UploadGrant};
use ringside::crm::upload::UploadDenied;
use ringside::crm::upload::{Next, UploadRoute};
use ringside::domain::CallId;
use ringside::jitsi::command::Command;
use ringside::jitsi::recording::Recorder;

/// How long a meeting may take to save what this browser recorded. Jitsi begins
/// a second after it was told to stop.
const SAVING: u64 = 4_000;

/// What belongs to the upload that is shown. It goes with it, the permit, too.
#[derive(Debug)]
pub(super) struct UploadJob {
    file: File,
    permit: Option<UploadGrant>,
    transfer: Option<Transfer>,
}

impl CallPage {
    /// Opens the browser's own dialog for files.
    pub(super) fn choose_file(&mut self) {
        self.model.menu_open = false;
        if self.model.can_add_recording()
            && let Some(input) = page::input("recording-file")
        {
            input.click();
        }
    }

    /// A person has chosen a file.
    pub(super) fn chosen(&mut self, file: File) {
        let (Some(call), true) = (self.model.note.call, self.model.can_add_recording()) else {
            return;
        };
        // Sizes in bytes are whole.
        let upload = Upload::new(call, file.name(), file.size() as u64, page::now());
        self.model.saved_here = None;
        self.model.upload = Some(upload);
        self.courier = Some(UploadJob {
            file,
            permit: None,
            transfer: None,
        });
        self.ask_for_permit(false);
    }

    pub(super) fn upload_again(&mut self) {
        if let Some(upload) = &mut self.model.upload
            && !upload.is_running()
        {
            upload.again(page::now());
            self.ask_for_permit(false);
        }
    }

    /// Gives up what is under way, or takes down what is said of it.
    pub(super) fn drop_upload(&mut self) {
        self.model.upload = None;
        self.courier = None;
    }

    fn ask_for_permit(&mut self, refused: bool) {
        if let Some(upload) = &self.model.upload {
            let call = upload.call;
            self.link.post(PageEvent::UploadRequested { call, refused });
        }
    }

    /// The worker lets the page hand in the recording.
    pub(super) fn permitted(&mut self, permit: UploadGrant) {
        let upload = self.model.upload.as_mut();
        let Some(upload) = upload.filter(|upload| upload.call == permit.call) else {
            return;
        };
        let way = upload.permitted(permit.skip_documented);
        if let (Some(way), Some(courier)) = (way, &mut self.courier) {
            courier.permit = Some(permit);
            self.send_file(way);
        }
    }

    /// There is no permit.
    pub(super) fn denied(&mut self, call: CallId, why: UploadDenied) {
        let upload = self.model.upload.as_mut();
        if let Some(upload) = upload.filter(|upload| upload.call == call) {
            upload.denied(why);
        }
    }

    fn send_file(&mut self, way: UploadRoute) {
        let Some(courier) = &mut self.courier else {
            return;
        };
        self.transfers += 1;
        let (number, send) = (self.transfers, self.send.clone());
        let tell =
            move |sent| drop(send.unbounded_send(CallPageInput::TransferEvent(number, sent)));
        let started = courier
            .permit
            .as_ref()
            .map(|permit| Transfer::start(&courier.file, way, permit, tell));
        match started {
            Some(Ok(transfer)) => courier.transfer = Some(transfer),
            _ => self.sent(TransferEvent::Nothing),
        }
    }

    /// The request told something.
    pub(super) fn sent(&mut self, sent: TransferEvent) {
        let Some(upload) = &mut self.model.upload else {
            return;
        };
        let answer = match &sent {
            TransferEvent::Progress(sent, total) => return upload.progress(*sent, *total),
            TransferEvent::Answer(status, body) => Some((*status, body.as_str())),
            TransferEvent::Nothing => None,
        };
        let next = upload.answered(answer, page::now());
        if let Some(courier) = &mut self.courier {
            courier.transfer = None;
            if !matches!(next, Next::Send(_)) {
                courier.permit = None;
            }
        }
        match next {
            Next::Send(way) => self.send_file(way),
            Next::Renew => self.ask_for_permit(true),
            Next::Done { detour } => {
                self.courier = None;
                if detour {
                    self.link.post(PageEvent::FallbackFound);
                }
            }
            Next::Fail(_) => {}
        }
    }

    /// Starts or stops a recording.
    pub(super) fn record(&mut self, recorder: Recorder) {
        if let Some(meeting) = &mut self.model.meeting {
            meeting.recording.failed = None;
            let command = meeting.recording.command(recorder);
            let begins = command == Command::StartRecording(Recorder::Browser);
            self.model.record_asked = begins.then(page::now);
            self.choose(&command);
        }
    }

    /// Ends what this browser records, so that the meeting saves it. Nobody is
    /// seen or heard meanwhile: the call is over.
    pub(super) fn save_recording(&mut self) {
        let Some(meeting) = &self.model.meeting else {
            return;
        };
        let (mic_muted, camera_muted) = (meeting.mic_muted, meeting.camera_muted);
        self.command(&Command::StopRecording(Recorder::Browser));
        if !mic_muted {
            self.command(&Command::ToggleAudio);
        }
        if !camera_muted {
            self.command(&Command::ToggleVideo);
        }
        self.model.fate = PagePhase::Saving(page::now().plus(SAVING));
    }

    /// What the meeting said of recordings in this browser.
    pub(super) fn mind_recording(&mut self) {
        let Some(meeting) = &mut self.model.meeting else {
            return;
        };
        if std::mem::take(&mut meeting.recording.saved) {
            self.model.saved_here = Some(page::now());
        }
        let (on, failed) = (meeting.recording.browser, meeting.recording.failed_here());
        if on || failed {
            self.model.record_asked = None;
        }
        if failed && !self.model.record_offered {
            self.offer_recording(true);
        } else if on && self.model.record_offered {
            self.offer_recording(false);
        }
    }

    /// Browsers want the click that records a tab in the meeting itself, so
    /// the meeting's own button is shown.
    pub(super) fn offer_recording(&mut self, offered: bool) {
        self.model.share_offered = false;
        self.model.record_offered = offered;
        self.command(&Command::ShowRecordButton(offered));
    }

    /// Tells the worker whether there is work that outlasts the call; at the
    /// end of it a page that is over can go.
    pub(super) fn mind_work(&mut self) {
        let (now, work) = (page::now(), self.model.work());
        let (told, at) = self.told_work;
        if work != told || (work != PendingWork::None && now.since(at) >= PING) {
            self.told_work = (work, now);
            self.link.post(PageEvent::PendingWork(work));
            if work == PendingWork::None && self.model.fate == PagePhase::Over {
                self.left();
            }
        }
    }
}
