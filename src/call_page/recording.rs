//! Recordings that the meeting makes, mainly in this browser.

use super::context::Context;
use super::model::PagePhase;
use crate::domain::Duration;
use crate::jitsi::command::Command;
use crate::jitsi::recording::Recorder;

/// How long a recording may take to begin, and how long when the server has said
/// that it prepares one.
const BEGINS: Duration = Duration::from_secs(8);
const PENDING: Duration = Duration::from_mins(1);
/// How long a meeting may take to save what this browser recorded. Jitsi begins
/// to save a second after the command to stop.
pub(super) const SAVING: Duration = Duration::from_secs(4);

/// Starts or stops a recording.
pub(super) fn toggle(page: &mut Context<'_>, recorder: Recorder) {
    let now = page.now;
    let Some(meeting) = &mut page.model.meeting else {
        return;
    };
    meeting.recording.failed = None;
    let command = meeting.recording.command(recorder);
    page.model.record_asked = match &command {
        Command::StartRecording(recorder) => Some((*recorder, now.plus(BEGINS))),
        _ => None,
    };
    page.choose(command);
}

/// Ends what this browser records, so that the meeting saves it. Nobody is
/// seen or heard meanwhile: the call is over.
pub(super) fn save(page: &mut Context<'_>) {
    let Some(meeting) = &page.model.meeting else {
        return;
    };
    let (mic_muted, camera_muted) = (meeting.mic_muted, meeting.camera_muted);
    page.command(Command::StopRecording(Recorder::Browser));
    if !mic_muted {
        page.command(Command::ToggleAudio);
    }
    if !camera_muted {
        page.command(Command::ToggleVideo);
    }
    page.model.phase = PagePhase::Saving(page.now.plus(SAVING));
}

/// Handles what has changed about recordings in this browser.
pub(super) fn meeting_changed(page: &mut Context<'_>) {
    let Some(meeting) = &mut page.model.meeting else {
        return;
    };
    if std::mem::take(&mut meeting.recording.saved) {
        page.model.saved_here = Some(page.now);
    }
    let recording = meeting.recording;
    let pending = std::mem::take(&mut meeting.recording.pending);
    let refused = std::mem::take(&mut meeting.recording.refused);
    let (on, failed) = (recording.browser, meeting.recording.failed_here());
    if let Some((recorder, by)) = page.model.record_asked {
        let begun = match recorder {
            Recorder::Server => recording.server,
            Recorder::Stream => recording.stream,
            Recorder::Browser => on,
        };
        let over = begun || refused || recording.failed == Some(recorder);
        let by = if pending { page.now.plus(PENDING) } else { by };
        page.model.record_asked = (!over).then_some((recorder, by));
    }
    if failed && !page.model.record_offered {
        offer(page, true);
    } else if on && page.model.record_offered {
        offer(page, false);
    }
}

/// Browsers require the click that records a tab to be in the meeting itself,
/// so the meeting's own button is shown.
pub(super) fn offer(page: &mut Context<'_>, offered: bool) {
    page.model.share_offered = false;
    page.model.record_offered = offered;
    page.command(Command::ShowRecordButton(offered));
}
