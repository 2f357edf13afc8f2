//! Ending calls in this browser.

use super::effect::{Effect, enqueue};
use super::note::{self, NOTE_OPEN};
use crate::call::guest_calls::GuestCall;
use crate::call::host::MediaHost;
use crate::call::page_protocol::PageCommand;
use crate::call::state::{LOST_MAX, LostAttempt, Phase, State};
use crate::crm::session::Session;
use crate::domain::{Duration, EndReason, Timestamp};
use crate::outbox::CrmUpdate;

/// How long the outcome of a call is shown.
pub const ENDED_SHOWN: Duration = Duration::from_secs(6);
/// How much longer than the caller others wait before they count a ring as over:
/// the caller's end should arrive first.
pub(super) const RING_GRACE: Duration = Duration::from_secs(5);
/// How long a lost attempt is remembered: a call that shows up later rings
/// nowhere any more.
pub(super) const LOST_KEPT: Duration = Duration::from_mins(10);

/// Hangs up the current call, if there is one: another one takes its place.
pub(super) fn make_way(state: &mut State, now: Timestamp) -> Vec<Effect> {
    if state.is_engaged() {
        hang_up(state, now)
    } else {
        Vec::new()
    }
}

/// The user hangs up. This ends the call in every state.
pub(super) fn hang_up(state: &mut State, now: Timestamp) -> Vec<Effect> {
    let Some(current) = &state.current else {
        return Vec::new();
    };
    let reason = match &current.phase {
        Phase::Dialing { .. } | Phase::Ringing { .. } => EndReason::Cancelled,
        // Nobody has followed the invitation.
        Phase::Live(_) if current.guest.as_ref().is_some_and(|guest| !guest.came) => {
            EndReason::Cancelled
        }
        Phase::Live(live) => EndReason::Over {
            lasted: now.since(live.since),
        },
        Phase::Ended { .. } => return note::closed(state),
    };
    finish(state, now, reason, true)
}

/// Ends the current call here, and tells the CRM unless it knows already.
pub(super) fn finish(
    state: &mut State,
    now: Timestamp,
    reason: EndReason,
    tell_crm: bool,
) -> Vec<Effect> {
    let (best_tab, with_guest) = (state.best_tab(), state.is_with_guest());
    let Some(current) = &mut state.current else {
        return Vec::new();
    };
    let mut effects = Vec::new();
    let call = current.call();
    match &current.phase {
        // A press that waited for a sign-in has asked nobody for a call.
        Phase::Dialing { .. } if state.owner.is_none() => {}
        Phase::Dialing { attempt, since, .. } => {
            // The CRM may still make the call; it is ended when it shows up.
            let lost = LostAttempt {
                attempt: *attempt,
                user: current.peer.user,
                since: *since,
            };
            remember_lost(&mut state.lost, lost);
        }
        Phase::Live(live) => {
            effects.extend(GuestCall::ended(current, now).map(Effect::RecordGuestCall));
            effects.extend(live.own_tab.map(Effect::CloseTab));
            if let Some(host) = current.host {
                effects.push(Effect::PageCommand(host, PageCommand::Leave));
            }
        }
        Phase::Ringing { .. } => {}
        Phase::Ended { .. } => return Vec::new(),
    }
    current.phase = Phase::Ended {
        call,
        reason,
        until: now.plus(if current.keeps_page() {
            NOTE_OPEN
        } else {
            ENDED_SHOWN
        }),
    };
    current.moving = None;
    if let (Some(MediaHost::Window(_)), false) = (current.host, current.keeps_page()) {
        // The window closes; the outcome is shown in the visible tab.
        current.host = best_tab.map(MediaHost::Toast);
    }
    if let Some(call) = call.filter(|_| !with_guest) {
        state.mark_handled(call);
        if tell_crm {
            effects.push(enqueue(call, CrmUpdate::End, now));
        }
    }
    effects
}

/// The end of a call that was answered and is over, by the CRM's own clock.
/// `None` where the CRM does not say how long it lasted.
pub(super) fn over_at_crm(session: &Session) -> Option<EndReason> {
    let lasted = session.duration.filter(|_| {
        let was_answered = session.started_at.is_some();
        was_answered && session.status.is_over()
    })?;
    Some(EndReason::Over { lasted })
}

/// The CRM shows how long the call lasted that is shown as over: both sides
/// read the same.
pub(super) fn corrected(state: &mut State, session: &Session) {
    if let Some(current) = &mut state.current
        && let Phase::Ended {
            call: Some(call),
            reason: reason @ EndReason::Over { .. },
            ..
        } = &mut current.phase
        && *call == session.id
        && let Some(over) = over_at_crm(session)
    {
        *reason = over;
    }
}

/// Remembers an attempt whose answer was lost.
fn remember_lost(lost: &mut Vec<LostAttempt>, attempt: LostAttempt) {
    if lost.len() >= LOST_MAX {
        lost.remove(0);
    }
    lost.push(attempt);
}

/// Forgets attempts whose call shows up no more.
pub(super) fn forget_lost(state: &mut State, now: Timestamp) {
    state.lost.retain(|lost| now.since(lost.since) < LOST_KEPT);
}
