//! Calls from before a restart of the browser or a change of user.

use super::effect::{Effect, enqueue};
use super::note;
use crate::call::checkpoint::{Checkpoint, SavedCall};
use crate::call::page_protocol::PageCommand;
use crate::call::state::{Current, Live, Phase, State};
use crate::call::work::PendingWork;
use crate::domain::{CallId, Timestamp};
use crate::outbox::CrmUpdate;

/// Restores the current call from the checkpoint, or ends one that was not
/// answered yet. Calls whose end or rejection is in the outbox never ring
/// again.
pub(super) fn restarted(
    state: &mut State,
    now: Timestamp,
    checkpoint: Checkpoint,
    decided: Vec<CallId>,
) -> Vec<Effect> {
    for call in decided {
        state.mark_handled(call);
    }
    state.owner = checkpoint.user;
    state.lost = checkpoint.lost;
    state.next_attempt = state.next_attempt.max(checkpoint.next_attempt);
    let Some(held) = checkpoint.held.filter(|held| !state.is_handled(held.call)) else {
        return Vec::new();
    };
    state.mark_handled(held.call);
    if !held.answered {
        // Closing the browser while calling gives up the call.
        return vec![enqueue(held.call, CrmUpdate::End, now)];
    }
    state.current = Some(taken_up(held, checkpoint.at));
    Vec::new()
}

/// The stored call, without a page since `at`.
fn taken_up(held: SavedCall, at: Timestamp) -> Current {
    // Its meeting is asked for again when the user is signed in.
    let phase = Phase::Live(Live {
        unhosted_since: Some(at),
        ..Live::new(held.call, None, held.since)
    });
    let mut current = Current::new(held.peer, held.media, phase, None);
    current.note = held.note;
    current
}

/// Somebody signed in. The calls of another user are forgotten, and a page that
/// is in a meeting leaves it. The CRM is not told, because the request would
/// come from the wrong user.
pub(super) fn signed_in(state: &mut State) -> Vec<Effect> {
    let Some(me) = state.me() else {
        return Vec::new();
    };
    if state.owner.replace(me).is_none_or(|owner| owner == me) {
        return Vec::new();
    }
    state.rings.clear();
    state.elsewhere = None;
    state.handled_calls.clear();
    state.lost.clear();
    state.missed.clear();
    state.notice = None;
    let host = state.current.take().and_then(|current| current.host);
    host.map(|host| Effect::PageCommand(host, PageCommand::Leave))
        .into_iter()
        .collect()
}

/// Nobody is signed in. A call that is on goes on, and says so; nothing else of
/// the user is shown, for somebody else may sit there next. What rings is not
/// handled: it rings again for the same user.
pub(super) fn signed_out(state: &mut State) -> Vec<Effect> {
    if !state.is_signed_out() {
        return Vec::new();
    }
    state.rings.clear();
    state.notice = None;
    let shows_end = state.current.as_ref().is_some_and(|current| {
        matches!(current.phase, Phase::Ended { .. }) && current.work == PendingWork::None
    });
    if shows_end {
        return note::closed(state);
    }
    Vec::new()
}
