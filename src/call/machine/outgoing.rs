//! Calls that this browser makes.

use super::effect::{Effect, enqueue};
use super::ending::{ENDED_SHOWN, finish, over_at_crm};
use super::{elsewhere, host, incoming, live, notify};
use crate::call::account::AccountView;
use crate::call::host::MediaHost;
use crate::call::notice::Notice;
use crate::call::state::{Current, Elsewhere, ElsewherePhase, Live, LostAttempt, Phase, State};
use crate::crm::session::{Session, Status};
use crate::domain::{CallId, Duration, EndReason, Media, Peer, Refusal, TabId, Timestamp, UserId};
use crate::outbox::CrmUpdate;
use crate::site::{RecordKind, RecordRef};

/// How long the CRM may take to make a call before the attempt is given up.
pub const DIAL_LIMIT: Duration = Duration::from_secs(20);

/// A call button was pressed.
pub(super) fn place(
    state: &mut State,
    now: Timestamp,
    (record, user): (RecordRef, Option<UserId>),
    media: Media,
    tab: Option<TabId>,
) -> Vec<Effect> {
    if let Some(current) = state.current.as_ref().filter(|_| state.is_engaged()) {
        // A second press on the same button is a mistake, not a second call.
        if current.peer.name != record.name || current.peer.detail != record.detail {
            return busy(state, now);
        }
        return Vec::new();
    }
    let peer = Peer {
        user,
        name: record.name.clone(),
        detail: record.detail.clone(),
    };
    let host = tab.or_else(|| state.best_tab()).map(MediaHost::Toast);
    if state.me().is_none() {
        let why = match state.account {
            AccountView::Expired => Refusal::SignedOut,
            _ => Refusal::NotSignedIn,
        };
        let phase = Phase::Ended {
            call: None,
            reason: EndReason::Refused(why),
            until: now.plus(ENDED_SHOWN),
        };
        state.current = Some(Current::new(peer, media, phase, host));
        return Vec::new();
    }
    let attempt = dial(state, now, peer, record.clone(), media, host);
    vec![Effect::Initiate {
        attempt,
        record,
        user,
        media,
    }]
}

/// A call button was pressed during a call.
pub(super) fn busy(state: &mut State, now: Timestamp) -> Vec<Effect> {
    if state.is_talking() {
        notify::notice(state, now, Notice::Busy);
    }
    Vec::new()
}

/// Begins an attempt, and returns its number.
pub(super) fn dial(
    state: &mut State,
    now: Timestamp,
    peer: Peer,
    record: RecordRef,
    media: Media,
    host: Option<MediaHost>,
) -> u64 {
    let attempt = state.next_attempt;
    state.next_attempt += 1;
    let phase = Phase::Dialing {
        attempt,
        record,
        since: now,
    };
    state.current = Some(Current::new(peer, media, phase, host));
    attempt
}

/// Calls back the person of a missed call.
pub(super) fn call_back(
    state: &mut State,
    now: Timestamp,
    call: CallId,
    tab: Option<TabId>,
) -> Vec<Effect> {
    let mut missed = state.missed.iter();
    let Some(index) = missed.position(|missed| missed.call == call) else {
        return Vec::new();
    };
    if state.is_engaged() {
        return Vec::new();
    }
    let peer = state.missed.remove(index).peer;
    let record = RecordRef {
        kind: RecordKind::Person,
        id: None,
        email: None,
        name: peer.name,
        detail: peer.detail,
    };
    place(state, now, (record, peer.user), Media::Audio, tab)
}

/// The CRM made the call of this attempt.
pub(super) fn placed(
    state: &mut State,
    now: Timestamp,
    attempt: u64,
    session: Session,
) -> Vec<Effect> {
    let is_current = matches!(
        state.current.as_ref().map(|current| &current.phase),
        Some(Phase::Dialing { attempt: dialed, .. }) if *dialed == attempt
    );
    if is_current {
        return bind_session(state, now, session);
    }
    if state.current.as_ref().and_then(Current::call) == Some(session.id) {
        return Vec::new();
    }
    // The user gave up before the CRM answered.
    state.lost.retain(|lost| lost.attempt != attempt);
    if state.owner.is_some_and(|user| !session.is_outgoing(user)) {
        // Another user has signed in since, to whom the call does not belong.
        return Vec::new();
    }
    end_orphan(state, now, &session)
}

