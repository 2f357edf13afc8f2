//! A call of the user's that this browser does not carry: it was started or
//! answered in the CRM's own window, or on another device.
//!
//! It is shown for what it is, and never joined unless the user takes it here.
//! It stands beside the current call and blocks nothing: the CRM never ends a
//! call by itself, so it may be one that everybody left long ago.

use super::effect::{Effect, enqueue};
use super::ending::{ENDED_SHOWN, RING_GRACE, make_way};
use super::live;
use crate::call::host::MediaHost;
use crate::call::state::{Current, Elsewhere, ElsewherePhase, Live, Phase, State};
use crate::crm::session::{Session, Status};
use crate::domain::{CallId, Duration, EndReason, Peer, Refusal, TabId, Timestamp};
use crate::outbox::CrmUpdate;

/// Whether this is the call that is shown as being elsewhere.
pub(super) fn is(state: &State, call: CallId) -> bool {
    let elsewhere = state.elsewhere.as_ref();
    elsewhere.is_some_and(|elsewhere| elsewhere.call == call)
}

/// The CRM showed a session of the user's that is not the current call and
/// does not ring here.
pub(super) fn seen(state: &mut State, now: Timestamp, session: Session) -> Vec<Effect> {
    if session.status.is_over() {
        over(state, now, &session);
    } else if let Some(known) = &mut state.elsewhere
        && known.call == session.id
    {
        update(known, now, session);
    } else if !state.is_handled(session.id) {
        appear(state, now, session);
    }
    Vec::new()
}

fn update(known: &mut Elsewhere, now: Timestamp, session: Session) {
    known.room = session.room.or(known.room.take());
    if session.status == Status::Active && known.phase != ElsewherePhase::Active {
        known.phase = ElsewherePhase::Active;
        known.since = session.started_at.unwrap_or(now).min(now);
    }
}

fn appear(state: &mut State, now: Timestamp, session: Session) {
    let since = |at: Option<Timestamp>| at.unwrap_or(now).min(now);
    let (phase, since) = if session.status == Status::Active {
        (ElsewherePhase::Active, since(session.started_at))
    } else {
        (ElsewherePhase::Ringing, since(session.created_at))
    };
    // The CRM lets a call ring for ever.
    if phase == ElsewherePhase::Ringing && now.since(since) > state.rules.ring_time {
        return;
    }
    // Of two, the newer one: the older was left behind.
    if let Some(known) = &state.elsewhere {
        let older = known.call.min(session.id);
        state.mark_handled(older);
        if older == session.id {
            return;
        }
    }
    if phase == ElsewherePhase::Active {
        // It must not ring here when an older push comes late.
        state.mark_handled(session.id);
    }
    let peer = if state.me().is_some_and(|me| session.is_outgoing(me)) {
        (session.recipient, session.recipient_name)
    } else {
        (Some(session.initiator), session.initiator_name)
    };
    state.elsewhere = Some(Elsewhere {
        call: session.id,
        peer: Peer {
            user: peer.0,
            name: peer.1,
            detail: None,
        },
        media: session.media,
        room: session.room,
        since,
        phase,
    });
}

/// The call is over at the CRM.
fn over(state: &mut State, now: Timestamp, session: &Session) {
    let Some(known) = take_if(state, session.id) else {
        return;
    };
    state.mark_handled(known.call);
    if known.phase == ElsewherePhase::Answering {
        let reason = if session.status == Status::Rejected {
            EndReason::Elsewhere
        } else {
            EndReason::Cancelled
        };
        show_end(state, now, known, reason);
    }
}

/// Shows how a call ended that the user answered here for the CRM's window.
fn show_end(state: &mut State, now: Timestamp, known: Elsewhere, reason: EndReason) {
    if state.is_engaged() {
        return;
    }
    let phase = Phase::Ended {
        call: Some(known.call),
        reason,
        until: now.plus(ENDED_SHOWN),
    };
    let host = state.best_tab().map(MediaHost::Toast);
    state.current = Some(Current::new(known.peer, known.media, phase, host));
}

/// A call that was made or answered with Ringside goes on in the CRM's window.
/// One that is there already ends: a person is in one call at a time.
pub(super) fn carried_there(state: &mut State, now: Timestamp, answered: Elsewhere) -> Vec<Effect> {
    let former = state.elsewhere.as_ref().map(|former| former.call);
    let effects = former.map(|former| end(state, now, former));
    // The outcome of an earlier call is no longer news.
    state
        .current
        .take_if(|current| matches!(current.phase, Phase::Ended { .. }) && !current.keeps_page());
    state.elsewhere = Some(answered);
    effects.unwrap_or_default()
}

/// The CRM has no such call any more.
pub(super) fn gone(state: &mut State, call: CallId) {
    state.elsewhere.take_if(|known| known.call == call);
}

/// The request to answer a call for the CRM's window failed.
pub(super) fn answer_failed(
    state: &mut State,
    now: Timestamp,
    call: CallId,
    why: Refusal,
) -> Vec<Effect> {
    let answering =
        |known: &mut Elsewhere| known.call == call && known.phase == ElsewherePhase::Answering;
    match why {
        Refusal::Gone => {
            let waits = state.elsewhere.as_mut().is_some_and(answering);
            waits.then_some(Effect::Check(call)).into_iter().collect()
        }
        why => {
            if let Some(known) = state.elsewhere.take_if(answering) {
                show_end(state, now, known, EndReason::Refused(why));
            }
            Vec::new()
        }
    }
}

/// The user takes the call here: from now on it is like any other.
pub(super) fn take(
    state: &mut State,
    now: Timestamp,
    call: CallId,
    tab: Option<TabId>,
) -> Vec<Effect> {
    if state.rules.crm_carries {
        return Vec::new();
    }
    let Some(known) = take_if(state, call) else {
        return Vec::new();
    };
    let page = live::page_in_use(state);
    let mut effects = make_way(state, now);
    let tab = tab.or_else(|| state.best_tab());
    let host = tab.map(MediaHost::Toast);
    if known.phase == ElsewherePhase::Ringing {
        let phase = Phase::Ringing {
            call,
            room: known.room,
            since: known.since,
        };
        state.current = Some(Current::new(known.peer, known.media, phase, host));
        return effects;
    }
    let on = Live {
        confirmed: known.phase == ElsewherePhase::Active,
        ..Live::new(call, known.room, known.since)
    };
    let current = Current::new(known.peer, known.media, Phase::Live(on), host);
    effects.extend(live::start(state, now, current, page));
    effects
}

/// The user ends the call where it is.
pub(super) fn end(state: &mut State, now: Timestamp, call: CallId) -> Vec<Effect> {
    let Some(known) = take_if(state, call) else {
        return Vec::new();
    };
    state.mark_handled(known.call);
    vec![enqueue(known.call, CrmUpdate::End, now)]
}

fn take_if(state: &mut State, call: CallId) -> Option<Elsewhere> {
    state.elsewhere.take_if(|known| known.call == call)
}

/// When a call that rings there is shown no longer.
pub(super) fn deadline(state: &State) -> Option<Timestamp> {
    let known = state.elsewhere.as_ref()?;
    let limit: Duration = state.rules.ring_time + RING_GRACE;
    (known.phase == ElsewherePhase::Ringing).then(|| known.since.plus(limit))
}

/// Stops showing a call that nobody answered. It is not this browser's to end.
pub(super) fn pass(state: &mut State, now: Timestamp) {
    if deadline(state).is_some_and(|at| now >= at) {
        state.elsewhere = None;
    }
}
