//! The invariants after every event. The first violation is remembered for the
//! test to report.

use crate::outbox::CrmUpdate;
use crate::outbox::OutboxEntry;
use std::collections::{BTreeMap, BTreeSet};

use super::browser::Browser;
use super::crm::Crm;
use super::*;
use crate::call::state::Current;
use crate::call::view::{self, MediaLocation, ToastState};
use crate::domain::Jump;

#[derive(Debug, Default)]
pub(super) struct Checks {
    /// How often the CRM was told each update, by call.
    told: BTreeMap<(CallId, &'static str), u32>,
    /// Calls that were answered, declined, missed or ended here.
    handled: BTreeSet<CallId>,
    /// Ringing calls that neither settings nor the user silenced.
    loud: BTreeSet<CallId>,
    /// Calls that the user hung up or declined.
    pub(super) given_up: BTreeSet<CallId>,
    /// Calls that this browser cannot be asked to end any more.
    pub(super) excused: BTreeSet<CallId>,
    /// Calls that the user answered here, or took here from elsewhere.
    taken: BTreeSet<CallId>,
    /// Whether the CRM's window carries calls, and the call that was on here
    /// nevertheless, before the event.
    crm_carries: bool,
    on: Option<CallId>,
    /// Whether the event repeats requests that may have been lost.
    repeats: bool,
    rang: BTreeSet<CallId>,
    pub(super) broken: Option<String>,
}

impl Checks {
    fn fail(&mut self, what: String) {
        self.broken.get_or_insert(what);
    }

    /// An event is about to happen in this state.
    pub(super) fn before(&mut self, state: &State, now: Timestamp, event: &Event) {
        let (mut clock, due) = (state.clock, next_deadline(state));
        if let Some(Jump::Ahead(_)) = clock.read(now, due) {
            // After a sleep what rings is silent.
            self.loud.clear();
        }
        self.rang = state.rings.iter().map(|ring| ring.call).collect();
        self.repeats = matches!(event, Event::Woke);
        self.crm_carries = state.rules.crm_carries;
        self.on = on(state);
        let elsewhere = state.elsewhere.as_ref().map(|elsewhere| elsewhere.call);
        let engaged = state.current.as_ref().filter(|_| state.is_engaged());
        let Event::Intent { intent, .. } = event else {
            return;
        };
        match intent {
            Intent::HangUp => self.given_up.extend(engaged.and_then(Current::call)),
            Intent::Decline { call, .. } if self.rang.contains(call) => {
                self.given_up.insert(*call);
            }
            Intent::Silence => self.loud.clear(),
            Intent::TakeHere { call } if Some(*call) == elsewhere && !self.crm_carries => {
                self.taken.insert(*call);
                self.excused.remove(call);
            }
            Intent::EndElsewhere { call } if Some(*call) == elsewhere => {
                self.given_up.insert(*call);
                self.excused.remove(call);
            }
            _ => {}
        }
    }

    /// The machine decided on these effects, with this user signed in last.
    pub(super) fn decided(&mut self, crm: &Crm, user: UserId, effects: &[Effect]) {
        for effect in effects {
            let (call, what) = match effect {
                Effect::Answer(call) if !self.repeats => (*call, "answer"),
                Effect::Enqueue(entry) if entry.update == CrmUpdate::End => (entry.call, "end"),
                Effect::Enqueue(entry) if entry.update == CrmUpdate::Reject => {
                    (entry.call, "reject")
                }
                Effect::Enqueue(OutboxEntry { call, .. })
                | Effect::Answer(call)
                | Effect::Check(call)
                | Effect::UploadGrant { call, .. } => (*call, ""),
                Effect::PageCommand(_, PageCommand::Join(info)) => (info.call, ""),
                Effect::PageCommand(_, PageCommand::Show(view)) => (view.call, ""),
                Effect::PageCommand(_, PageCommand::Note { call, .. }) => (*call, ""),
                _ => continue,
            };
            if let Effect::Answer(call) = effect {
                self.taken.insert(*call);
            }
            if matches!(effect, Effect::PageCommand(_, PageCommand::Join(_))) {
                self.joins(crm, call);
            }
            if !crm.ever_had(call) {
                self.fail(format!("{effect:?} names a call that never was"));
            }
            if crm.calls.get(&call).is_some_and(|row| !row.concerns(user)) {
                self.fail(format!("{effect:?} is none of {user:?}'s"));
            }
            if !what.is_empty() {
                let times = self.told.entry((call, what)).or_default();
                *times += 1;
                if *times > 1 {
                    self.fail(format!("{what} was told twice of {call:?}"));
                }
            }
        }
    }

    /// A page is told to join this call.
    fn joins(&mut self, crm: &Crm, call: CallId) {
        let made_here = crm.calls.get(&call).is_none_or(|row| row.made_here);
        if !made_here && !self.taken.contains(&call) {
            self.fail(format!("{call:?} is elsewhere and was not taken here"));
        }
    }

