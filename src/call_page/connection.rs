//! Connecting to the worker, and connecting again after the browser ended it.

use super::context::Context;
use super::model::PagePhase;
use super::output::Output;
use crate::call::intent::CallPageIntent;
use crate::call::page_protocol::{PageEvent, PendingWork};

/// The connection is open: the page introduces itself and sends what a worker
/// that has just started must know.
pub(super) fn connected(page: &mut Context<'_>) {
    let unheard = page.model.link.opened();
    let model = &*page.model;
    let mut news = vec![PageEvent::Ready {
        alone: model.facts.alone,
    }];
    if let (Some(meeting), PagePhase::Calling) = (&model.meeting, model.phase) {
        news.extend(meeting.state_events());
    }
    let hang_up = PageEvent::Act(CallPageIntent::HangUp);
    if model.hung_up.is_some() && !unheard.contains(&hang_up) {
        // A worker that was ended may not have received it.
        news.push(hang_up);
    }
    if model.note.open {
        news.push(PageEvent::NoteOpen(true));
    }
    // The event that the work is done may also have been lost.
    let (told, _) = model.announced_work;
    if told != PendingWork::None || model.phase == PagePhase::Over {
        news.push(PageEvent::PendingWork(told));
    }
    for event in news.into_iter().chain(unheard) {
        page.post(event);
    }
}

/// The connection is gone: the page tries again after a while.
pub(super) fn closed(page: &mut Context<'_>) {
    let pause = page.model.link.closed();
    page.push(Output::ConnectAfter(pause));
}
