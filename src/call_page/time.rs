//! Deadlines.

use super::context::Context;
use super::model::{PagePhase, VOICE_ONLY_LIMIT};
use super::output::Output;
use super::work::AGAIN;
use super::{leave, meeting, uploading};
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
    let open = page.model.link.is_open();
    let held = page.model.throttle.tick();
    for event in held.into_iter().filter(|_| open) {
        page.push(Output::Post(event));
    }
    meeting::step(page, Input::Tick);
    voice_only(page);
    uploading::end_silent(page);
    page.model.tick(now);
    let calling = matches!(
        page.model.phase,
        PagePhase::Calling | PagePhase::Outside | PagePhase::Asking
    );
    if calling && now.since(page.model.last_ping) >= AGAIN {
        page.model.last_ping = now;
        page.post(PageEvent::Ping);
    }
}

/// The meeting was asked to go on without pictures, or with them, and did so or
/// cannot.
fn voice_only(page: &mut Context<'_>) {
    let (Some(meeting), Some((on, asked))) = (&mut page.model.meeting, page.model.voice_only_asked)
    else {
        return;
    };
    if meeting.low_bandwidth == on {
        page.model.voice_only_asked = None;
    } else if page.now.since(asked) >= VOICE_ONLY_LIMIT {
        page.model.voice_only_asked = None;
        meeting.no_voice_only(page.now);
    }
}
