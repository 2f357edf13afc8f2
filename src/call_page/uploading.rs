//! Uploading a recording: the file that a person chose, the worker's grant, and
//! the request that sends the file with the grant.

use super::context::Context;
use super::input::{FileId, TransferEvent};
use super::output::Output;
use super::upload::Upload;
use crate::call::page_protocol::{PageEvent, UploadGrant};
use crate::crm::upload::{Next, UploadDenied, UploadRoute};
use crate::domain::CallId;

/// Opens the browser's own dialog for files.
pub(super) fn choose_file(page: &mut Context<'_>) {
    page.model.menu_open = false;
    if page.model.can_add_recording() {
        page.push(Output::ChooseFile);
    }
}

/// A person has chosen a file.
pub(super) fn chosen(page: &mut Context<'_>, file: FileId, name: String, size: u64) {
    let (Some(call), true) = (page.model.note.call, page.model.can_add_recording()) else {
        return page.push(Output::ForgetFile(file));
    };
    give_up(page);
    page.model.saved_here = None;
    page.model.upload = Some(Upload::new(call, file, name, size, page.now));
    ask_for_grant(page, false);
}

/// Tries the same file again after a failure.
pub(super) fn again(page: &mut Context<'_>) {
    let now = page.now;
    if let Some(upload) = &mut page.model.upload
        && upload.again(now)
    {
        ask_for_grant(page, false);
    }
}

/// Cancels the upload, or dismisses its outcome.
pub(super) fn give_up(page: &mut Context<'_>) {
    let Some(upload) = page.model.upload.take() else {
        return;
    };
    if upload.is_sending() {
        page.push(Output::StopTransfer);
    }
    if let Some(file) = upload.file {
        page.push(Output::ForgetFile(file));
    }
}

fn ask_for_grant(page: &mut Context<'_>, refused: bool) {
    if let Some(upload) = &page.model.upload {
        let call = upload.call;
        page.post(PageEvent::UploadRequested { call, refused });
    }
}

/// The worker lets the page upload the recording.
pub(super) fn granted(page: &mut Context<'_>, grant: UploadGrant) {
    let upload = page.model.upload.as_mut();
    let route = upload
        .filter(|upload| upload.call == grant.call)
        .and_then(|upload| upload.granted(grant));
    if let Some(route) = route {
        send(page, route);
    }
}

/// The worker does not let the page upload the recording.
pub(super) fn denied(page: &mut Context<'_>, call: CallId, why: UploadDenied) {
    let upload = page.model.upload.as_mut();
    if let Some(upload) = upload.filter(|upload| upload.call == call) {
        upload.denied(why);
    }
}

fn send(page: &mut Context<'_>, route: UploadRoute) {
    if let Some(upload) = &mut page.model.upload {
        upload.sends(page.now);
    }
    let upload = page.model.upload.as_ref();
    let Some((file, grant)) = upload.and_then(|it| it.file.zip(it.grant.clone())) else {
        return;
    };
    page.model.transfers += 1;
    let number = page.model.transfers;
    page.push(Output::StartTransfer {
        number,
        file,
        route,
        grant,
    });
}

/// Ends a transfer that is not heard of any more, as one that failed.
pub(super) fn end_silent(page: &mut Context<'_>) {
    let upload = page.model.upload.as_ref();
    if upload.is_some_and(|upload| upload.is_silent(page.now)) {
        transfer_event(page, page.model.transfers, &TransferEvent::Nothing);
    }
}

/// The transfer of this number made progress or ended.
pub(super) fn transfer_event(page: &mut Context<'_>, number: u32, event: &TransferEvent) {
    let (now, newest) = (page.now, number == page.model.transfers);
    let upload = page.model.upload.as_mut();
    let Some(upload) = upload.filter(|upload| newest && upload.is_sending()) else {
        return;
    };
    let answer = match event {
        TransferEvent::Progress(sent, total) => return upload.progress(*sent, *total, now),
        TransferEvent::Answer(status, body) => Some((*status, body.as_str())),
        TransferEvent::Nothing => None,
    };
    let next = upload.answered(answer, now);
    if let Next::Send(route) = next {
        return send(page, route);
    }
    upload.grant = None;
    let done = matches!(next, Next::Done { .. });
    let file = if done { upload.file.take() } else { None };
    page.push(Output::StopTransfer);
    if let Some(file) = file {
        page.push(Output::ForgetFile(file));
    }
    match next {
        Next::Renew => ask_for_grant(page, true),
        Next::Done { fallback: true } => page.post(PageEvent::FallbackFound),
        Next::Done { fallback: false } | Next::Fail(_) | Next::Send(_) => {}
    }
}