/// The CRM refused, or its answer was lost.
pub(super) fn failed(state: &mut State, now: Timestamp, attempt: u64, why: Refusal) -> Vec<Effect> {
    let Some(Current {
        peer,
        phase: Phase::Dialing {
            attempt: dialed, ..
        },
        ..
    }) = &state.current
    else {
        return Vec::new();
    };
    if *dialed != attempt {
        return Vec::new();
    }
    // Both called each other at the same moment: the CRM lets one through, and
    // it rings here. That call is kept.
    if why == Refusal::NotAvailable
        && let Some(ring) = state.rings.iter().find(|ring| ring.peer.is_same_user(peer))
    {
        let call = ring.call;
        let current = state.current.take();
        let media = current
            .as_ref()
            .map_or(Media::Audio, |current| current.media);
        let tab = current.and_then(|current| current.host).map(MediaHost::tab);
        return incoming::answer(state, now, call, media, tab);
    }
    let unsure = matches!(
        why,
        Refusal::Offline | Refusal::CrmTrouble | Refusal::NoApi { .. }
    );
    let effects = finish(state, now, EndReason::Refused(why), false);
    if !unsure {
        // A clear refusal: there is no call to find later.
        state.lost.retain(|lost| lost.attempt != attempt);
    }
    effects
}

/// The CRM showed a session that this user initiated.
pub(super) fn seen(state: &mut State, now: Timestamp, session: Session) -> Vec<Effect> {
    let Some(current) = &mut state.current else {
        return close_orphan(state, now, session);
    };
    match &mut current.phase {
        Phase::Dialing { since, .. } => {
            let fits = session.status.rings() && made_since(&session, *since);
            let known =
                state.handled_calls.contains(&session.id) || elsewhere::is(state, session.id);
            if fits && !known {
                // Pushed before the answer to our own request came.
                return bind_session(state, now, session);
            }
            close_orphan(state, now, session)
        }
        Phase::Ringing { call, since, .. } if *call == session.id => match session.status {
            Status::Pending | Status::Ringing => {
                incoming::rung_since(&session, since);
                pass(state, now)
            }
            Status::Active => answered(state, now, session),
            Status::Rejected => {
                let note = reason_given(&session);
                // A push carries no notes, and the reason is in them.
                let check = note.is_none().then_some(Effect::Check(session.id));
                let mut effects = finish(state, now, EndReason::Declined { note }, false);
                effects.extend(check);
                effects
            }
            Status::Missed => finish(state, now, EndReason::NoAnswer, false),
            Status::Failed => finish(state, now, EndReason::Refused(Refusal::Gone), false),
            Status::Completed | Status::Cancelled => {
                let reason = over_at_crm(&session).unwrap_or(EndReason::Cancelled);
                finish(state, now, reason, false)
            }
        },
        Phase::Live(on) if on.call == session.id => live::seen(state, now, &session),
        Phase::Ended {
            call: Some(call),
            reason: EndReason::Declined { note },
            ..
        } if *call == session.id => {
            *note = reason_given(&session).or(note.take());
            Vec::new()
        }
        _ => close_orphan(state, now, session),
    }
}

/// The reason that came with a rejection, if any.
fn reason_given(session: &Session) -> Option<String> {
    let notes = session.notes.trim();
    (!notes.is_empty()).then(|| notes.to_owned())
}

/// The CRM has our call: it rings at the peer's end.
fn bind_session(state: &mut State, now: Timestamp, session: Session) -> Vec<Effect> {
    let Some(current) = &mut state.current else {
        return Vec::new();
    };
    let since = match current.phase {
        Phase::Dialing { since, .. } => since,
        _ => now,
    };
    current.peer.user = session.recipient;
    if !session.recipient_name.is_empty() && current.peer.name.is_empty() {
        current.peer.name.clone_from(&session.recipient_name);
    }
    // Both rang each other and the CRM let both through: the older call is
    // kept; both sides come to the same conclusion.
    if let Some(ring) = state
        .rings
        .iter()
        .find(|ring| ring.peer.is_same_user(&current.peer))
        && ring.call < session.id
    {
        let (call, media) = (ring.call, current.media);
        let tab = current.host.map(MediaHost::tab);
        state.mark_handled(session.id);
        state.current = None;
        let mut effects = vec![enqueue(session.id, CrmUpdate::End, now)];
        effects.extend(incoming::answer(state, now, call, media, tab));
        return effects;
    }
    current.phase = Phase::Ringing {
        call: session.id,
        room: session.room.clone(),
        since,
    };
    match session.status {
        Status::Pending | Status::Ringing => Vec::new(),
        _ => seen(state, now, session),
    }
}

