//! The core: what happens to calls, as a function (pure).
//!
//! `step(state, event) -> effects`. No clock, no network, no browser: time is
//! part of the event. Effects that must not be lost are derivable from the
//! state, so a worker that dies between saving and acting continues with
//! [`Event::Woke`].

mod incoming;
#[cfg(test)]
mod interleavings;
mod live;
mod note;
mod outgoing;
mod restart;
#[cfg(test)]
mod tests;
mod time;

use super::checkpoint::Checkpoint;
use super::state::{Phase, Rules, State, Tab};
use super::view::{AccountView, MediaHost, Notice, ToastPosition};
use crate::call::intent::Intent;
use crate::call::page_protocol::{PageCommand, PageEvent};
use crate::codec;
use crate::crm::session::Session;
use crate::domain::{CallId, EndReason, Media, Refusal, TabId, Timestamp, UserId};
use crate::outbox::{CrmUpdate, OutboxEntry};
use crate::site::RecordRef;

pub use time::next_deadline;

/// Something that happened, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct TimedEvent {
    /// When it happened, by this computer's clock.
    pub now: Timestamp,
    /// What happened.
    pub what: Event,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Somebody signed in or out at the CRM.
    Account(AccountView),
    /// The settings changed.
    Rules(Rules),
    /// The toast was moved.
    ToastMoved(ToastPosition),
    /// A CRM tab is there, or its visibility changed.
    Tab(Tab),
    /// A tab was closed or left the CRM.
    TabGone(TabId),
    /// The worker started; what was under way may have been lost.
    Woke,
    /// The browser started anew.
    Restarted {
        /// What is left of the calls before.
        remains: Checkpoint,
        /// Calls of which the CRM must still be told: they were decided.
        decided: Vec<CallId>,
    },
    /// A call button was pressed.
    Place {
        /// Beside which record.
        record: RecordRef,
        /// Which button.
        media: Media,
        /// In which tab.
        tab: Option<TabId>,
    },
    /// The CRM made the call.
    Placed {
        /// The attempt that it answers.
        attempt: u64,
        /// The call.
        session: Session,
    },
    /// The CRM did not make the call, or it is not known whether it did.
    PlaceFailed {
        /// The attempt that it answers.
        attempt: u64,
        /// Why.
        why: Refusal,
    },
    /// A call session was seen: pushed, polled, or looked up.
    Seen(Session),
    /// The CRM says that the user has no active call.
    NoneActive,
    /// The CRM has no such call.
    Gone(CallId),
    /// The CRM did not take an answer.
    AnswerFailed {
        /// Which call.
        call: CallId,
        /// Why.
        why: Refusal,
    },
    /// A person did something, in this tab (or elsewhere).
    Intent {
        /// What.
        intent: Intent,
        /// Where; `None` for the popup, a notification or a shortcut.
        tab: Option<TabId>,
    },
    /// A call page reports.
    PageEvent {
        /// The tab that the page is in.
        tab: TabId,
        /// What it says.
        report: PageEvent,
    },
    /// A call page is gone: closed, navigated, crashed.
    PageGone(TabId),
    /// The end of a call cannot be told to the CRM now; it waits in the outbox.
    Undelivered {
        /// Whether this computer has no network at all.
        offline: bool,
    },
    /// Nothing waits in the outbox any more.
    Delivered,
    /// Time has passed.
    Time,
}

/// What the worker must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask the CRM to ring this record's person.
    Initiate {
        /// Number that the outcome must carry.
        attempt: u64,
        /// Whom to call.
        record: RecordRef,
        /// The user behind the record, when already known.
        user: Option<UserId>,
        /// With or without camera.
        media: Media,
    },
    /// Tell the CRM that the user answers, now or never.
    Answer(CallId),
    /// Put this into the outbox.
    OutboxEntry(OutboxEntry),
    /// Ask the CRM what became of this call.
    Check(CallId),
    /// Ask the CRM for the user's active call, now.
    Poll,
    /// Tell the call page in this seat.
    PageCommand(MediaHost, PageCommand),
    /// Let the call page in this seat hand in a recording of its call.
    UploadGrant {
        /// Which page.
        host: MediaHost,
        /// Which call.
        call: CallId,
        /// Whether the CRM refused the sign-in of the permit before.
        refused: bool,
    },
    /// Open a window for the current call.
    OpenWindow,
    /// Bring this tab to the front.
    Focus(TabId),
    /// Open the CRM in a tab of its own: what is typed elsewhere stays.
    OpenCrm,
}

