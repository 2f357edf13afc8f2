//! The answered call, and what its page sends.

use super::effect::{Effect, enqueue};
use super::ending::{finish, hang_up, over_at_crm};
use super::host;
use super::note;
use super::own_tab;
use crate::call::account::AccountView;
use crate::call::host::MediaHost;
use crate::call::page_protocol::{JoinInfo, PageCommand, PageEvent};
use crate::call::state::{ALONE_ASKS, Current, Live, Phase, State};
use crate::call::view;
use crate::crm::session::{Session, Status};
use crate::domain::{Duration, EndReason, Refusal, TabId, Timestamp};
use crate::outbox::CrmUpdate;

/// How long a person waits alone in a meeting before the call is over: after a
/// lost connection Jitsi waits for up to half a minute before it loads the other
/// side's meeting again.
const ALONE_LIMIT: Duration = Duration::from_mins(2);
/// When the CRM is asked whether the peer hung up, after they left the meeting:
/// its push is usually sooner. What it does not explain by the last time is an
/// interruption, and shown as one.
const ALONE_ASKED: [Duration; ALONE_ASKS as usize] =
    [Duration::from_millis(700), Duration::from_secs(3)];
/// The CRM's clock is read to some tenths of a second; smaller differences do
/// not move the clock of a call.
const CLOCK_NOISE: Duration = Duration::from_millis(400);
/// How long a call goes on without any page, so that the user can come back.
const UNHOSTED_LIMIT: Duration = Duration::from_mins(2);

/// The CRM showed the current call's session.
pub(super) fn seen(state: &mut State, now: Timestamp, session: &Session) -> Vec<Effect> {
    let Some(Phase::Live(live)) = state.current.as_mut().map(|current| &mut current.phase) else {
        return Vec::new();
    };
    if live.call != session.id {
        return Vec::new();
    }
    let lasted = EndReason::Over {
        lasted: now.since(live.since),
    };
    match session.status {
        Status::Active => {
            live.confirmed = true;
            follow_crm(live, session, now);
            let late_room = live.room.is_none() && session.room.is_some();
            if late_room {
                live.room.clone_from(&session.room);
                return join(state);
            }
            Vec::new()
        }
        // Polled before the CRM heard our answer.
        Status::Pending | Status::Ringing => Vec::new(),
        Status::Rejected if !live.confirmed => finish(state, now, EndReason::Elsewhere, false),
        Status::Failed if !live.confirmed => {
            finish(state, now, EndReason::Refused(Refusal::Gone), false)
        }
        Status::Completed | Status::Cancelled | Status::Missed if !live.confirmed => {
            let reason = over_at_crm(session).unwrap_or(EndReason::Cancelled);
            finish(state, now, reason, false)
        }
        _ => {
            let reason = over_at_crm(session).unwrap_or(lasted);
            finish(state, now, reason, false)
        }
    }
}

/// When the CRM says that the call was answered, on this computer's clock.
pub(super) fn answered_at(session: &Session, now: Timestamp) -> Option<Timestamp> {
    session.started_at.map(|at| at.min(now))
}

/// The call's clock is the CRM's, so that it is the same at both sides: a push
/// or an answer comes later than what it tells of.
fn follow_crm(live: &mut Live, session: &Session, now: Timestamp) {
    if let Some(at) = answered_at(session, now)
        && at.since(live.since).max(live.since.since(at)) > CLOCK_NOISE
    {
        live.since = at;
    }
}

/// A call page went away. Its tab may be reloading, so it stays the host until
/// the tab itself is gone.
pub(super) fn page_gone(state: &mut State, now: Timestamp, tab: TabId) -> Vec<Effect> {
    let Some(current) = &mut state.current else {
        return Vec::new();
    };
    if current.host.is_none_or(|host| host.tab() != tab) {
        return Vec::new();
    }
    if let Phase::Live(live) = &mut current.phase {
        live.joined = false;
        live.unhosted_since = Some(now);
    }
    note::page_gone(state)
}

