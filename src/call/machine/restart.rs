//! Calls from before: before the browser started anew, and before another user
//! signed in.

use super::effect::{Effect, tell};
use crate::call::checkpoint::{Checkpoint, SavedCall};
use crate::call::page_protocol::PageCommand;
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
    state.owner = remains.user;
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

/// Somebody signed in. What is known of another user's calls is none of their
/// business: it is forgotten, and a page that is in a meeting leaves it. The
/// CRM is told nothing, because it would hear it from the wrong user.
pub(super) fn signed_in(state: &mut State) -> Vec<Effect> {
    let Some(me) = state.me() else {
        return Vec::new();
    };
    if state.owner.replace(me).is_none_or(|owner| owner == me) {
        return Vec::new();
    }
    state.rings.clear();
    state.handled_calls.clear();
    state.lost.clear();
    state.missed.clear();
    state.notice = None;
    let host = state.current.take().and_then(|current| current.host);
    host.map(|host| Effect::PageCommand(host, PageCommand::Leave))
        .into_iter()
        .collect()
}
