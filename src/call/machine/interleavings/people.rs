//! What people do: those at the other end, and the user.

use crate::domain::{Duration, Media};
use proptest::prelude::*;

use super::world::World;
use super::*;
use crate::crm::session::Status;

/// What somebody else does, or the user on another computer.
#[derive(Clone, Debug)]
pub(super) enum PeerStep {
    /// Jane (`true`) or Mike calls the user.
    Calls(bool),
    /// The newest call that rings at the other end is answered there.
    Answers,
    /// It is declined there, with a reason or without.
    Declines(bool),
    /// The CRM records that nobody answered.
    TimesOut,
    /// The other end hangs up, or gives up.
    Ends,
    /// The user answers a call on another computer.
    AnsweredElsewhere,
    /// The user declines a call on another computer.
    DeclinedElsewhere,
    /// The user calls somebody from another computer.
    CallsElsewhere,
}

/// What the user does in this browser. The last number picks the tab.
#[derive(Clone, Debug)]
pub(super) enum UserStep {
    /// Calls Jane (`true`) or Mike.
    Place(bool, u8),
    Answer(u8, u8),
    EndAndAnswer(u8, u8),
    Decline(u8, bool),
    Silence,
    HangUp,
    CloseOutcome,
    /// Takes the call here that is elsewhere.
    TakeHere(u8),
    /// Ends the call that is elsewhere.
    EndElsewhere,
    PopOut,
    ShowCall(u8),
    ToggleMic,
    CallBack(u8),
    ForgetMissed(u8),
    DismissNotice,
    AddNote(u8),
    /// Opens a CRM tab, or turns to it (`true`) or away from it.
    Tab(u8, bool),
    CloseTab(u8, bool),
}

pub(super) fn peer_steps() -> impl Strategy<Value = PeerStep> {
    prop_oneof![
        4 => any::<bool>().prop_map(PeerStep::Calls),
        4 => Just(PeerStep::Answers),
        1 => any::<bool>().prop_map(PeerStep::Declines),
        1 => Just(PeerStep::TimesOut),
        2 => Just(PeerStep::Ends),
        1 => Just(PeerStep::AnsweredElsewhere),
        1 => Just(PeerStep::DeclinedElsewhere),
        1 => Just(PeerStep::CallsElsewhere),
    ]
}

pub(super) fn user_steps() -> impl Strategy<Value = UserStep> {
    let one = any::<u8>;
    prop_oneof![
        5 => (any::<bool>(), one()).prop_map(|(jane, tab)| UserStep::Place(jane, tab)),
        3 => (one(), one()).prop_map(|(ring, tab)| UserStep::Answer(ring, tab)),
        1 => (one(), one()).prop_map(|(ring, tab)| UserStep::EndAndAnswer(ring, tab)),
        1 => (one(), any::<bool>()).prop_map(|(ring, note)| UserStep::Decline(ring, note)),
        1 => Just(UserStep::Silence),
        2 => Just(UserStep::HangUp),
        1 => Just(UserStep::CloseOutcome),
        2 => one().prop_map(UserStep::TakeHere),
        1 => Just(UserStep::EndElsewhere),
        2 => Just(UserStep::PopOut),
        1 => one().prop_map(UserStep::ShowCall),
        1 => Just(UserStep::ToggleMic),
        1 => one().prop_map(UserStep::CallBack),
        1 => one().prop_map(UserStep::ForgetMissed),
        1 => Just(UserStep::DismissNotice),
        1 => one().prop_map(UserStep::AddNote),
        3 => (1_u8..4, any::<bool>()).prop_map(|(tab, seen)| UserStep::Tab(tab, seen)),
        2 => (one(), any::<bool>()).prop_map(|(tab, first)| UserStep::CloseTab(tab, first)),
    ]
}

