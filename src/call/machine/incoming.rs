//! Incoming calls.

use super::effect::{Effect, enqueue};
use super::ending::{RING_GRACE, finish, make_way};
use super::notify::notice;
use super::{elsewhere, live};
use crate::call::host::MediaHost;
use crate::call::notice::Notice;
use crate::call::state::{
    Current, Elsewhere, ElsewherePhase, Incoming, Live, Phase, RINGS_MAX, State,
};
use crate::crm::session::{Room, Session, Status};
use crate::domain::{CallId, Duration, EndReason, Media, Peer, Refusal, TabId, Timestamp};
use crate::outbox::CrmUpdate;

/// How far the CRM's clock, as corrected, may be off.
pub(super) const CLOCK_SLACK: Duration = Duration::from_secs(3);

/// The CRM showed a session whose recipient is this user.
pub(super) fn seen(state: &mut State, now: Timestamp, session: Session) -> Vec<Effect> {
    if state.is_engaged() && state.current.as_ref().and_then(Current::call) == Some(session.id) {
        return live::seen(state, now, &session);
    }
    match session.status {
        Status::Pending | Status::Ringing => ring(state, now, session),
        Status::Active => {
            // Answered in the CRM's own window, or on another device.
            state.rings.retain(|ring| ring.call != session.id);
            elsewhere::seen(state, now, session)
        }
        Status::Rejected => {
            state.rings.retain(|ring| ring.call != session.id);
            state.mark_handled(session.id);
            elsewhere::seen(state, now, session)
        }
        Status::Completed | Status::Missed | Status::Cancelled | Status::Failed => {
            over(state, now, &session);
            elsewhere::seen(state, now, session)
        }
    }
}

/// Starts a ring, unless the call rings already, was handled, or is too old.
fn ring(state: &mut State, now: Timestamp, session: Session) -> Vec<Effect> {
    if let Some(known) = state.rings.iter_mut().find(|ring| ring.call == session.id) {
        rung_since(&session, &mut known.since);
        pass(state, now);
        return Vec::new();
    }
    if state.is_handled(session.id) {
        return Vec::new();
    }
    let peer = Peer {
        user: Some(session.initiator),
        name: session.initiator_name,
        detail: None,
    };
    let age = session
        .created_at
        .map_or(Duration::ZERO, |at| now.since(at));
    if age > state.rules.ring_time {
        state.mark_handled(session.id);
        missed(state, now, session.id, peer);
        return Vec::new();
    }
    if let Some(effects) = glare(state, now, session.id, &peer, session.room.clone()) {
        return effects;
    }
    // Who calls again has given up the call before.
    let before = |ring: &Incoming| ring.peer.user == peer.user;
    let superseded = state.rings.iter().position(before);
    if let Some(index) = superseded {
        if state.rings[index].call > session.id {
            state.mark_handled(session.id);
            return Vec::new();
        }
        let before = state.rings.remove(index);
        state.mark_handled(before.call);
    } else if state.rings.len() >= RINGS_MAX {
        state.mark_handled(session.id);
        state.miss(session.id, peer, now);
        notice(state, now, Notice::ManyCalls);
        return Vec::new();
    }
    // A push from before the CRM's clock is known: its row says how old it is.
    let unsure = session.created_at.is_none();
    state.rings.push(Incoming {
        call: session.id,
        peer,
        media: session.media,
        room: session.room,
        since: Timestamp(now.0.saturating_sub(age.as_millis())),
        silent: state.rules.quiet,
    });
    let check = unsure.then_some(Effect::Check(session.id));
    check.into_iter().collect()
}

/// A call that rings here, or there, rings since the CRM made it: the computer
/// may have slept meanwhile.
pub(super) fn rung_since(session: &Session, since: &mut Timestamp) {
    if let Some(at) = session.created_at
        && at.plus(CLOCK_SLACK) < *since
    {
        *since = at;
    }
}

