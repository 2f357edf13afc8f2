//! The call machine, explored exhaustively with a model checker: two or three
//! people with Ringside and a model of the CRM. Requests, their answers and
//! pushes are lost, repeated and late, workers die, and everybody presses
//! everything. Time is logical: it passes from one deadline to the next.
//!
//! `interleavings` plays long random stories of one browser, with its tabs and
//! pages; this plays every short story of several browsers.

mod actions;
mod crm;
mod laws;
mod person;
mod settling;
mod source;
mod world;

use std::num::NonZeroUsize;

use stateright::{Checker, HasDiscoveries, Model, Property};

use self::actions::Action;
use self::laws::Law;
use self::world::World;
use super::*;
use crate::domain::UserId;

/// What is explored.
struct Exploration {
    people: usize,
    /// Where it begins, besides with nothing: each list of actions leads to a
    /// beginning.
    beginnings: Vec<Vec<Action>>,
    /// How often people press something, in all.
    presses: u8,
    /// How often something goes wrong, in all.
    faults: u8,
}

impl Exploration {
    fn worlds(&self) -> Vec<World> {
        let beginnings = self.beginnings.iter().map(Vec::as_slice);
        let worlds = std::iter::once(&[][..]).chain(beginnings);
        let world = |prefix| World::after(self.people, prefix, self.presses, self.faults);
        worlds.map(world).collect()
    }
}

impl Model for Exploration {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        self.worlds()
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        if world.broken.is_none() {
            actions.extend(world.actions());
        }
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        let mut next = world.clone();
        next.act(action);
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        fn keeps(law: Law, world: &World) -> bool {
            let broken = world.broken.as_ref();
            broken.is_none_or(|broken| broken.law != law)
        }
        vec![
            Property::always(Law::RingsOnce.name(), |_, world| {
                keeps(Law::RingsOnce, world)
            }),
            Property::always(Law::WayOut.name(), |_, world| keeps(Law::WayOut, world)),
            Property::always(Law::ToldOnce.name(), |_, world| keeps(Law::ToldOnce, world)),
            Property::always(
                "nothing stays ringing for ever, and every end is told to the CRM",
                |_, world: &World| world.broken.is_some() || world.rest().broken.is_none(),
            ),
        ]
    }
}

/// What `cargo xtask test --soak` asks for: so many times the states.
fn scale() -> usize {
    let asked = std::env::var("RINGSIDE_SOAK_STATES").ok();
    asked.and_then(|times| times.parse().ok()).unwrap_or(1)
}

/// Explores so many states, says how far that was, and prints a counterexample
/// as a machine test.
fn explore(name: &str, exploration: Exploration, states: usize) {
    let states = NonZeroUsize::new(states * scale()).unwrap();
    let checker = exploration.checker().target_state_count(states.get());
    let checker = checker.finish_when(HasDiscoveries::Any);
    let checker = checker.threads(1).spawn_bfs().join();
    println!(
        "{name}: explored to depth {}, {} states, {} of them different",
        checker.max_depth(),
        checker.state_count(),
        checker.unique_state_count(),
    );
    if let Some((law, path)) = checker.discoveries().into_iter().next() {
        let path = path.into_vec();
        let actions: Vec<_> = path.iter().filter_map(|(_, action)| *action).collect();
        panic!("{law} is broken:\n{}", source::test(&path[0].0, &actions));
    }
}

/// 14 calls 15, at whose end it rings.
fn ringing() -> Vec<Action> {
    vec![
        Action::Place(0, UserId(15)),
        Action::Answered(0),
        Action::Pushed(1, 0),
        Action::Pushed(0, 0),
    ]
}

/// 15 has answered.
fn talking() -> Vec<Action> {
    let mut actions = ringing();
    actions.extend([
        Action::Answer(1),
        Action::Answered(1),
        Action::Pushed(0, 0),
        Action::Pushed(1, 0),
    ]);
    actions
}

#[test]
fn two_people_press_everything() {
    let exploration = Exploration {
        people: 2,
        beginnings: vec![ringing()],
        presses: 4,
        faults: 0,
    };
    explore("two people, no faults", exploration, 25_000);
}

#[test]
fn two_people_whose_messages_and_workers_fail() {
    let exploration = Exploration {
        people: 2,
        beginnings: vec![ringing(), talking()],
        presses: 2,
        faults: 2,
    };
    explore("two people, two faults", exploration, 30_000);
}

#[test]
fn three_people_and_second_calls() {
    let exploration = Exploration {
        people: 3,
        beginnings: vec![ringing(), talking()],
        presses: 3,
        faults: 0,
    };
    explore("three people", exploration, 20_000);
}