impl World {
    pub(super) fn peer_acts(&mut self, step: &PeerStep) {
        let user = self.user;
        let ours = move |call: &super::crm::Call| call.initiator == user;
        let theirs = move |call: &super::crm::Call| call.recipient == user;
        match step {
            PeerStep::Calls(jane) => {
                let caller = if *jane { JANE } else { MIKE };
                // Nobody makes two calls at once.
                if !self.crm.is_busy(caller) {
                    self.crm.make(caller, user, false);
                }
            }
            PeerStep::Answers => {
                self.turn(Status::Active, |call| ours(call) && call.status.rings())
            }
            PeerStep::Declines(reason) => {
                let rings = |call: &super::crm::Call| ours(call) && call.status.rings();
                if let (true, Some(call)) = (*reason, self.crm.newest(rings)) {
                    self.crm.write(call, "In a meeting");
                }
                self.turn(Status::Rejected, rings);
            }
            PeerStep::TimesOut => self.turn(Status::Missed, |call| call.status.rings()),
            PeerStep::Ends => self.turn(Status::Completed, |call| {
                call.concerns(user) && !call.status.is_over()
            }),
            PeerStep::AnsweredElsewhere => {
                self.turn(Status::Active, |call| theirs(call) && call.status.rings());
            }
            PeerStep::DeclinedElsewhere => {
                self.turn(Status::Rejected, |call| theirs(call) && call.status.rings());
            }
            PeerStep::CallsElsewhere => {
                // An attempt whose answer is lost is recognised by its time
                // alone: another call of the user's at that moment is taken for
                // it.
                if !self.attempt_is_open() {
                    self.crm.make(user, MIKE, false);
                    self.pass(Duration::from_secs(4));
                }
            }
        }
    }

    fn turn(&mut self, status: Status, which: impl Fn(&super::crm::Call) -> bool) {
        if let Some(call) = self.crm.newest(which) {
            self.crm.set(call, status);
        }
    }

    pub(super) fn user_acts(&mut self, step: &UserStep) {
        let media = Media::Audio;
        let ring = |number: u8| pick(number, self.state.rings.iter().map(|ring| ring.call));
        let missed = |number: u8| pick(number, self.state.missed.iter().map(|missed| missed.call));
        let elsewhere = self
            .state
            .elsewhere
            .as_ref()
            .map(|elsewhere| elsewhere.call);
        let (intent, tab) = match step {
            UserStep::Place(jane, tab) => {
                let tab = self.browser.tab(*tab);
                let record = record_of(if *jane { JANE } else { MIKE });
                return self.apply(Event::Place { record, media, tab });
            }
            UserStep::Tab(tab, visible) => {
                return self.show_tab(TabId(i32::from(*tab)), *visible);
            }
            UserStep::CloseTab(tab, port_first) => {
                if let Some(tab) = pick(*tab, self.browser.all_tabs()) {
                    self.close_tab(tab, *port_first);
                }
                return;
            }
            UserStep::Answer(number, tab) => {
                let intent = ring(*number).map(|call| Intent::Answer { call, media });
                (intent, self.browser.tab(*tab))
            }
            UserStep::EndAndAnswer(number, tab) => {
                let intent = ring(*number).map(|call| Intent::EndAndAnswer { call, media });
                (intent, self.browser.tab(*tab))
            }
            UserStep::Decline(number, reason) => {
                let note = reason.then(|| "Later".to_owned());
                let intent = ring(*number).map(|call| Intent::Decline { call, note });
                (intent, None)
            }
            UserStep::CallBack(number) => {
                let intent = missed(*number).map(|call| Intent::CallBack { call });
                (intent, None)
            }
            UserStep::ForgetMissed(number) => {
                let intent = missed(*number).map(|call| Intent::ForgetMissed { call });
                (intent, None)
            }
            UserStep::ShowCall(tab) => (Some(Intent::ShowCall), self.browser.tab(*tab)),
            UserStep::AddNote(tab) => (Some(Intent::AddNote), self.browser.tab(*tab)),
            UserStep::Silence => (Some(Intent::Silence), None),
            UserStep::HangUp => (Some(Intent::HangUp), None),
            UserStep::CloseOutcome => (Some(Intent::CloseOutcome), None),
            UserStep::TakeHere(tab) => {
                let intent = elsewhere.map(|call| Intent::TakeHere { call });
                (intent, self.browser.tab(*tab))
            }
            UserStep::EndElsewhere => {
                let intent = elsewhere.map(|call| Intent::EndElsewhere { call });
                (intent, None)
            }
            UserStep::PopOut => (Some(Intent::PopOut), None),
            UserStep::ToggleMic => (Some(Intent::ToggleMic), None),
            UserStep::DismissNotice => (Some(Intent::DismissNotice), None),
        };
        if let Some(intent) = intent {
            self.intent(intent, tab);
        }
    }
}
