//! Everybody's browsers and the CRM, at a logical time.

use std::hash::{Hash, Hasher};

use super::actions::Action;
use super::crm::Row;
use super::laws::Broken;
use super::person::Person;
use super::*;
use crate::crm::session::Status;
use crate::domain::{Duration, Jump, UserId};

pub(super) const START: u64 = 1_795_000_000_000;
pub(super) const TAB: TabId = TabId(1);

#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) people: Vec<Person>,
    pub(super) rows: Vec<Row>,
    pub(super) now: u64,
    pub(super) presses: u8,
    pub(super) faults: u8,
    pub(super) broken: Option<Broken>,
    /// What happened before the exploration.
    pub(super) prefix: Vec<Action>,
    /// The events of each person, where they are to be printed.
    pub(super) recorded: Option<Vec<(usize, u64, Event)>>,
}

impl World {
    pub(super) fn new(people: usize, presses: u8, faults: u8) -> Self {
        let users = (14..).take(people).map(UserId);
        let mut world = Self {
            people: users.map(Person::new).collect(),
            rows: Vec::new(),
            now: START,
            presses,
            faults,
            broken: None,
            prefix: Vec::new(),
            recorded: None,
        };
        for person in 0..people {
            let user = world.people[person].me;
            let name = super::crm::name_of(user);
            world.apply(person, Event::Account(AccountView::SignedIn { user, name }));
            let (id, visible) = (TAB, true);
            world.apply(person, Event::Tab(Tab { id, visible }));
        }
        world
    }

    /// After these actions, with as many presses and faults left.
    pub(super) fn after(people: usize, prefix: &[Action], presses: u8, faults: u8) -> Self {
        let mut world = Self::new(people, u8::MAX, u8::MAX);
        for action in prefix {
            world.act(*action);
        }
        world.prefix = prefix.to_vec();
        (world.presses, world.faults) = (presses, faults);
        world
    }

    /// The same from the beginning, with its events recorded.
    pub(super) fn recording(&self) -> Self {
        let mut world = Self::new(self.people.len(), u8::MAX, u8::MAX);
        world.recorded = Some(Vec::new());
        for action in &self.prefix {
            world.act(*action);
        }
        world
    }

    pub(super) fn apply(&mut self, person: usize, event: Event) {
        if let Some(recorded) = &mut self.recorded {
            recorded.push((person, self.now, event.clone()));
        }
        let broken = self.people[person].apply(self.now, event);
        if let Some((law, what)) = broken {
            self.breaks(law, person, what);
        }
    }

    pub(super) fn breaks(&mut self, law: Law, person: usize, what: String) {
        self.broken.get_or_insert(Broken { law, person, what });
    }

    pub(super) fn row(&self, call: CallId) -> Option<&Row> {
        self.rows.iter().find(|row| row.call == call)
    }

    /// The call is in this state now, and everybody in it hears of it.
    pub(super) fn set(&mut self, call: CallId, status: Status) {
        let now = self.now;
        let Some(row) = self.rows.iter_mut().find(|row| row.call == call) else {
            return;
        };
        row.status = status;
        if status == Status::Active {
            row.started = Some(now);
        }
        let row = row.clone();
        self.announce(&row);
    }

    pub(super) fn announce(&mut self, row: &Row) {
        let people = self.people.iter_mut();
        for person in people.filter(|person| row.concerns(person.me)) {
            person.push(row);
        }
    }

    /// Time passes.
    pub(super) fn wait(&mut self, time: Duration) {
        self.now += time.as_millis();
        for person in 0..self.people.len() {
            self.apply(person, Event::Time);
        }
    }

    /// What makes this state differ from others: everything but how late it is,
    /// and what nothing depends on.
    fn fingerprint(&self) -> String {
        let mut text = format!("{} {} ", self.presses, self.faults);
        let age = |at: u64| self.now - at;
        let rows = |rows: &[Row], text: &mut String| {
            for row in rows {
                let (created, started) = (age(row.created), row.started.map(age));
                let (call, status) = (row.call.0, row.status);
                text.push_str(&format!("{call}{status:?}{created}{started:?},"));
            }
        };
        rows(&self.rows, &mut text);
        for person in &self.people {
            let mut state = person.state.clone();
            time::shift(
                &mut state,
                Jump::Back(Duration::from_millis(self.now - START)),
            );
            state.revision = 0;
            state.clock = Default::default();
            state.missed.clear();
            state.notice = None;
            text.push_str(&codec::encode(&state));
            for (sent, request) in &person.requests {
                text.push_str(&format!("{}{request:?}", age(*sent)));
            }
            rows(&person.pushes, &mut text);
            let (told, decided) = (&person.told, person.outbox.decided());
            text.push_str(&format!("{told:?}{:?}{decided:?}", person.handled));
        }
        text
    }
}

impl PartialEq for World {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint() == other.fingerprint()
    }
}

impl Hash for World {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.broken.is_some().hash(hasher);
        self.fingerprint().hash(hasher);
    }
}
