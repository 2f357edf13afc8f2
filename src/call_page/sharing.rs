//! Sharing the screen, and the invitation.

use super::context::Context;
use super::output::Output;
use crate::jitsi::command::Command;

/// Browsers require the click that shares a screen to be in the meeting itself,
/// so the meeting's own button is shown.
pub(super) fn toggle(page: &mut Context<'_>) {
    let model = &mut *page.model;
    model.menu_open = false;
    model.panel = None;
    model.record_offered = false;
    if model.meeting.as_ref().is_some_and(|it| it.sharing) {
        page.command(Command::StopSharing);
    } else {
        model.share_offered = !model.share_offered;
        let offered = model.share_offered;
        page.command(Command::ShowShareButton(offered));
    }
}

/// The meeting's own button goes when it has done its work, so that it and ours
/// never say different things.
pub(super) fn meeting_changed(page: &mut Context<'_>) {
    let sharing = page.model.meeting.as_ref().is_some_and(|it| it.sharing);
    if sharing && std::mem::take(&mut page.model.share_offered) {
        page.command(Command::ShowShareButton(false));
    }
}

/// Puts the invitation's address on the clipboard.
pub(super) fn copy(page: &mut Context<'_>) {
    if let Some(link) = page.model.invitation() {
        page.push(Output::CopyText(link));
    }
}

/// The outcome of writing to the clipboard. After a failure the address is
/// selected for copying by hand.
pub(super) fn copied(page: &mut Context<'_>, copied: bool) {
    if copied {
        page.model.panel = None;
        page.model.copied = Some(page.now);
    } else {
        page.push(Output::SelectInvitation);
    }
}
