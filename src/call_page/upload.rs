//! The state of an upload of a recording to the CRM.

use super::button::Button;
use super::input::FileId;
use crate::call::page_protocol::UploadGrant;
use crate::crm::upload::{Attempt, Failure, Next, UploadDenied, UploadRoute};
use crate::domain::{CallId, Duration, Timestamp};
use crate::text::{self, Text};

/// How long the worker may take to give a grant: it may have to start and to
/// renew the sign-in first.
const ASKING: Duration = Duration::from_secs(30);
/// How long nothing may be sent or answered while a file is sent.
const SILENCE: Duration = Duration::from_secs(60);
/// How long success is shown.
const SAID: Duration = Duration::from_secs(6);

/// An upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The call that it belongs to.
    pub call: CallId,
    /// The file, as long as it may be sent.
    pub file: Option<FileId>,
    /// The file's name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its stage.
    pub stage: UploadState,
    /// The worker's permission, as long as the file is being sent with it.
    pub grant: Option<UploadGrant>,
    attempt: Attempt,
    /// When the transfer was last heard of.
    heard: Timestamp,
}

/// The stage of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadState {
    /// The worker was asked for a grant.
    Asking { since: Timestamp },
    /// It is being sent.
    Sending {
        /// The part that is sent.
        percent: u8,
    },
    /// It failed.
    Failed(Failure),
    /// The CRM has it, since this time.
    Done(Timestamp),
}

/// How an upload is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadView {
    /// The file's name.
    pub name: String,
    /// Its size, in words.
    pub size: String,
    /// The state, in one sentence.
    pub words: Text,
    /// The part that is sent; `None` while unknown.
    pub percent: Option<u8>,
    /// Whether it is under way.
    pub running: bool,
    /// Whether it failed.
    pub failed: bool,
    /// What can be done about it.
    pub button: Option<(Button, Text)>,
}

impl Upload {
    /// A person has chosen this file. Ask for a grant.
    #[must_use]
    pub fn new(call: CallId, file: FileId, name: String, size: u64, now: Timestamp) -> Self {
        Self {
            attempt: Attempt::new(&name),
            call,
            file: Some(file),
            name,
            size,
            stage: UploadState::Asking { since: now },
            grant: None,
            heard: now,
        }
    }

    /// Tries the same file again after a failure: `true` when a grant is to be
    /// requested.
    pub fn again(&mut self, now: Timestamp) -> bool {
        let failed = matches!(self.stage, UploadState::Failed(_));
        if failed {
            self.attempt = Attempt::new(&self.name);
            self.stage = UploadState::Asking { since: now };
        }
        failed
    }

    /// The grant has arrived. Returns the route, or `None` when the upload no
    /// longer waits for it.
    pub fn granted(&mut self, grant: UploadGrant) -> Option<UploadRoute> {
        if !matches!(self.stage, UploadState::Asking { .. }) {
            return None;
        }
        self.stage = UploadState::Sending { percent: 0 };
        let route = self.attempt.permitted(grant.skip_documented);
        self.grant = Some(grant);
        Some(route)
    }

    /// The grant was denied.
    pub fn denied(&mut self, why: UploadDenied) {
        if matches!(self.stage, UploadState::Asking { .. }) {
            self.stage = UploadState::Failed(match why {
                UploadDenied::Offline => Failure::Offline,
                UploadDenied::SignedOut => Failure::SignedOut,
                UploadDenied::OtherCall => Failure::OtherCall,
            });
        }
    }

    /// The transfer begins now.
    pub fn sends(&mut self, now: Timestamp) {
        self.heard = now;
    }

    /// Whether a transfer has not been heard of for too long: nobody is at the
    /// other end any more.
    #[must_use]
    pub fn is_silent(&self, now: Timestamp) -> bool {
        self.is_sending() && now.since(self.heard) >= SILENCE
    }

    /// Progress: the bytes sent, and the bytes in total.
    pub fn progress(&mut self, sent: u64, total: u64, now: Timestamp) {
        self.heard = now;
        if let UploadState::Sending { percent } = &mut self.stage {
            let part = sent.saturating_mul(100).checked_div(total);
            *percent = part.map_or(0, |part| part.min(100) as u8);
        }
    }

    /// The CRM answered, or did not (`None`). Returns the next step.
    pub fn answered(&mut self, answer: Option<(u16, &str)>, now: Timestamp) -> Next {
        let next = self.attempt.answered(answer);
        self.stage = match next {
            Next::Done { .. } => UploadState::Done(now),
            Next::Send(_) => UploadState::Sending { percent: 0 },
            Next::Renew => UploadState::Asking { since: now },
            Next::Fail(failure) => UploadState::Failed(failure),
        };
        next
    }

    /// Whether a transfer is under way.
    #[must_use]
    pub fn is_sending(&self) -> bool {
        matches!(self.stage, UploadState::Sending { .. })
    }

    /// Whether it is under way.
    #[must_use]
    pub fn is_running(&self) -> bool {
        matches!(
            self.stage,
            UploadState::Asking { .. } | UploadState::Sending { .. }
        )
    }

    /// Time has passed. `false` when there is nothing to show any more.
    pub fn tick(&mut self, now: Timestamp) -> bool {
        match self.stage {
            UploadState::Asking { since } if now.since(since) >= ASKING => {
                self.stage = UploadState::Failed(Failure::Trouble);
                true
            }
            UploadState::Done(since) => now.since(since) < SAID,
            _ => true,
        }
    }

