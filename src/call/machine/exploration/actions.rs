//! What can happen next.

use super::crm::{Row, is_busy};
use super::person::Request;
use super::world::{TAB, World};
use super::*;
use crate::call::lookup;
use crate::crm::session::Status;
use crate::domain::{Duration, Media, UserId};
use crate::outbox::{CrmUpdate, Delivery};
use crate::site::{RecordKind, RecordRef};

/// One thing that happens, at the browser of the person with this number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Place(usize, UserId),
    Answer(usize),
    EndAndAnswer(usize),
    Decline(usize),
    HangUp(usize),
    TakeHere(usize),
    CloseTab(usize),
    /// The oldest request reaches the CRM, and its answer comes back.
    Answered(usize),
    /// A call is let through although the person called is busy: the CRM checks
    /// first and writes then.
    LetThrough(usize),
    /// The oldest request reaches the CRM, and its answer is lost.
    AnswerLost(usize),
    /// The oldest request is lost.
    Lost(usize),
    /// A push comes.
    Pushed(usize, usize),
    /// A push comes, and will come again.
    PushedTwice(usize, usize),
    Poll(usize),
    /// The next entry of the outbox is delivered.
    Deliver(usize),
    /// The next entry reaches the CRM, and its answer is lost.
    DeliverUnheard(usize),
    /// The worker dies, and another one starts.
    Die(usize),
    /// Time passes until the next thing is due.
    Tick,
}

/// The time limit of requests.
const REQUEST_LIMIT: Duration = Duration::from_secs(12);

impl World {
    pub(super) fn actions(&self) -> Vec<Action> {
        let mut actions = Vec::new();
        for person in 0..self.people.len() {
            self.presses(person, &mut actions);
            self.deliveries(person, &mut actions);
        }
        if self.next_due().is_some() {
            actions.push(Action::Tick);
        }
        actions
    }

    fn presses(&self, person: usize, actions: &mut Vec<Action>) {
        if self.presses == 0 {
            return;
        }
        let state = &self.people[person].state;
        if state.is_engaged() {
            actions.push(Action::HangUp(person));
        } else {
            let others = self.people.iter().map(|other| other.me);
            let others = others.filter(|other| *other != self.people[person].me);
            actions.extend(others.map(|other| Action::Place(person, other)));
        }
        if !state.rings.is_empty() {
            actions.push(Action::Decline(person));
            actions.push(if state.is_talking() {
                Action::EndAndAnswer(person)
            } else {
                Action::Answer(person)
            });
        }
        if state.elsewhere.is_some() {
            actions.push(Action::TakeHere(person));
        }
        if state.is_engaged() && !state.tabs.is_empty() {
            actions.push(Action::CloseTab(person));
        }
    }

    fn deliveries(&self, number: usize, actions: &mut Vec<Action>) {
        let person = &self.people[number];
        let fails = self.faults > 0;
        if let Some((_, request)) = person.requests.first() {
            actions.push(Action::Answered(number));
            if fails {
                actions.extend([Action::AnswerLost(number), Action::Lost(number)]);
            }
            if let Request::Initiate { to, .. } = request
                && is_busy(&self.rows, *to)
            {
                actions.push(Action::LetThrough(number));
            }
        }
        for push in 0..person.pushes.len() {
            actions.push(Action::Pushed(number, push));
            if fails {
                actions.push(Action::PushedTwice(number, push));
            }
        }
        let known = self.rows.iter().any(|row| row.concerns(person.me));
        if known {
            actions.push(Action::Poll(number));
        }
        if !person.outbox.is_empty() {
            actions.push(Action::Deliver(number));
            if fails {
                actions.push(Action::DeliverUnheard(number));
            }
        }
        if fails {
            actions.push(Action::Die(number));
        }
    }

    fn next_due(&self) -> Option<u64> {
        let people = self.people.iter();
        let due = people.filter_map(|person| next_deadline(&person.state));
        due.map(|at| at.0).filter(|at| *at > self.now).min()
    }

    pub(super) fn act(&mut self, action: Action) {
        match action {
            Action::Place(..)
            | Action::Answer(_)
            | Action::EndAndAnswer(_)
            | Action::Decline(_)
            | Action::HangUp(_)
            | Action::TakeHere(_)
            | Action::CloseTab(_) => self.presses -= 1,
            Action::AnswerLost(_)
            | Action::Lost(_)
            | Action::PushedTwice(..)
            | Action::DeliverUnheard(_)
            | Action::Die(_) => self.faults -= 1,
            _ => {}
        }
        match action {
            Action::Place(person, to) => {
                let event = Event::Place {
                    record: record_of(to),
                    media: Media::Audio,
                    tab: None,
                };
                self.apply(person, event);
            }
            Action::Answer(person) => self.press_ring(person, |call| {
                let media = Media::Audio;
                Intent::Answer { call, media }
            }),
            Action::EndAndAnswer(person) => self.press_ring(person, |call| {
                let media = Media::Audio;
                Intent::EndAndAnswer { call, media }
            }),
            Action::Decline(person) => self.press_ring(person, |call| {
                let note = None;
                Intent::Decline { call, note }
            }),
            Action::HangUp(person) => self.press(person, Intent::HangUp),
            Action::TakeHere(person) => {
                if let Some(known) = &self.people[person].state.elsewhere {
                    let call = known.call;
                    self.press(person, Intent::TakeHere { call });
                }
            }
            Action::CloseTab(person) => self.apply(person, Event::TabGone(TAB)),
            Action::Answered(person) => self.request(person, true, true, false),
            Action::LetThrough(person) => self.request(person, true, true, true),
            Action::AnswerLost(person) => self.request(person, true, false, false),
            Action::Lost(person) => self.request(person, false, false, false),
            Action::Pushed(person, push) => {
                let row = self.people[person].pushes.remove(push);
                self.apply(person, Event::Seen(row.session()));
            }
            Action::PushedTwice(person, push) => {
                let session = self.people[person].pushes[push].session();
                self.apply(person, Event::Seen(session));
            }
            Action::Poll(person) => self.poll(person),
            Action::Deliver(person) => self.deliver(person, Delivery::Done),
            Action::DeliverUnheard(person) => self.deliver(person, Delivery::Later),
            Action::Die(person) => {
                self.people[person].requests.clear();
                self.people[person].pushes.clear();
                self.apply(person, Event::Woke);
            }
            Action::Tick => {
                if let Some(due) = self.next_due() {
                    self.wait(Duration::from_millis(due - self.now));
                }
            }
        }
    }