/// The peer answered.
fn answered(state: &mut State, now: Timestamp, session: Session) -> Vec<Effect> {
    let window_first = state.rules.window_first;
    let Some(current) = &mut state.current else {
        return Vec::new();
    };
    let since = live::answered_at(&session, now).unwrap_or(now);
    let room = match &current.phase {
        Phase::Ringing { room, .. } => session.room.or_else(|| room.clone()),
        _ => session.room,
    };
    if state.rules.crm_carries {
        let answered = Elsewhere {
            call: session.id,
            peer: current.peer.clone(),
            media: current.media,
            room,
            since,
            phase: ElsewherePhase::Active,
        };
        state.current = None;
        state.mark_handled(session.id);
        return elsewhere::carried_there(state, now, answered);
    }
    current.phase = Phase::Live(Live::new(session.id, room, since));
    state.mark_handled(session.id);
    host::assign_host(state, now, window_first)
}

/// A session of ours that is not the current call: made elsewhere, or by an
/// attempt whose answer was lost.
fn close_orphan(state: &mut State, now: Timestamp, session: Session) -> Vec<Effect> {
    // Answered already is no reason to leave the peer alone in the meeting.
    let known = state.is_handled(session.id) || elsewhere::is(state, session.id);
    if session.status.is_over() || known {
        return elsewhere::seen(state, now, session);
    }
    // The newest attempt that fits: an older one may wait for an older call.
    let ours = state.lost.iter().rposition(|lost| {
        let same_user = lost.user.is_none() || lost.user == session.recipient;
        same_user && made_by(&session, lost)
    });
    if session.created_at.is_none() && !state.lost.is_empty() {
        // A push from before the CRM's clock is known: its row says when.
        return vec![Effect::Check(session.id)];
    }
    match ours {
        Some(index) => {
            state.lost.remove(index);
            end_orphan(state, now, &session)
        }
        None => elsewhere::seen(state, now, session),
    }
}

/// Ends a call of ours that was given up here.
fn end_orphan(state: &mut State, now: Timestamp, session: &Session) -> Vec<Effect> {
    if state.is_handled(session.id) {
        // It was pushed before the answer came, and ended or answered then.
        return Vec::new();
    }
    state.mark_handled(session.id);
    if session.status.is_over() {
        return Vec::new();
    }
    vec![enqueue(session.id, CrmUpdate::End, now)]
}

/// Whether the session was made while this attempt waited for its answer, by the
/// CRM's clock.
fn made_by(session: &Session, lost: &LostAttempt) -> bool {
    session.created_at.is_some_and(|at| {
        let earliest = lost.since;
        let latest = earliest.plus(DIAL_LIMIT + incoming::CLOCK_SLACK);
        at.plus(incoming::CLOCK_SLACK) >= earliest && at <= latest
    })
}

/// The user behind the record that is being called is known by number.
pub(super) fn recipient(state: &mut State, attempt: u64, user: UserId) -> Vec<Effect> {
    let lost = state.lost.iter_mut().find(|lost| lost.attempt == attempt);
    if let Some(lost) = lost {
        lost.user.get_or_insert(user);
    }
    if let Some(current) = &mut state.current
        && matches!(current.phase, Phase::Dialing { attempt: dialed, .. } if dialed == attempt)
    {
        current.peer.user.get_or_insert(user);
    }
    Vec::new()
}

/// Whether the session was made after this moment (or it is not known when).
fn made_since(session: &Session, since: Timestamp) -> bool {
    session
        .created_at
        .is_none_or(|at| at.plus(incoming::CLOCK_SLACK) >= since)
}

/// When the current attempt or ringing is to be given up.
pub(super) fn deadline(state: &State) -> Option<Timestamp> {
    match &state.current.as_ref()?.phase {
        Phase::Dialing { since, .. } => Some(since.plus(DIAL_LIMIT)),
        Phase::Ringing { since, .. } => Some(since.plus(state.rules.ring_time)),
        Phase::Live(_) | Phase::Ended { .. } => None,
    }
}

/// Gives up an attempt or a ringing call whose time is over.
pub(super) fn pass(state: &mut State, now: Timestamp) -> Vec<Effect> {
    if deadline(state).is_none_or(|at| now < at) {
        return Vec::new();
    }
    match state.current.as_ref().map(|current| &current.phase) {
        Some(Phase::Dialing { .. }) => {
            finish(state, now, EndReason::Refused(Refusal::CrmTrouble), false)
        }
        _ => finish(state, now, EndReason::NoAnswer, true),
    }
}