    /// The machine is in a new state.
    pub(super) fn after(&mut self, state: &State, crm: &Crm, user: UserId) {
        let on = on(state);
        if self.crm_carries && on.is_some() && on != self.on {
            self.fail(format!("{on:?} is the CRM's window's to carry"));
        }
        self.rings(state);
        self.sound(state);
        let current = state.current.as_ref().and_then(Current::call);
        let rings = state.rings.iter().map(|ring| ring.call);
        let missed = state.missed.iter().map(|missed| missed.call);
        let elsewhere = state.elsewhere.as_ref().map(|elsewhere| elsewhere.call);
        // Its end is decided where it is.
        self.excused.extend(elsewhere);
        if elsewhere.is_some() && elsewhere == current && state.is_engaged() {
            self.fail("a call is here and elsewhere".to_owned());
        }
        let shown = current.into_iter().chain(rings).chain(missed);
        for call in shown.chain(elsewhere) {
            if crm.calls.get(&call).is_some_and(|row| !row.concerns(user)) {
                self.fail(format!("{call:?} is shown to {user:?}"));
            }
        }
        let mut copy = state.clone();
        let event = Event::Intent {
            intent: Intent::HangUp,
            tab: None,
        };
        step(
            &mut copy,
            TimedEvent {
                now: Timestamp(0),
                event,
            },
        );
        if copy.is_engaged() {
            self.fail("hanging up does not end the call".to_owned());
        }
    }

    fn rings(&mut self, state: &State) {
        let ringing: BTreeSet<CallId> = state.rings.iter().map(|ring| ring.call).collect();
        if ringing.len() != state.rings.len() {
            self.fail("a call rings twice at once".to_owned());
        }
        if let Some(call) = ringing.intersection(&self.handled).next() {
            self.fail(format!("{call:?} rings after it was handled"));
        }
        for ring in &state.rings {
            if self.rang.contains(&ring.call) {
                continue;
            }
            if state.rules.quiet {
                self.loud.remove(&ring.call);
            } else {
                self.loud.insert(ring.call);
            }
        }
        // What rings when its user signs out rings again when they are back.
        if !state.is_signed_out() {
            self.handled.extend(self.rang.difference(&ringing));
        }
        let current = state.current.as_ref().and_then(Current::call);
        let elsewhere = state.elsewhere.as_ref().map(|elsewhere| elsewhere.call);
        for call in current.into_iter().chain(elsewhere) {
            if ringing.contains(&call) {
                self.fail(format!("{call:?} rings while the user is in it"));
            }
            self.handled.insert(call);
        }
    }

    fn sound(&mut self, state: &State) {
        let loud = state
            .rings
            .iter()
            .any(|ring| self.loud.contains(&ring.call));
        let shown = view::of(state, None).toast;
        let in_crm_window = state.rules.crm_carries && state.elsewhere.is_some();
        let busy =
            in_crm_window || matches!(shown, ToastState::InCall(_) | ToastState::Calling { .. });
        if state.sounds() != (loud && !busy) {
            self.fail(format!("sounds: {}, busy: {busy}", state.sounds()));
        }
    }

    /// Only the page that holds the current call is in a meeting, and only one
    /// tab is told to show it.
    pub(super) fn media(&mut self, state: &State, browser: &Browser) {
        let on = state
            .current
            .as_ref()
            .and_then(|current| match &current.phase {
                Phase::Live(live) => Some((current.host?.tab(), live.call)),
                _ => None,
            });
        for meeting in browser.in_meetings() {
            if Some(meeting) != on {
                self.fail(format!("{meeting:?} is in a meeting, the call is {on:?}"));
            }
        }
        let here = browser.all_tabs().into_iter().filter(|tab| {
            let toast = view::of(state, Some(*tab)).toast;
            matches!(toast, ToastState::InCall(view) if view.location == MediaLocation::Here)
        });
        if here.count() > 1 {
            self.fail("two tabs show the call".to_owned());
        }
        self.a_call_that_is_made(state);
    }

    /// Who calls can give up in one of the tabs, if they look at any.
    fn a_call_that_is_made(&mut self, state: &State) {
        let toasts = state.tabs.iter();
        let toasts = toasts.map(|tab| view::of(state, Some(tab.id)).toast);
        let here: Vec<bool> = toasts
            .filter_map(|toast| match toast {
                ToastState::Calling { here, .. } => Some(here),
                _ => None,
            })
            .collect();
        let shown = here.iter().filter(|here| **here).count();
        if state.is_watched() && !here.is_empty() && shown != 1 {
            self.fail(format!("{shown} tabs show the call that is made"));
        }
    }

    /// Another user signed in, to whom the calls so far do not belong.
    pub(super) fn forget(&mut self, crm: &Crm) {
        self.excused.extend(crm.calls.keys());
        self.told.retain(|(_, what), _| *what != "answer");
        self.handled.clear();
        self.loud.clear();
        self.rang.clear();
    }

    /// The browser was restarted. Handled calls stay handled.
    pub(super) fn restarted(&mut self, crm: &Crm, decided: &[CallId]) {
        let known = |call: &CallId| decided.contains(call) || crm.is_over(*call);
        self.handled.retain(known);
        // What rings again can be answered again.
        self.told
            .retain(|(call, what), _| *what != "answer" || known(call));
        self.loud.clear();
        self.rang.clear();
    }
}

/// The answered call of this browser.
fn on(state: &State) -> Option<CallId> {
    let current = state.current.as_ref()?;
    let on = matches!(current.phase, Phase::Live(_));
    current.call().filter(|_| on)
}