    /// How it is shown.
    #[must_use]
    pub fn view(&self) -> UploadView {
        let (words, percent) = match self.stage {
            UploadState::Asking { .. } => (text::upload_asking(), None),
            // The server has all of it and stores it.
            UploadState::Sending { percent: 100 } => (text::upload_saving(), Some(100)),
            UploadState::Sending { percent } if self.attempt.is_detour() => {
                (text::upload_other_way(), Some(percent))
            }
            UploadState::Sending { percent } => (text::upload_sending(), Some(percent)),
            UploadState::Done(_) => (text::upload_done(), Some(100)),
            UploadState::Failed(failure) => (sentence(failure), None),
        };
        UploadView {
            name: self.name.clone(),
            size: size(self.size),
            words,
            percent,
            running: self.is_running(),
            failed: matches!(self.stage, UploadState::Failed(_)),
            button: match self.stage {
                UploadState::Failed(Failure::TooBig | Failure::Type) => {
                    Some((Button::AddRecording, text::upload_other_file()))
                }
                UploadState::Failed(Failure::OtherCall) => None,
                UploadState::Failed(_) => Some((Button::UploadAgain, text::try_again())),
                _ => None,
            },
        }
    }
}

fn sentence(failure: Failure) -> Text {
    match failure {
        Failure::TooBig => text::upload_too_big(),
        Failure::Type => text::upload_type(),
        Failure::Offline => text::upload_offline(),
        Failure::Forbidden => text::upload_forbidden(),
        Failure::Gone => text::upload_gone(),
        Failure::SignedOut => text::upload_signed_out(),
        Failure::OtherCall => text::upload_other_call(),
        Failure::Trouble => text::upload_trouble(),
    }
}

/// A file's size in words, with one digit after the point from a megabyte on.
fn size(bytes: u64) -> String {
    const MEGABYTE: u64 = 1_000_000;
    const GIGABYTE: u64 = 1_000_000_000;
    let tenths = |unit: u64, name: &str| {
        let tenths = bytes.saturating_mul(10) / unit;
        format!("{}.{} {name}", tenths / 10, tenths % 10)
    };
    match bytes {
        0..MEGABYTE => format!("{} kB", bytes.div_ceil(1_000)),
        MEGABYTE..GIGABYTE => tenths(MEGABYTE, "MB"),
        _ => tenths(GIGABYTE, "GB"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFUSED: &str = r#"{"error":"Invalid file type. Allowed: .mp4, .webm"}"#;

    fn upload() -> Upload {
        let name = "call.webm".to_owned();
        Upload::new(CallId(7), FileId(1), name, 12_345_678, Timestamp(0))
    }

    fn grant(skip_documented: bool) -> UploadGrant {
        UploadGrant {
            call: CallId(7),
            api: "https://crm.example".to_owned(),
            authorization: "Bearer a".to_owned(),
            skip_documented,
        }
    }

    #[test]
    fn progress_starts_again_on_the_second_route() {
        let mut upload = upload();
        assert_eq!(upload.view().percent, None);
        assert_eq!(upload.granted(grant(false)), Some(UploadRoute::Documented));
        upload.progress(500, 1_000, Timestamp(0));
        let view = upload.view();
        assert_eq!((view.percent, view.running), (Some(50), true));
        assert_eq!(view.words, text::upload_sending());
        upload.progress(1_000, 1_000, Timestamp(0));
        assert_eq!(upload.view().words, text::upload_saving());
        let next = upload.answered(Some((400, REFUSED)), Timestamp(1));
        assert_eq!(next, Next::Send(UploadRoute::Row));
        let view = upload.view();
        assert_eq!(view.percent, Some(0));
        assert_eq!(view.words, text::upload_other_way());
        upload.answered(Some((200, "")), Timestamp(2_000));
        assert!(!upload.is_running());
        assert_eq!(upload.view().words, text::upload_done());
        let until = Timestamp(2_000).plus(SAID);
        assert!(upload.tick(Timestamp(until.0 - 1)));
        assert!(!upload.tick(until));
    }

    #[test]
    fn a_failure_says_what_to_do_and_can_be_tried_again() {
        let mut upload = upload();
        upload.granted(grant(true));
        upload.answered(None, Timestamp(1));
        let view = upload.view();
        assert!(view.failed && !view.running);
        assert_eq!(view.button, Some((Button::UploadAgain, text::try_again())));
        assert!(upload.again(Timestamp(9_000)));
        assert_eq!(upload.granted(grant(true)), Some(UploadRoute::Row));
    }

    #[test]
    fn a_refused_file_can_be_replaced_by_another() {
        let mut upload = upload();
        upload.granted(grant(true));
        upload.answered(Some((413, "")), Timestamp(1));
        let button = upload.view().button;
        assert_eq!(button.map(|(button, _)| button), Some(Button::AddRecording));
    }

    #[test]
    fn a_worker_that_does_not_answer_is_waited_for_thirty_seconds() {
        let mut upload = upload();
        assert!(upload.tick(Timestamp(ASKING.as_millis() - 1)) && upload.is_running());
        assert!(upload.tick(Timestamp(ASKING.as_millis())) && !upload.is_running());
        // It is late, and the person may have tried again by then.
        assert_eq!(upload.granted(grant(false)), None);
    }

    #[test]
    fn sizes_are_shown_in_words() {
        assert_eq!(size(1), "1 kB");
        assert_eq!(size(999_001), "1000 kB");
        assert_eq!(size(12_345_678), "12.3 MB");
        assert_eq!(size(2_000_000_000), "2.0 GB");
    }
}