    fn press(&mut self, person: usize, intent: Intent) {
        let tab = Some(TAB);
        self.apply(person, Event::Intent { intent, tab });
    }

    fn press_ring(&mut self, person: usize, intent: impl Fn(CallId) -> Intent) {
        let ring = self.people[person].state.rings.first();
        if let Some(call) = ring.map(|ring| ring.call) {
            self.press(person, intent(call));
        }
    }

    /// The oldest request: whether it is heard by the CRM, and its answer here.
    pub(super) fn request(&mut self, person: usize, heard: bool, answered: bool, through: bool) {
        let (sent, request) = self.people[person].requests.remove(0);
        let late = self.now - sent >= REQUEST_LIMIT.as_millis();
        let (heard, answered) = (heard && !late, answered && !late);
        match request {
            Request::Initiate { attempt, to } => {
                let from = self.people[person].me;
                let made =
                    (heard && (through || !is_busy(&self.rows, to))).then(|| self.make(from, to));
                let why = if heard && made.is_none() && answered {
                    Refusal::NotAvailable
                } else {
                    Refusal::CrmTrouble
                };
                let event = match made.filter(|_| answered) {
                    Some(session) => Event::Placed { attempt, session },
                    None => Event::PlaceFailed { attempt, why },
                };
                self.apply(person, event);
            }
            Request::Answer(call) => {
                let rings = |row: &&Row| row.status.rings();
                let answerable = self.row(call).filter(rings).is_some();
                if heard && answerable {
                    self.set(call, Status::Active);
                }
                let session = self.row(call).map(Row::session);
                let event = match session.filter(|_| answered && answerable) {
                    Some(session) => Event::Seen(session),
                    None => Event::AnswerFailed {
                        call,
                        why: Refusal::Gone,
                    },
                };
                self.apply(person, event);
            }
            Request::Check(call) if answered => {
                if let Some(session) = self.row(call).map(Row::session) {
                    self.apply(person, Event::Seen(session.clone()));
                    let person = &mut self.people[person];
                    if lookup::must_answer_again(&person.state, &session) {
                        person.requests.push((self.now, Request::Answer(call)));
                    }
                }
            }
            Request::Poll if answered => self.poll(person),
            Request::Check(_) | Request::Poll => {}
        }
    }

    fn make(&mut self, from: UserId, to: UserId) -> Session {
        let row = Row {
            call: CallId(self.rows.len() as u64 + 1),
            from,
            to,
            status: Status::Pending,
            created: self.now,
            started: None,
        };
        self.announce(&row);
        self.rows.push(row.clone());
        row.session()
    }

    /// The CRM names the newest call; the others are queried.
    pub(super) fn poll(&mut self, person: usize) {
        let me = self.people[person].me;
        let open = |row: &&Row| row.concerns(me) && !row.status.is_over();
        let Some(session) = self.rows.iter().rev().find(open).map(Row::session) else {
            return self.apply(person, Event::NoneActive);
        };
        let seen = session.id;
        self.apply(person, Event::Seen(session));
        let person = &mut self.people[person];
        for call in lookup::unconfirmed_by(&person.state, seen) {
            let check = Request::Check(call);
            if !person.requests.iter().any(|(_, known)| *known == check) {
                person.requests.push((self.now, check));
            }
        }
    }

    pub(super) fn deliver(&mut self, person: usize, how: Delivery) {
        let outbox = &self.people[person].outbox;
        let Some(entry) = outbox.next(Timestamp(self.now), &[]).cloned() else {
            return;
        };
        let is_over = self.row(entry.call).is_none_or(|row| row.status.is_over());
        match entry.update {
            CrmUpdate::End if !is_over => self.set(entry.call, Status::Completed),
            CrmUpdate::Reject if !is_over => self.set(entry.call, Status::Rejected),
            _ => {}
        }
        self.people[person].outbox.delivered(&entry, how);
    }
}

fn record_of(user: UserId) -> RecordRef {
    RecordRef {
        kind: RecordKind::Customer,
        id: Some(user.0),
        email: None,
        name: super::crm::name_of(user),
        detail: None,
    }
}
