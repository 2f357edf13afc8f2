//! The properties, the number of cases and the seed.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::checks::Checks;
use super::requests::Outcome;
use super::steps::{Step, steps};
use super::world::World;
use super::*;
use crate::call::state::Current;
use crate::crm::session::Status;
use crate::domain::Duration;

/// How things come to an end.
#[derive(Clone, Copy, Debug)]
enum Ending {
    UserHangsUp,
    PeerHangsUp,
    /// The other side leaves the meeting without hanging up.
    PeerLeavesTheMeeting,
    /// Every tab and window is closed.
    TabsClose,
}

fn endings() -> impl Strategy<Value = Ending> {
    prop_oneof![
        Just(Ending::UserHangsUp),
        Just(Ending::PeerHangsUp),
        Just(Ending::PeerLeavesTheMeeting),
        Just(Ending::TabsClose),
    ]
}

/// What `cargo xtask test --soak` asks for.
fn asked(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

fn config() -> ProptestConfig {
    let cases = asked("RINGSIDE_SOAK_CASES").and_then(|cases| cases.try_into().ok());
    ProptestConfig {
        cases: cases.unwrap_or(600),
        rng_seed: RngSeed::Fixed(asked("RINGSIDE_SOAK_SEED").unwrap_or(8)),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    }
}

impl World {
    fn end(&mut self, ending: Ending) {
        let user = self.user;
        self.sign_in(user);
        self.deliver_all();
        self.survey();
        self.deliver_all();
        match ending {
            Ending::UserHangsUp => self.intent(Intent::HangUp, None),
            Ending::PeerHangsUp => self.peer_hangs_up(),
            Ending::PeerLeavesTheMeeting => match self.browser.in_meetings().first() {
                Some((tab, _)) => {
                    let tab = *tab;
                    self.page_event(tab, PageEvent::Joined);
                    self.page_event(tab, PageEvent::Others { count: 1 });
                    self.page_event(tab, PageEvent::Others { count: 0 });
                }
                None => self.peer_hangs_up(),
            },
            Ending::TabsClose => {
                for tab in self.browser.all_tabs() {
                    self.close_tab(tab, true);
                }
            }
        }
        self.browser.windows_due = 0;
        for _ in 0..40 {
            self.deliver_all();
            self.poll();
            self.wait(Duration::from_secs(10));
        }
        self.deliver_all();
    }

    /// Requests and the outbox reach the CRM as long as there are any.
    fn deliver_all(&mut self) {
        while self.request(Outcome::Answered) {}
        self.deliver_outbox();
    }

    fn peer_hangs_up(&mut self) {
        if let Some(call) = self.state.current.as_ref().and_then(Current::call) {
            self.crm.set(call, Status::Completed);
        }
    }

    /// What is left after everybody has stopped acting, if anything.
    fn leftovers(&self) -> Option<String> {
        if let Some(current) = &self.state.current {
            return Some(format!("a call is left: {current:?}"));
        }
        if !self.state.rings.is_empty() {
            return Some(format!("a call rings on: {:?}", self.state.rings));
        }
        let elsewhere = self.state.elsewhere.as_ref();
        if let Some(over) = elsewhere.filter(|elsewhere| self.crm.is_over(elsewhere.call)) {
            return Some(format!("a call that is over is shown: {over:?}"));
        }
        let Checks {
            given_up, excused, ..
        } = &self.checks;
        let mut calls = self.crm.calls.iter();
        let open = calls.find(|(id, call)| {
            let ours = call.made_here || given_up.contains(id);
            ours && !excused.contains(id) && !call.status.is_over()
        });
        open.map(|(id, call)| format!("the CRM never heard of the end of {id:?}: {call:?}"))
    }
}

fn play(lets_all_through: bool, steps: &[Step], ending: Ending) -> Result<(), String> {
    let mut world = World::new(lets_all_through);
    for step in steps {
        world.act(step);
        if let Some(broken) = world.checks.broken {
            return Err(broken);
        }
    }
    world.end(ending);
    match world.checks.broken.take().or_else(|| world.leftovers()) {
        Some(broken) => Err(broken),
        None => Ok(()),
    }
}

proptest! {
    #![proptest_config(config())]

    /// See `checks` for what holds after every event. When nobody acts any more
    /// and the network works, no call rings or goes on, and the CRM knows of
    /// every end.
    #[test]
    fn invariants_hold_in_any_order(
        lets_all_through: bool, steps in steps(), ending in endings(),
    ) {
        if let Err(broken) = play(lets_all_through, &steps, ending) {
            return Err(TestCaseError::fail(broken));
        }
    }
}
