//! Work that outlasts the call: the worker must know of it.

use super::context::Context;
use super::leave;
use super::model::PagePhase;
use crate::call::page_protocol::{PageEvent, PendingWork};
use crate::domain::Duration;

/// How often the worker is told again what lasts: it keeps the worker awake.
pub(super) const AGAIN: Duration = Duration::from_secs(20);

/// Tells the worker whether there is work that outlasts the call; at the end
/// of it a page that is over can go.
pub(super) fn tell(page: &mut Context<'_>) {
    let (now, work) = (page.now, page.model.work());
    let (told, at) = page.model.told_work;
    if work != told || (work != PendingWork::None && now.since(at) >= AGAIN) {
        page.model.told_work = (work, now);
        page.post(PageEvent::PendingWork(work));
        if work == PendingWork::None && page.model.phase == PagePhase::Over {
            leave::left(page);
        }
    }
}
