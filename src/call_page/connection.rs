//! Connecting to the worker, again and again: it sleeps and dies.

use super::context::Context;
use super::model::PagePhase;
use super::output::Output;
use crate::call::intent::CallPageIntent;
use crate::call::page_protocol::{PageEvent, PendingWork};

/// The connection stands: the page introduces itself and tells what a worker
/// that has slept must know.
pub(super) fn connected(page: &mut Context<'_>) {
    let unheard = page.model.link.opened();
    let model = &*page.model;
    let mut news = vec![PageEvent::Ready {
        alone: model.facts.alone,
    }];
    if let (Some(meeting), PagePhase::Calling) = (&model.meeting, model.phase) {
        news.extend(meeting.reports());
    }
    let hang_up = PageEvent::Act(CallPageIntent::HangUp);
    if model.hung_up.is_some() && !unheard.contains(&hang_up) {
        // A worker that died may not have heard it.
        news.push(hang_up);
    }
    if model.note.open {
        news.push(PageEvent::NoteOpen(true));
    }
    // That the work is done may have been lost as well.
    let (told, _) = model.told_work;
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