/// A call page sent an event other than what a person did in it.
pub(super) fn page_event(
    state: &mut State,
    now: Timestamp,
    tab: TabId,
    event: PageEvent,
) -> Vec<Effect> {
    if let PageEvent::Ready { alone } = event {
        return page_ready(state, tab, alone);
    }
    let Some(current) = &mut state.current else {
        return Vec::new();
    };
    let Some(host) = current.host.filter(|host| host.tab() == tab) else {
        return Vec::new();
    };
    match event {
        PageEvent::NoteOpen(open) => return note::opened(state, open),
        PageEvent::PendingWork(work) => return note::works(state, now, work),
        PageEvent::UploadRequested { call, refused } => {
            return note::request_upload(state, host, call, refused);
        }
        _ => {}
    }
    let Phase::Live(live) = &mut current.phase else {
        return Vec::new();
    };
    match event {
        PageEvent::Ready { .. }
        | PageEvent::Ping
        | PageEvent::NoteOpen(_)
        | PageEvent::PendingWork(_)
        | PageEvent::UploadRequested { .. }
        | PageEvent::FallbackFound
        | PageEvent::ServerUnreachable
        | PageEvent::ServerAllowed
        | PageEvent::Act(_) => return Vec::new(),
        PageEvent::Joined => {
            live.joined = true;
            live.unhosted_since = None;
        }
        PageEvent::Left => return hang_up(state, now),
        PageEvent::KickedOut { by } => {
            return finish(state, now, EndReason::Removed { by }, true);
        }
        PageEvent::OpenTab(url) => return own_tab::open(live, url),
        PageEvent::Asks => {
            // What it asks is in the meeting, which a small toast does not show.
            state.toast_position.minimised = false;
            return Vec::new();
        }
        PageEvent::Others { count } => {
            if count > 0 {
                live.alone_since = None;
            } else if live.others > 0 {
                live.alone_since = Some(now);
                live.alone_asked = 0;
            }
            live.others = count;
            if current.begins_with_guest(now) {
                // Its clock begins anew.
                return join(state);
            }
        }
        PageEvent::MicMuted(muted) => current.mic_muted = muted,
        PageEvent::CameraMuted(muted) => current.camera_muted = muted,
        PageEvent::Quality(quality) => current.quality = Some(quality),
        PageEvent::Speaking(speaking) => current.peer_speaking = speaking,
        PageEvent::Recording(on) => current.recording = on,
        PageEvent::RecordingLink(link) => {
            return vec![enqueue(live.call, CrmUpdate::RecordingLink(link), now)];
        }
        PageEvent::Trouble(trouble) => return host::in_trouble(state, now, host, &trouble),
    }
    show_page(state)
}

/// A call page asks for its call.
fn page_ready(state: &mut State, tab: TabId, alone: bool) -> Vec<Effect> {
    let leave = if alone {
        MediaHost::Window(tab)
    } else {
        MediaHost::Toast(tab)
    };
    if let Some(note) = note::page_ready(state, tab) {
        return vec![note];
    }
    let Some(current) = &mut state.current else {
        return vec![Effect::PageCommand(leave, PageCommand::Leave)];
    };
    let Phase::Live(live) = &mut current.phase else {
        return vec![Effect::PageCommand(leave, PageCommand::Leave)];
    };
    let mut effects = Vec::new();
    if alone && current.moving.is_some() {
        if let Some(old) = current.host.filter(|old| old.tab() != tab) {
            effects.push(Effect::PageCommand(old, PageCommand::Leave));
        }
        current.host = Some(MediaHost::Window(tab));
        current.moving = None;
    }
    if current.host.is_none_or(|host| host.tab() != tab) {
        return vec![Effect::PageCommand(leave, PageCommand::Leave)];
    }
    live.unhosted_since = None;
    live.joined = false;
    effects.extend(join(state));
    effects
}

/// The page in which the user is in a call, if any.
pub(super) fn page_in_use(state: &State) -> Option<MediaHost> {
    let current = state.current.as_ref()?;
    let held = matches!(current.phase, Phase::Live(_));
    current.host.filter(|_| held)
}

/// This answered call becomes the current one. `page` held the call before.
pub(super) fn start(
    state: &mut State,
    now: Timestamp,
    current: Current,
    page: Option<MediaHost>,
) -> Vec<Effect> {
    state.current = Some(current);
    let window_first = state.rules.window_first;
    let mut effects = host::assign_host(state, now, window_first);
    if page.is_some() && page == state.current.as_ref().and_then(|current| current.host) {
        // The page of the call before has loaded already and will not ask
        // again.
        effects.extend(join(state));
    }
    effects
}

