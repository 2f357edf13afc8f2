//! Calls from before the browser started anew.

use super::effect::{Effect, tell};
use crate::call::checkpoint::{Checkpoint, SavedCall};
use crate::call::state::{Current, Live, Phase, State};
use crate::domain::{CallId, Timestamp};
use crate::outbox::CrmUpdate;

/// Takes the call up again, or ends it where nobody can come back to it. What
/// the outbox holds about calls was decided: those never ring again.
pub(super) fn restarted(
    state: &mut State,
    now: Timestamp,
    remains: Checkpoint,
    decided: Vec<CallId>,
) -> Vec<Effect> {
    for call in decided {
        state.mark_handled(call);
    }
    state.lost = remains.lost;
    state.next_attempt = state.next_attempt.max(remains.next_attempt);
    let Some(held) = remains.held.filter(|held| !state.is_handled(held.call)) else {
        return Vec::new();
    };
    state.mark_handled(held.call);
    if !held.answered {
        // Who closes the browser while it rings gives up.
        return vec![tell(held.call, CrmUpdate::End, now)];
    }
    state.current = Some(taken_up(held, remains.at));
    state.resumed_for = remains.user;
    Vec::new()
}

/// The call as it was `at` that moment, without a page.
fn taken_up(held: SavedCall, at: Timestamp) -> Current {
    let phase = Phase::Live(Live {
        call: held.call,
        // Asked for again when the user is signed in.
        room: None,
        since: held.since,
        confirmed: true,
        joined: false,
        others: 0,
        alone_since: None,
        unhosted_since: Some(at),
    });
    let mut current = Current::new(held.peer, held.media, phase, None);
    current.note = held.note;
    current
}

/// Somebody signed in: if it is another user than before, the call is none of
/// theirs.
pub(super) fn signed_in(state: &mut State) {
    let Some(me) = state.me() else {
        return;
    };
    if state.resumed_for.take().is_some_and(|user| user != me) {
        state.current = None;
    }
}
