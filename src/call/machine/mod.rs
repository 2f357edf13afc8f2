//! The call machine, as a function.
//!
//! `step(state, event) -> effects`. No clock, no network, no browser: time is
//! part of the event. Effects that must not be lost are derivable from the
//! state, so a worker that is ended between storing and acting continues with
//! [`Event::Woke`].

mod effect;
mod elsewhere;
mod ending;
mod event;
#[cfg(test)]
mod exploration;
mod guest;
mod held;
mod host;
mod incoming;
mod inquiry;
#[cfg(test)]
mod interleavings;
mod live;
mod note;
mod notify;
mod outgoing;
mod own_tab;
mod restart;
#[cfg(test)]
mod tests;
mod time;

use super::account::AccountView;
use super::guest::Guest;
use super::intent::{CallPageIntent, Intent};
use super::notice::Notice;
use super::page_protocol::{PageCommand, PageEvent};
use super::state::{Current, ElsewherePhase, Phase, State, TABS_MAX, Tab};
use crate::codec;
use crate::crm::session::Session;
use crate::domain::{CallId, EndReason, Refusal, TabId, Timestamp};

pub use effect::Effect;
pub use ending::ENDED_SHOWN;
pub use event::{Event, TimedEvent};
pub use note::NOTE_OPEN;
pub use notify::{NOTICE_SHOWN, SIGN_IN_SHOWN};
pub use outgoing::DIAL_LIMIT;
pub use time::next_deadline;

/// Applies one event to the state and returns the effects.
pub fn step(state: &mut State, input: TimedEvent) -> Vec<Effect> {
    // Compared as text: derived comparison of the whole state is more code.
    let (before, clock) = (codec::encode(state), state.clock);
    let TimedEvent { now, event } = input;
    let with_guest = state.is_with_guest();
    let mut effects = time::pass(state, now);
    effects.extend(apply(state, now, event));
    notify::drop_outdated(state);
    if with_guest || state.is_with_guest() {
        effects.retain(|effect| !effect.is_for_crm());
    }
    // That time has passed is no change: nobody needs to see or store it.
    let read = std::mem::replace(&mut state.clock, clock);
    if codec::encode(state) != before {
        state.revision += 1;
    }
    state.clock = read;
    effects
}

fn apply(state: &mut State, now: Timestamp, event: Event) -> Vec<Effect> {
    match event {
        Event::Account(account) => {
            let expired = account == AccountView::Expired && state.account != account;
            state.account = account;
            let mut effects = restart::signed_in(state);
            effects.extend(restart::signed_out(state));
            if expired {
                state.notice = Some((Notice::SignInAgain, now.plus(SIGN_IN_SHOWN)));
            } else if let Some((Notice::SignInAgain, _)) = state.notice
                && state.me().is_some()
            {
                state.notice = None;
            }
            effects
        }
        Event::Rules(rules) => {
            state.rules = rules;
            Vec::new()
        }
        Event::ToastMoved(toast_position) => {
            state.toast_position = toast_position;
            Vec::new()
        }
        Event::Tab(tab) => tab_ready(state, tab),
        Event::TabGone(tab) => tab_gone(state, now, tab),
        Event::Woke => woke(state),
        Event::Restarted {
            checkpoint,
            decided,
        } => restart::restarted(state, now, checkpoint, decided),
        Event::Place { record, media, tab } => {
            outgoing::place(state, now, (record, None), media, tab)
        }
        Event::Invite {
            record,
            media,
            tab,
            meeting,
            own_name,
            page,
            owner,
        } => {
            let guest = Guest {
                email: record.email.clone(),
                own_name,
                page,
                owner,
                invited: now,
                came: false,
            };
            guest::invite(state, now, record, guest, media, tab, meeting)
        }
        Event::OwnerGone { site } => guest::owner_gone(state, now, &site),
        Event::Hold { record, media, tab } => held::hold(state, now, record, media, tab),
        Event::Release { attempt } => held::release(state, attempt),
        Event::Busy => outgoing::busy(state, now),
        Event::Placed { attempt, session } => outgoing::placed(state, now, attempt, session),
        Event::PlaceFailed { attempt, why } => outgoing::failed(state, now, attempt, why),
        Event::Seen(session) => seen(state, now, session),
        Event::NoneActive => inquiry::about_all(state),
        Event::Gone(call) => gone(state, now, call),
        Event::AnswerFailed { call, why } if elsewhere::is(state, call) => {
            elsewhere::answer_failed(state, now, call, why)
        }
        Event::AnswerFailed { call, why } => incoming::answer_failed(state, now, call, why),
        Event::Intent { intent, tab } => intent_done(state, now, intent, tab),
        Event::PageEvent { tab, event } => page_event(state, now, tab, event),
        Event::PageGone(tab) => live::page_gone(state, now, tab),
        Event::OwnTabOpened { call, tab } if own_tab::opened(state, call, tab) => {
            live::show_page(state)
        }
        Event::OwnTabOpened { tab, .. } => vec![Effect::CloseTab(tab)],
        Event::WindowOpened(tab) => host::window_opened(state, tab),
        Event::NoWindow => host::no_window(state),
        Event::Recipient { attempt, user } => outgoing::recipient(state, attempt, user),
        Event::Undelivered { offline } => {
            let waits = if offline {
                Notice::OfflineEnd
            } else {
                Notice::CrmTrouble
            };
            notify::notice(state, now, waits);
            Vec::new()
        }
        Event::NoteRefused => {
            notify::notice(state, now, Notice::NoteRefused);
            Vec::new()
        }
        Event::Delivered => {
            let said = state.notice.as_ref().map(|(notice, _)| notice);
            if matches!(said, Some(Notice::OfflineEnd | Notice::CrmTrouble)) {
                state.notice = None;
            }
            Vec::new()
        }
        Event::Time => Vec::new(),
    }
}

