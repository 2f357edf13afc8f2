//! What happens in a call, drawn from a seed.

use fastrand::Rng;

use crate::Media;

/// A call: what the people do, and what fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// With or without pictures.
    pub media: Media,
    /// What the people do.
    pub course: Course,
    /// What fails, and when.
    pub faults: Vec<(Moment, Fault)>,
}

/// What the people do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// The one called declines.
    Declined,
    /// The caller gives up.
    GivenUp,
    /// It is answered, and the caller hangs up.
    CallerHangsUp,
    /// It is answered, and the one called hangs up.
    CalledHangsUp,
}

/// Before what a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Before the button is pressed.
    Call,
    /// Before it is answered, declined or given up.
    Decision,
    /// In the call.
    Talk,
    /// Before somebody hangs up.
    End,
}

/// One of the two people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Olivia.
    Caller,
    /// Jane.
    Called,
}

/// What fails. What lasts, lasts until the next step of the call has been made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The browser ends the worker.
    WorkerEnded(Side),
    /// The page is loaded anew.
    PageReloaded(Side),
    /// One more tab of the CRM is opened in front.
    TabOpened(Side),
    /// The tab in front is closed, if another one is there.
    TabClosed(Side),
    /// The computer's clock jumps by a day.
    ClockMoved(Side, i64),
    /// Every push socket is closed.
    SocketsClosed,
    /// No push socket can be opened.
    SocketsRefused,
    /// Push sockets stay open and say nothing.
    SocketsMute,
    /// No request reaches the CRM.
    NetworkLost,
    /// The CRM carries out one change, and its answer is lost.
    AnswerLost,
    /// The CRM answers everything with an error.
    ServerDown,
    /// Access tokens expire.
    TokensExpired,
}

impl Fault {
    /// What it is called in the tally.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::WorkerEnded(_) => "worker ended",
            Self::PageReloaded(_) => "page reloaded",
            Self::TabOpened(_) => "tab opened",
            Self::TabClosed(_) => "tab closed",
            Self::ClockMoved(..) => "clock moved by a day",
            Self::SocketsClosed => "sockets closed",
            Self::SocketsRefused => "sockets refused",
            Self::SocketsMute => "sockets mute",
            Self::NetworkLost => "network lost",
            Self::AnswerLost => "answer lost",
            Self::ServerDown => "server down",
            Self::TokensExpired => "tokens expired",
        }
    }

    fn draw(rng: &mut Rng) -> Self {
        let side = if rng.bool() {
            Side::Caller
        } else {
            Side::Called
        };
        match rng.u8(0..12) {
            0 => Self::WorkerEnded(side),
            1 => Self::PageReloaded(side),
            2 => Self::TabOpened(side),
            3 => Self::TabClosed(side),
            4 => Self::ClockMoved(side, if rng.bool() { DAY } else { -DAY }),
            5 => Self::SocketsClosed,
            6 => Self::SocketsRefused,
            7 => Self::SocketsMute,
            8 => Self::NetworkLost,
            9 => Self::AnswerLost,
            10 => Self::ServerDown,
            _ => Self::TokensExpired,
        }
    }
}

/// In milliseconds.
const DAY: i64 = 24 * 3_600_000;

impl Plan {
    /// The plan of this seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let media = if rng.u8(0..4) == 0 {
            Media::Video
        } else {
            Media::Audio
        };
        let course = match rng.u8(0..6) {
            0 => Course::Declined,
            1 => Course::GivenUp,
            2 | 3 => Course::CallerHangsUp,
            _ => Course::CalledHangsUp,
        };
        let faults = (0..rng.usize(1..4))
            .map(|_| {
                let moment = match rng.u8(0..4) {
                    0 => Moment::Call,
                    1 => Moment::Decision,
                    2 => Moment::Talk,
                    _ => Moment::End,
                };
                (moment, Fault::draw(&mut rng))
            })
            .collect();
        Self {
            media,
            course,
            faults,
        }
    }

    /// What fails at this moment.
    pub fn at(&self, moment: Moment) -> impl Iterator<Item = Fault> + '_ {
        let faults = self.faults.iter();
        faults
            .filter(move |(at, _)| *at == moment)
            .map(|(_, fault)| *fault)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_seed_is_always_the_same_call() {
        assert_eq!(Plan::of(7), Plan::of(7));
        assert_ne!(Plan::of(7), Plan::of(8));
    }

    #[test]
    fn every_fault_strikes_in_some_call() {
        let plans = (0..500).map(Plan::of);
        let names: BTreeSet<&str> = plans
            .flat_map(|plan| plan.faults)
            .map(|(_, fault)| fault.name())
            .collect();
        assert_eq!(names.len(), 12, "{names:?}");
    }
}