/// How long the outcome of a call is shown, in milliseconds.
pub const ENDED_SHOWN_MS: u64 = 6_000;
/// How long a note can be written after the call, since the last change; and
/// how long a page may work on without a word.
pub const NOTE_OPEN_MS: u64 = 60_000;
/// How long a notice stands, in milliseconds.
pub const NOTICE_SHOWN_MS: u64 = 20_000;
/// How long it is said that the sign-in ended, in milliseconds: calls do not
/// come until something is done about it, so it stands for a working day.
pub const SIGN_IN_SHOWN_MS: u64 = 8 * 3_600_000;
/// How long the CRM may take to make a call before the attempt is given up.
pub const DIAL_MS: u64 = 20_000;

/// Takes one event into account and says what to do.
pub fn step(state: &mut State, event: TimedEvent) -> Vec<Effect> {
    // As text: the code that compares all that a state can hold is larger.
    let before = codec::encode(state);
    let now = event.now;
    let mut effects = time::pass(state, now);
    effects.extend(apply(state, now, event.what));
    if codec::encode(state) != before {
        state.revision += 1;
    }
    effects
}

fn apply(state: &mut State, now: Timestamp, what: Event) -> Vec<Effect> {
    match what {
        Event::Account(account) => {
            let expired = account == AccountView::Expired && state.account != account;
            state.account = account;
            restart::signed_in(state);
            if expired {
                state.notice = Some((Notice::SignInAgain, now.plus(SIGN_IN_SHOWN_MS)));
            } else if let Some((Notice::SignInAgain, _)) = state.notice
                && state.me().is_some()
            {
                state.notice = None;
            }
            Vec::new()
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
        Event::Restarted { remains, decided } => restart::restarted(state, now, remains, decided),
        Event::Place { record, media, tab } => {
            outgoing::place(state, now, (record, None), media, tab)
        }
        Event::Placed { attempt, session } => outgoing::placed(state, now, attempt, session),
        Event::PlaceFailed { attempt, why } => outgoing::failed(state, now, attempt, why),
        Event::Seen(session) => seen(state, now, session),
        Event::NoneActive => none_active(state),
        Event::Gone(call) => gone(state, now, call),
        Event::AnswerFailed { call, why } => incoming::answer_failed(state, now, call, why),
        Event::Intent { intent, tab } => intent_done(state, now, intent, tab),
        Event::PageEvent { tab, report } => live::report(state, now, tab, report),
        Event::PageGone(tab) => live::page_gone(state, now, tab),
        Event::Undelivered { offline } => {
            let waits = if offline {
                Notice::OfflineEnd
            } else {
                Notice::CrmTrouble
            };
            notice(state, now, waits);
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

/// A call session was seen, whoever saw it.
fn seen(state: &mut State, now: Timestamp, session: Session) -> Vec<Effect> {
    let Some(me) = state.me() else {
        return Vec::new();
    };
    if session.is_outgoing(me) {
        outgoing::seen(state, now, session)
    } else if session.is_incoming(me) {
        incoming::seen(state, now, session)
    } else {
        Vec::new()
    }
}

/// The CRM knows no active call. It may be wrong (it forgets a ringing call
/// when a newer one ended), so every call that we believe in is looked up.
fn none_active(state: &State) -> Vec<Effect> {
    let current = state
        .current
        .as_ref()
        .and_then(|current| match &current.phase {
            Phase::Ringing { call, .. } => Some(*call),
            Phase::Live(live) => Some(live.call),
            Phase::Dialing { .. } | Phase::Ended { .. } => None,
        });
    let rings = state.rings.iter().map(|ring| ring.call);
    current
        .into_iter()
        .chain(rings)
        .map(Effect::Check)
        .collect()
}

/// The worker started. What it may have been doing is done again; the CRM
/// takes each of these twice without harm.
fn woke(state: &State) -> Vec<Effect> {
    let mut effects = none_active(state);
    match state.current.as_ref().map(|current| &current.phase) {
        Some(Phase::Live(live)) if !live.confirmed => effects.push(Effect::Answer(live.call)),
        // The call may have been made without our hearing of it. Asking shows
        // it; asking again to make one could make two.
        Some(Phase::Dialing { .. }) => effects.push(Effect::Poll),
        _ => {}
    }
    effects
}

/// The CRM has no such call any more: somebody deleted the row.
fn gone(state: &mut State, now: Timestamp, call: CallId) -> Vec<Effect> {
    state.rings.retain(|ring| ring.call != call);
    state.mark_handled(call);
    if state.current.as_ref().and_then(super::state::Current::call) == Some(call)
        && state.is_engaged()
    {
        return finish(state, now, EndReason::Refused(Refusal::Gone), false);
    }
    Vec::new()
}

fn intent_done(
    state: &mut State,
    now: Timestamp,
    intent: Intent,
    tab: Option<TabId>,
) -> Vec<Effect> {
    match intent {
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
        Intent::HangUp => hang_up(state, now),
        Intent::ToggleMic => order(state, PageCommand::ToggleMic),
        Intent::ToggleCamera => order(state, PageCommand::ToggleCamera),
        Intent::PopOut => live::pop_out(state),
        Intent::ShowCall => live::show(state, tab),
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
        Intent::Note { call, text } => note::written(state, now, call, text),
    }
}

/// The user ends whatever is under way. There is no state that this cannot
/// leave.
fn hang_up(state: &mut State, now: Timestamp) -> Vec<Effect> {
    let Some(current) = &state.current else {
        return Vec::new();
    };
    let reason = match &current.phase {
        Phase::Dialing { .. } | Phase::Ringing { .. } => EndReason::Cancelled,
        Phase::Live(live) => EndReason::Over {
            lasted: now.since(live.since),
        },
        Phase::Ended { .. } => return note::closed(state),
    };
    finish(state, now, reason, true)
}

/// Ends the current call here, and tells the CRM when it does not know yet.
fn finish(state: &mut State, now: Timestamp, reason: EndReason, tell_crm: bool) -> Vec<Effect> {
    let best_tab = state.best_tab();
    let Some(current) = &mut state.current else {
        return Vec::new();
    };
    let mut effects = Vec::new();
    let call = current.call();
    match &current.phase {
        Phase::Dialing { attempt, since, .. } => {
            // The CRM may make the call yet; it is ended when it shows up.
            let lost = super::state::LostAttempt {
                attempt: *attempt,
                user: current.peer.user,
                since: *since,
            };
            outgoing::remember_lost(&mut state.lost, lost);
        }
        Phase::Live(_) => {
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
            NOTE_OPEN_MS
        } else {
            ENDED_SHOWN_MS
        }),
    };
    current.moving = false;
    if let (Some(MediaHost::Window(_)), false) = (current.host, current.keeps_page()) {
        // The window closes; the end is shown where a person looks.
        current.host = best_tab.map(MediaHost::Toast);
    }
    if let Some(call) = call {
        state.mark_handled(call);
        if tell_crm {
            effects.push(tell(call, CrmUpdate::End, now));
        }
    }
    effects
}

fn tab_ready(state: &mut State, tab: Tab) -> Vec<Effect> {
    match state.tabs.iter_mut().find(|known| known.id == tab.id) {
        Some(known) => *known = tab,
        None => state.tabs.push(tab),
    }
    live::take_host(state, tab)
}

fn tab_gone(state: &mut State, now: Timestamp, tab: TabId) -> Vec<Effect> {
    state.tabs.retain(|known| known.id != tab);
    live::seat_lost(state, now, tab)
}

fn order(state: &State, order: PageCommand) -> Vec<Effect> {
    match state.current.as_ref() {
        Some(current) if matches!(current.phase, Phase::Live(_)) => current
            .host
            .map(|host| Effect::PageCommand(host, order))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

fn tell(call: CallId, what: CrmUpdate, now: Timestamp) -> Effect {
    Effect::OutboxEntry(OutboxEntry {
        call,
        what,
        since: now,
    })
}

fn notice(state: &mut State, now: Timestamp, notice: Notice) {
    state.notice = Some((notice, now.plus(NOTICE_SHOWN_MS)));
}
