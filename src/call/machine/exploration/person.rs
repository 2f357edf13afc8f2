//! A person's browser: the state and the outbox as stored, and what is under
//! way.

use std::collections::BTreeSet;

use super::*;
use crate::call::state::Current;
use crate::domain::UserId;
use crate::outbox::{CrmUpdate, Outbox};

use super::crm::Row;

/// A request under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Request {
    Initiate { attempt: u64, to: UserId },
    Answer(CallId),
    Check(CallId),
    Poll,
}

#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) me: UserId,
    pub(super) state: State,
    pub(super) outbox: Outbox,
    /// Requests, and when they were sent.
    pub(super) requests: Vec<(u64, Request)>,
    /// Pushes that have not come yet.
    pub(super) pushes: Vec<Row>,
    /// What the CRM was to be told, by call.
    pub(super) told: Vec<(CallId, &'static str)>,
    /// Calls that rang here and do so no more, or were joined.
    pub(super) handled: BTreeSet<CallId>,
}

/// The most pushes that are under way; an older one is lost.
const PUSHES_MAX: usize = 2;

impl Person {
    pub(super) fn new(me: UserId) -> Self {
        Self {
            me,
            state: State::default(),
            outbox: Outbox::default(),
            requests: Vec::new(),
            pushes: Vec::new(),
            told: Vec::new(),
            handled: BTreeSet::new(),
        }
    }

    pub(super) fn push(&mut self, row: &Row) {
        if self.pushes.len() == PUSHES_MAX {
            self.pushes.remove(0);
        }
        self.pushes.push(row.clone());
    }

    /// Applies an event; what is wrong with what follows, if anything.
    pub(super) fn apply(&mut self, now: u64, event: Event) -> Option<(Law, String)> {
        let repeats = event == Event::Woke;
        let rang: BTreeSet<CallId> = self.state.rings.iter().map(|ring| ring.call).collect();
        let now_at = Timestamp(now);
        let effects = step(&mut self.state, TimedEvent { now: now_at, event });
        let mut broken = None;
        for effect in effects {
            broken = broken.or(self.perform(now, effect, repeats));
        }
        broken.or_else(|| self.check(&rang))
    }

    fn perform(&mut self, now: u64, effect: Effect, repeats: bool) -> Option<(Law, String)> {
        let mut told = None;
        match effect {
            Effect::Initiate {
                attempt, record, ..
            } => {
                let to = UserId(record.id.unwrap_or_default());
                self.requests.push((now, Request::Initiate { attempt, to }));
            }
            Effect::Answer(call) => {
                self.requests.push((now, Request::Answer(call)));
                told = (!repeats).then_some((call, "answered"));
            }
            Effect::Check(call) => {
                let check = Request::Check(call);
                if !self.requests.iter().any(|(_, known)| *known == check) {
                    self.requests.push((now, check));
                }
            }
            Effect::Poll => self.requests.push((now, Request::Poll)),
            Effect::Enqueue(entry) => {
                told = match entry.update {
                    CrmUpdate::End => Some((entry.call, "ended")),
                    CrmUpdate::Reject => Some((entry.call, "rejected")),
                    _ => None,
                };
                self.outbox.push(entry);
            }
            _ => {}
        }
        let told = told?;
        if self.told.contains(&told) {
            return Some((Law::ToldOnce, format!("{:?} is {} twice", told.0, told.1)));
        }
        self.told.push(told);
        None
    }

    fn check(&mut self, rang: &BTreeSet<CallId>) -> Option<(Law, String)> {
        let ringing: BTreeSet<CallId> = self.state.rings.iter().map(|ring| ring.call).collect();
        if ringing.len() != self.state.rings.len() {
            return Some((Law::RingsOnce, "a call rings twice at once".to_owned()));
        }
        if let Some(call) = ringing.intersection(&self.handled).next() {
            return Some((Law::RingsOnce, format!("{call:?} rings again")));
        }
        self.handled.extend(rang.difference(&ringing));
        let current = self.state.current.as_ref().and_then(Current::call);
        self.handled.extend(current);
        if current.is_some_and(|call| ringing.contains(&call)) {
            return Some((
                Law::RingsOnce,
                "a call rings in which the user is".to_owned(),
            ));
        }
        self.way_out()
    }

    /// Whoever is in a call can leave it, and whoever is called can decline.
    fn way_out(&self) -> Option<(Law, String)> {
        let mut copy = self.state.clone();
        for ring in &self.state.rings {
            let (call, note) = (ring.call, None);
            press(&mut copy, Intent::Decline { call, note });
        }
        press(&mut copy, Intent::HangUp);
        let stuck = copy.is_engaged() || !copy.rings.is_empty();
        stuck.then(|| (Law::WayOut, "a call cannot be left".to_owned()))
    }
}

fn press(state: &mut State, intent: Intent) {
    let event = Event::Intent { intent, tab: None };
    let now = state.clock.steady(Timestamp(0));
    step(state, TimedEvent { now, event });
}