/// The CRM showed a call session.
fn seen(state: &mut State, now: Timestamp, session: Session) -> Vec<Effect> {
    let Some(me) = state.me() else {
        return Vec::new();
    };
    ending::corrected(state, &session);
    if session.is_outgoing(me) {
        outgoing::seen(state, now, session)
    } else if session.is_incoming(me) {
        incoming::seen(state, now, session)
    } else {
        Vec::new()
    }
}

/// The worker started. Requests that may have been lost are sent again; for
/// each of these the CRM accepts a repetition.
fn woke(state: &State) -> Vec<Effect> {
    let mut effects = inquiry::about_all(state);
    match state.current.as_ref().map(|current| &current.phase) {
        Some(Phase::Live(live)) if !live.confirmed => effects.push(Effect::Answer(live.call)),
        // The call may have been made although the answer was lost. A query
        // shows it; a second request could make a second call.
        Some(Phase::Dialing { .. }) => effects.push(Effect::Poll),
        _ => {}
    }
    if let Some(elsewhere) = &state.elsewhere
        && elsewhere.phase == ElsewherePhase::Answering
    {
        effects.push(Effect::Answer(elsewhere.call));
    }
    effects
}

/// The CRM has no such call any more: its row was deleted.
fn gone(state: &mut State, now: Timestamp, call: CallId) -> Vec<Effect> {
    state.rings.retain(|ring| ring.call != call);
    elsewhere::gone(state, call);
    state.mark_handled(call);
    if state.current.as_ref().and_then(Current::call) == Some(call) && state.is_engaged() {
        return ending::finish(state, now, EndReason::Refused(Refusal::Gone), false);
    }
    Vec::new()
}

/// A call page sent an event. What a person did in it is handled like any other
/// intent, if the page holds the call.
fn page_event(state: &mut State, now: Timestamp, tab: TabId, event: PageEvent) -> Vec<Effect> {
    match event {
        // A note is accepted however late it comes.
        PageEvent::Act(intent @ CallPageIntent::Note { .. }) => {
            intent_done(state, now, intent.into(), Some(tab))
        }
        PageEvent::Act(intent) if host::is_held_in(state, tab) => {
            intent_done(state, now, intent.into(), Some(tab))
        }
        event => live::page_event(state, now, tab, event),
    }
}

fn intent_done(
    state: &mut State,
    now: Timestamp,
    intent: Intent,
    tab: Option<TabId>,
) -> Vec<Effect> {
    match intent {
        // Only a press that says so ends a call that is on.
        Intent::Answer { .. } if state.is_talking() => Vec::new(),
        Intent::Answer { call, media } | Intent::EndAndAnswer { call, media } => {
            incoming::answer(state, now, call, media, tab)
        }
        Intent::Decline { call, note } => incoming::decline(state, now, call, note),
        Intent::Silence => {
            for ring in &mut state.rings {
                ring.silent = true;
            }
            Vec::new()
        }
        Intent::HangUp => ending::hang_up(state, now),
        Intent::CloseOutcome => note::close_outcome(state),
        Intent::TakeHere { call } => elsewhere::take(state, now, call, tab),
        Intent::EndElsewhere { call } => elsewhere::end(state, now, call),
        Intent::ToggleMic => command(state, PageCommand::ToggleMic),
        Intent::ToggleCamera => command(state, PageCommand::ToggleCamera),
        Intent::PopOut => host::pop_out(state, now),
        Intent::ShowCall => host::show(state, tab),
        Intent::SignIn => vec![Effect::OpenCrm],
        Intent::DismissNotice => {
            state.notice = None;
            Vec::new()
        }
        Intent::CallBack { call } => outgoing::call_back(state, now, call, tab),
        Intent::ForgetMissed { call } => {
            state.missed.retain(|missed| missed.call != call);
            Vec::new()
        }
        Intent::AddNote => note::add(state, now, tab),
        Intent::OpenOptions => vec![Effect::OpenOptions],
        Intent::Note { call, text } => note::written(state, now, call, text),
    }
}

fn tab_ready(state: &mut State, tab: Tab) -> Vec<Effect> {
    match state.tabs.iter_mut().find(|known| known.id == tab.id) {
        Some(known) => *known = tab,
        None => {
            if state.tabs.len() >= TABS_MAX {
                state.tabs.remove(0);
            }
            state.tabs.push(tab);
        }
    }
    host::take_host(state, tab)
}

fn tab_gone(state: &mut State, now: Timestamp, tab: TabId) -> Vec<Effect> {
    state.tabs.retain(|known| known.id != tab);
    if state.own_tab() == Some(tab) {
        return own_tab::closed(state, now);
    }
    if host::is_awaited(state, tab) {
        return host::no_window(state);
    }
    host::host_lost(state, now, tab)
}

fn command(state: &State, command: PageCommand) -> Vec<Effect> {
    match state.current.as_ref() {
        Some(current) if matches!(current.phase, Phase::Live(_)) => current
            .host
            .map(|host| Effect::PageCommand(host, command))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}
