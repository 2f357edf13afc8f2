//! Deadlines.

use super::context::Context;
use super::model::PagePhase;
use super::output::Output;
use super::work::AGAIN;
use super::{leave, meeting};
use crate::call::page_protocol::PageEvent;
use crate::domain::Duration;
use crate::jitsi::meeting::Input;

/// A longer pause between two ticks means that the computer slept or that the
/// browser throttled this page's timers.
pub(super) const GAP: Duration = Duration::from_secs(5);

/// A second has passed, or more.
pub(super) fn tick(page: &mut Context<'_>) {
    let now = page.now;
    let gap = now.since(page.model.last_tick) > GAP;
    page.model.last_tick = now;
    match page.model.phase {
        PagePhase::Saving(deadline) if now >= deadline => {
            page.model.saved_here = Some(now);
            leave::goodbye(page);
        }
        PagePhase::Leaving(deadline) if now >= deadline => leave::left(page),
        _ => {}
    }
    if matches!(
        page.model.phase,
        PagePhase::Saving(_) | PagePhase::Leaving(_)
    ) {
        return;
    }
    if page.model.meeting.is_some() {
        if gap {
            page.push(Output::ForgiveRequests);
        }
        page.push(Output::ExpireRequests);
    }
    meeting::step(page, Input::Tick);
    page.model.tick(now);
    let calling = matches!(page.model.phase, PagePhase::Calling | PagePhase::Outside);
    if calling && now.since(page.model.last_ping) >= AGAIN {
        page.model.last_ping = now;
        page.post(PageEvent::Ping);
    }
}