/// The command to join, for the page that hosts the call.
pub(super) fn join(state: &State) -> Vec<Effect> {
    let Some(Current {
        peer,
        media,
        phase: Phase::Live(live),
        host: Some(host),
        note,
        guest,
        ..
    }) = &state.current
    else {
        return Vec::new();
    };
    let Some(room) = &live.room else {
        // An answered call whose meeting is not known yet.
        return vec![Effect::Check(live.call)];
    };
    let display_name = match (guest, &state.account) {
        (Some(guest), _) => guest.own_name.clone(),
        (None, AccountView::SignedIn { name, .. }) => name.clone(),
        _ => String::new(),
    };
    let info = JoinInfo {
        call: live.call,
        address: room.address.clone(),
        jwt: room.jwt.clone(),
        display_name,
        peer_name: peer.name.clone(),
        media: *media,
        since: live.since,
        note: note.clone(),
        in_own_tab: live.own_tab.is_some(),
        asks: false,
        guest: guest.clone(),
    };
    let mut effects = vec![Effect::PageCommand(*host, PageCommand::Join(info))];
    effects.extend(show_page(state));
    effects
}

/// Sends the call page what the tabs show.
pub(super) fn show_page(state: &State) -> Vec<Effect> {
    let Some(current) = &state.current else {
        return Vec::new();
    };
    let (Phase::Live(live), Some(host)) = (&current.phase, current.host) else {
        return Vec::new();
    };
    let view = view::call_view(current, live, Some(host.tab()));
    vec![Effect::PageCommand(host, PageCommand::Show(view))]
}

/// The next deadline of the current call.
pub(super) fn deadline(state: &State) -> Option<Timestamp> {
    match &state.current.as_ref()?.phase {
        // It needs no page of Ringside's, and ends with its tab.
        Phase::Live(live) if live.own_tab.is_some() => None,
        Phase::Live(Live {
            alone_since,
            alone_asked,
            unhosted_since,
            ..
        }) => {
            let wait = ALONE_ASKED.get(*alone_asked as usize);
            let wait = *wait.unwrap_or(&ALONE_LIMIT);
            let alone = alone_since.map(|since| since.plus(wait));
            let unhosted = unhosted_since.map(|since| since.plus(UNHOSTED_LIMIT));
            alone.into_iter().chain(unhosted).min()
        }
        Phase::Ended { until, .. } => Some(*until),
        _ => None,
    }
}

/// Ends a call without participants, and removes an outcome whose time is over.
pub(super) fn pass(state: &mut State, now: Timestamp) -> Vec<Effect> {
    if deadline(state).is_none_or(|at| now < at) {
        return Vec::new();
    }
    if let Some(ask) = ask_whether_over(state, now) {
        return ask;
    }
    match state.current.as_ref().map(|current| &current.phase) {
        Some(Phase::Ended { .. }) => note::closed(state),
        Some(Phase::Live(live)) => {
            let reason = if live.alone_since.is_some() {
                EndReason::Over {
                    lasted: now.since(live.since),
                }
            } else {
                EndReason::Lost
            };
            finish(state, now, reason, true)
        }
        _ => Vec::new(),
    }
}

/// Asks the CRM whether the call is over that this user is alone in, unless the
/// time for that is over, too.
fn ask_whether_over(state: &mut State, now: Timestamp) -> Option<Vec<Effect>> {
    let Phase::Live(live) = &mut state.current.as_mut()?.phase else {
        return None;
    };
    let alone = now.since(live.alone_since?);
    let unhosted = live.unhosted_since.map(|since| now.since(since));
    if alone >= ALONE_LIMIT || unhosted.is_some_and(|time| time >= UNHOSTED_LIMIT) {
        return None;
    }
    let due = ALONE_ASKED.iter().filter(|after| alone >= **after).count();
    live.alone_asked = due as u32;
    let ask = Effect::Check(live.call);
    Some(std::iter::once(ask).chain(show_page(state)).collect())
}
