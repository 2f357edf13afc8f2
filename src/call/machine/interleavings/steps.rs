//! Everything that can happen, with its frequency. Numbers pick one of the
//! items that exist at that moment.

use crate::call::state::Rules;
use crate::domain::Duration;
use proptest::prelude::*;

use super::pages::{self, PageStep};
use super::people::{self, PeerStep, UserStep};
use super::requests::Outcome;
use super::world::World;
use super::*;

/// What happens next.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Peer(PeerStep),
    User(UserStep),
    Page(PageStep),
    Account(AccountStep),
    /// The oldest request under way gets this outcome.
    Request(Outcome),
    Poll,
    /// The push socket connects.
    Survey,
    /// A push arrives: late, again, or out of order.
    Push(u8),
    /// The outbox is delivered.
    Outbox,
    /// The outbox cannot be delivered, or again.
    Waits {
        offline: bool,
    },
    Delivered,
    /// A request finds that somebody deleted the call's row.
    RowDeleted(u8),
    Settings {
        window_first: bool,
        quiet: bool,
        crm_carries: bool,
    },
    /// Seconds pass, or the computer sleeps.
    Wait(u16),
    /// The computer's clock is set by minutes, back or forward.
    ClockJumps(i16),
    /// The worker is ended.
    Die,
    /// The worker is ended after it has stored its next decision, before it
    /// acts.
    DieBeforeActing,
    /// The browser is restarted.
    Restart,
}

/// What happens to the sign-in.
#[derive(Clone, Debug)]
pub(super) enum AccountStep {
    SignIn,
    SignOut,
    Expire,
    /// Another user signs in, here or at another site.
    Switch(u8),
}

pub(super) fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step_strategy(), 1..80)
}

fn step_strategy() -> impl Strategy<Value = Step> {
    prop_oneof![
        10 => people::peer_steps().prop_map(Step::Peer),
        12 => people::user_steps().prop_map(Step::User),
        14 => pages::page_steps().prop_map(Step::Page),
        3 => account_steps().prop_map(Step::Account),
        12 => requests().prop_map(Step::Request),
        3 => Just(Step::Poll),
        1 => Just(Step::Survey),
        4 => any::<u8>().prop_map(Step::Push),
        3 => Just(Step::Outbox),
        1 => any::<bool>().prop_map(|offline| Step::Waits { offline }),
        1 => Just(Step::Delivered),
        1 => any::<u8>().prop_map(Step::RowDeleted),
        2 => (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
            |(window_first, quiet, crm_carries)| Step::Settings {
                window_first, quiet, crm_carries,
            },
        ),
        4 => prop_oneof![9 => 1_u16..60, 1 => 60_u16..40_000].prop_map(Step::Wait),
        1 => (-2_000_i16..2_000).prop_map(Step::ClockJumps),
        2 => Just(Step::Die),
        1 => Just(Step::DieBeforeActing),
        1 => Just(Step::Restart),
    ]
}

fn account_steps() -> impl Strategy<Value = AccountStep> {
    prop_oneof![
        3 => Just(AccountStep::SignIn),
        1 => Just(AccountStep::SignOut),
        1 => Just(AccountStep::Expire),
        2 => any::<u8>().prop_map(AccountStep::Switch),
    ]
}

fn requests() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        8 => Just(Outcome::Answered),
        1 => Just(Outcome::AnswerLost),
        1 => Just(Outcome::Lost),
        1 => Just(Outcome::Refused),
    ]
}

impl World {
    pub(super) fn act(&mut self, step: &Step) {
        match step {
            Step::Peer(step) => self.peer_acts(step),
            Step::User(step) => self.user_acts(step),
            Step::Page(step) => self.page_acts(step),
            Step::Account(step) => self.account_acts(step),
            Step::Request(outcome) => {
                self.request(*outcome);
            }
            Step::Poll => self.poll(),
            Step::Survey => self.survey(),
            Step::Push(number) => {
                if let Some(session) = self.crm.pushed(*number, self.now) {
                    self.apply(Event::Seen(session));
                }
            }
            Step::Outbox => self.deliver_outbox(),
            Step::Waits { offline } => self.apply(Event::Undelivered { offline: *offline }),
            Step::Delivered => self.apply(Event::Delivered),
            Step::RowDeleted(number) => {
                if let Some(call) = pick(*number, self.crm.calls.keys().copied()) {
                    self.crm.calls.remove(&call);
                    self.apply(Event::Gone(call));
                }
            }
            Step::Settings {
                window_first,
                quiet,
                crm_carries,
            } => self.apply(Event::Rules(Rules {
                window_first: *window_first,
                quiet: *quiet,
                crm_carries: *crm_carries,
                ..Rules::default()
            })),
            Step::Wait(seconds) => self.wait(Duration::from_secs(u64::from(*seconds))),
            Step::ClockJumps(minutes) => self.clock_jumps(*minutes),
            Step::Die => self.die(),
            Step::DieBeforeActing => self.dies = true,
            Step::Restart => self.restart(),
        }
    }

    /// Time passes, and the machine gets an event.
    pub(super) fn wait(&mut self, time: Duration) {
        self.pass(time);
        // A lost attempt is forgotten after minutes.
        if time > Duration::from_mins(1) {
            self.checks.excused.extend(self.crm.calls.keys());
        }
        self.apply(Event::Time);
        let due = next_deadline(&self.state);
        if due.is_some_and(|at| at <= Timestamp(self.now)) {
            let late = format!("{due:?} is due and was not dealt with at {}", self.now);
            self.checks.broken.get_or_insert(late);
        }
    }

    fn clock_jumps(&mut self, minutes: i16) {
        // Which call a lost attempt made is recognised by this computer's clock
        // at the press and the CRM's at the making; a jump in between misleads
        // it.
        if self.attempt_is_open() {
            return;
        }
        let by = i64::from(minutes) * 60_000;
        self.now = self.now.saturating_add_signed(by);
        self.apply(Event::Time);
    }

    fn account_acts(&mut self, step: &AccountStep) {
        match step {
            AccountStep::SignIn => self.sign_in(self.user),
            AccountStep::SignOut => self.apply(Event::Account(AccountView::SignedOut)),
            AccountStep::Expire => self.apply(Event::Account(AccountView::Expired)),
            AccountStep::Switch(number) => {
                // Outbox entries do not say to which user they belong.
                if self.outbox.is_empty()
                    && let Some(user) = pick(*number, ACCOUNTS)
                {
                    self.sign_in(user);
                }
            }
        }
    }
}
