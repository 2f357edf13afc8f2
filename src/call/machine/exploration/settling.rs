//! What is left when nobody acts any more and the network works.

use super::laws::Law;
use super::world::World;
use super::*;
use crate::call::state::Current;
use crate::crm::session::Status;
use crate::domain::Duration;
use crate::outbox::Delivery;

/// Every call has ended or goes on after so many pauses.
const PAUSES: u32 = 30;
const PAUSE: Duration = Duration::from_secs(10);

impl World {
    /// This world when it has come to rest.
    pub(super) fn rest(&self) -> Self {
        let mut rest = self.clone();
        rest.settle();
        rest
    }

    fn settle(&mut self) {
        for _ in 0..PAUSES {
            for person in 0..self.people.len() {
                // Pushes are lost: polls must find everything.
                self.people[person].pushes.clear();
                self.poll(person);
                self.answer_all(person);
            }
            if self.broken.is_some() || self.is_at_rest() {
                break;
            }
            self.wait(PAUSE);
        }
        if self.broken.is_none() {
            self.leftovers();
        }
    }

    /// Requests and entries reach the CRM as long as there are any.
    fn answer_all(&mut self, person: usize) {
        for _ in 0..20 {
            if !self.people[person].requests.is_empty() {
                self.request(person, true, true, false);
            } else if !self.people[person].outbox.is_empty() {
                self.deliver(person, Delivery::Done);
            } else {
                return;
            }
        }
    }

    fn is_at_rest(&self) -> bool {
        let busy = |person: &super::person::Person| {
            let state = &person.state;
            let phase = state.current.as_ref().map(|current| &current.phase);
            let waits = matches!(phase, Some(Phase::Dialing { .. } | Phase::Ringing { .. }));
            let unhosted =
                matches!(phase, Some(Phase::Live(live)) if live.unhosted_since.is_some());
            waits || unhosted || !state.rings.is_empty() || !person.outbox.is_empty()
        };
        let rings = self.rows.iter().any(|row| row.status.rings());
        !rings && !self.people.iter().any(busy)
    }

    fn leftovers(&mut self) {
        for person in 0..self.people.len() {
            let state = &self.people[person].state;
            let phase = state.current.as_ref().map(|current| &current.phase);
            let dials = matches!(phase, Some(Phase::Dialing { .. } | Phase::Ringing { .. }));
            if !state.rings.is_empty() || dials {
                let what = format!("after minutes: {phase:?}, rings {:?}", state.rings);
                return self.breaks(Law::StopsRinging, person, what);
            }
        }
        let caller = |user| self.people.iter().position(|person| person.me == user);
        let ringing = self.rows.iter().find(|row| row.status.rings());
        if let Some(row) = ringing {
            let (person, what) = (caller(row.from).unwrap_or(0), format!("{row:?} rings on"));
            return self.breaks(Law::StopsRinging, person, what);
        }
        let held = |person: &super::person::Person, call| {
            let current = person.state.current.as_ref().and_then(Current::call);
            let here = current == Some(call) && person.state.is_engaged();
            let elsewhere = person.state.elsewhere.as_ref().map(|known| known.call);
            here || elsewhere == Some(call)
        };
        let mut active = self.rows.iter().filter(|row| row.status == Status::Active);
        let left = active.find(|row| !self.people.iter().any(|person| held(person, row.call)));
        if let Some(row) = left {
            let person = caller(row.from).unwrap_or(0);
            let what = format!("nobody is in {row:?}, which goes on");
            self.breaks(Law::EndIsTold, person, what);
        }
    }
}
