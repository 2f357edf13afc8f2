//! Leaving: the meeting saves its recording and hangs up, then the page is
//! done.

use super::context::Context;
use super::model::PagePhase;
use super::output::Output;
use super::recording;
use crate::call::intent::CallPageIntent;
use crate::call::page_protocol::{PageEvent, PendingWork};
use crate::domain::Duration;
use crate::jitsi::command::Command;
use crate::jitsi::meeting::Phase;

/// How long a meeting may take to hang up.
pub(super) const GOODBYE: Duration = Duration::from_millis(1_500);

/// A person ends the call here.
pub(super) fn hang_up(page: &mut Context<'_>) {
    if matches!(
        page.model.phase,
        PagePhase::Calling | PagePhase::Outside | PagePhase::Asking
    ) {
        page.model.hung_up = page.model.join_info.as_ref().map(|info| info.call);
        page.post(PageEvent::Act(CallPageIntent::HangUp));
        leave(page);
    }
}

/// The call is over or lives elsewhere. The second command also closes the
/// note.
pub(super) fn told_to_leave(page: &mut Context<'_>) {
    let model = &mut *page.model;
    model.hung_up = None;
    if let Some(info) = model.join_info.take() {
        model.note.peer_name = info.peer_name;
    } else {
        model.note.open = false;
    }
    leave(page);
}

/// Hangs up in the meeting and gives it a moment to confirm.
fn leave(page: &mut Context<'_>) {
    let model = &mut *page.model;
    model.menu_open = false;
    model.panel = None;
    model.load_trouble = None;
    match &model.meeting {
        Some(meeting) if matches!(meeting.phase, Phase::Ready { .. } | Phase::Joined { .. }) => {
            match model.phase {
                PagePhase::Saving(_) => {}
                _ if meeting.recording.browser => recording::save(page),
                _ => goodbye(page),
            }
        }
        _ => left(page),
    }
}

/// Sends the meeting the command to hang up.
pub(super) fn goodbye(page: &mut Context<'_>) {
    page.command(Command::HangUp);
    page.model.phase = PagePhase::Leaving(page.now.plus(GOODBYE));
}

/// The page is done; its own window closes.
pub(super) fn left(page: &mut Context<'_>) {
    page.drop_meeting();
    let model = &mut *page.model;
    model.phase = PagePhase::Over;
    if model.facts.alone
        && model.join_info.is_none()
        && !model.note.open
        && model.work() == PendingWork::None
    {
        page.push(Output::CloseWindow);
    }
}