/// Glare: both called each other, and the CRM let both calls through. The older
/// call is kept; both sides come to the same conclusion.
fn glare(
    state: &mut State,
    now: Timestamp,
    theirs: CallId,
    peer: &Peer,
    room: Option<Room>,
) -> Option<Vec<Effect>> {
    let current = state.current.as_ref()?;
    let Phase::Ringing { call: ours, .. } = current.phase else {
        return None;
    };
    if !current.peer.is_same_user(peer) {
        return None;
    }
    if theirs > ours {
        // The other side ends theirs and answers ours.
        state.mark_handled(theirs);
        return Some(Vec::new());
    }
    let current = state.current.take()?;
    state.mark_handled(ours);
    state.rings.push(Incoming {
        call: theirs,
        peer: peer.clone(),
        media: current.media,
        room,
        since: now,
        silent: true,
    });
    let tab = current.host.map(MediaHost::tab);
    let mut effects = vec![enqueue(ours, CrmUpdate::End, now)];
    effects.extend(answer(state, now, theirs, current.media, tab));
    Some(effects)
}

/// The call is over at the CRM.
fn over(state: &mut State, now: Timestamp, session: &Session) {
    let Some(index) = state.rings.iter().position(|ring| ring.call == session.id) else {
        return;
    };
    let ring = state.rings.remove(index);
    state.mark_handled(session.id);
    if session.started_at.is_none() {
        missed(state, now, session.id, ring.peer);
    }
}

/// The user answers. It is shown at once; the CRM confirms.
pub(super) fn answer(
    state: &mut State,
    now: Timestamp,
    call: CallId,
    media: Media,
    tab: Option<TabId>,
) -> Vec<Effect> {
    let Some(index) = state.rings.iter().position(|ring| ring.call == call) else {
        return Vec::new();
    };
    let page = live::page_in_use(state);
    // Answering another call ends the current one first.
    let mut effects = make_way(state, now);
    let ring = state.rings.remove(index);
    state.mark_handled(call);
    effects.push(Effect::Answer(call));
    if state.rules.crm_carries {
        let answered = Elsewhere {
            call,
            peer: ring.peer,
            media,
            room: ring.room,
            since: now,
            phase: ElsewherePhase::Answering,
        };
        effects.extend(elsewhere::carried_there(state, now, answered));
        return effects;
    }
    let phase = Phase::Live(Live {
        confirmed: false,
        ..Live::new(call, ring.room, now)
    });
    let current = Current::new(ring.peer, media, phase, tab.map(MediaHost::Toast));
    effects.extend(live::start(state, now, current, page));
    effects
}

/// The request to answer the call failed.
pub(super) fn answer_failed(
    state: &mut State,
    now: Timestamp,
    call: CallId,
    why: Refusal,
) -> Vec<Effect> {
    let waits = matches!(
        state.current.as_ref().map(|current| &current.phase),
        Some(Phase::Live(live)) if live.call == call && !live.confirmed
    );
    if !waits {
        return Vec::new();
    }
    match why {
        // "Not in answerable state": answered already, or over. Query which.
        Refusal::Gone => vec![Effect::Check(call)],
        why => finish(state, now, EndReason::Refused(why), false),
    }
}

/// The user declines.
pub(super) fn decline(
    state: &mut State,
    now: Timestamp,
    call: CallId,
    note: Option<String>,
) -> Vec<Effect> {
    let Some(index) = state.rings.iter().position(|ring| ring.call == call) else {
        return Vec::new();
    };
    state.rings.remove(index);
    state.mark_handled(call);
    // The note first: the rejection is pushed to the caller at once, and the
    // caller's browser then reads the note.
    let note = note.filter(|note| !note.trim().is_empty());
    let note = note.map(|note| enqueue(call, CrmUpdate::Note(note), now));
    note.into_iter()
        .chain([enqueue(call, CrmUpdate::Reject, now)])
        .collect()
}

/// When the oldest ring counts as missed.
pub(super) fn deadline(state: &State) -> Option<Timestamp> {
    let since = state.rings.iter().map(|ring| ring.since).min()?;
    Some(since.plus(state.rules.ring_time + RING_GRACE))
}

/// Ends rings that the caller never ended.
pub(super) fn pass(state: &mut State, now: Timestamp) {
    while deadline(state).is_some_and(|at| now >= at) {
        let Some(oldest) = state.rings.iter().map(|ring| ring.since).min() else {
            return;
        };
        let Some(index) = state.rings.iter().position(|ring| ring.since == oldest) else {
            return;
        };
        let ring = state.rings.remove(index);
        state.mark_handled(ring.call);
        missed(state, now, ring.call, ring.peer);
    }
}

fn missed(state: &mut State, now: Timestamp, call: CallId, peer: Peer) {
    let name = peer.name.clone();
    state.miss(call, peer, now);
    notice(state, now, Notice::Missed { call, name });
}
