//! A call to which somebody is invited: the invitation is there to be sent as
//! long as nobody has come.

use super::context::Context;
use super::model::Panel;
use crate::call::page_protocol::JoinInfo;
use crate::jitsi::meeting::Meeting;

/// Whether the guest of this call has not come yet.
#[must_use]
pub(super) fn is_awaited(info: &JoinInfo, meeting: &Meeting) -> bool {
    let guest = info.guest.as_ref();
    guest.is_some_and(|guest| !guest.came) && meeting.others.is_empty()
}

/// Shows the invitation once when the meeting is joined and nobody is there, and
/// takes it away when somebody comes.
pub(super) fn meeting_changed(page: &mut Context<'_>) {
    let model = &mut *page.model;
    let (Some(info), Some(meeting)) = (&model.join_info, &model.meeting) else {
        return;
    };
    if !meeting.is_joined() {
        return;
    }
    if is_awaited(info, meeting) {
        if model.invited != Some(info.call) {
            model.invited = Some(info.call);
            model.panel = Some(Panel::Invite);
        }
    } else if model.invited.is_some() && info.guest.as_ref().is_some_and(|guest| !guest.came) {
        model.panel.take_if(|panel| *panel == Panel::Invite);
    }
}
