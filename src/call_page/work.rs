//! Tells the worker about work that outlasts the call.

use super::context::Context;
use super::leave;
use super::model::PagePhase;
use crate::call::page_protocol::{PageEvent, PendingWork};
use crate::domain::Duration;

/// How often pending work is announced again: this keeps the worker awake.
pub(super) const AGAIN: Duration = Duration::from_secs(20);

/// Tells the worker whether there is work that outlasts the call; at its end a
/// page whose call is over is done.
pub(super) fn announce(page: &mut Context<'_>) {
    let (now, work) = (page.now, page.model.work());
    let (told, at) = page.model.announced_work;
    if work != told || (work != PendingWork::None && now.since(at) >= AGAIN) {
        page.model.announced_work = (work, now);
        page.post(PageEvent::PendingWork(work));
        if work == PendingWork::None && page.model.phase == PagePhase::Over {
            leave::left(page);
        }
    }
}
