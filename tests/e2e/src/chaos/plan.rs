//! What happens in a call, drawn from a seed.

use std::{ops::Range, time::Duration};

use fastrand::Rng;

use super::faults::{Fault, Side};
use crate::{Media, story::Pair};

/// A call: what the people do, and what fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// With or without pictures.
    pub media: Media,
    /// What the people do.
    pub course: Course,
    /// What fails, and when.
    pub faults: Vec<Strike>,
    /// How long after the press of its step a fault goes on that lasts.
    pub outage: Duration,
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

/// The steps of a call. In each but one somebody presses a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The caller calls.
    Call,
    /// It is answered, declined or given up.
    Decision,
    /// Both are in the call, and nobody presses anything.
    Talk,
    /// Somebody hangs up.
    End,
}

/// A fault, and when it strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strike {
    /// In which step.
    pub step: Step,
    /// How long after the press. `None`: before it.
    pub after: Option<Duration>,
    /// What fails.
    pub fault: Fault,
}

/// Who uses which browser, by turns.
const PAIRS: [Pair; 4] = [
    Pair::Chromium,
    Pair::Firefox,
    Pair::ChromiumCallsFirefox,
    Pair::FirefoxCallsChromium,
];

/// Who uses which browser in the call of this seed, where nothing else decides
/// it.
#[must_use]
pub fn pair(seed: u64) -> Pair {
    let turn = usize::try_from(seed % 4).unwrap_or_default();
    PAIRS.get(turn).copied().unwrap_or(Pair::Chromium)
}

/// The seeds of the short run that is part of the tests: each fault strikes in one
/// of its calls, and none waits for a poll of a browser that has heard nothing.
pub const SHORT_RUN: Range<u64> = 2_943..2_955;

/// Within this time after a press its messages and requests are on their way.
const LATEST_MS: u64 = 600;
/// In milliseconds, too. Most requests are repeated within it.
const LONGEST_OUTAGE_MS: u64 = 1_500;

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
        let mut faults: Vec<Strike> = (0..rng.usize(1..4)).map(|_| strike(&mut rng)).collect();
        faults.sort_by_key(|strike| strike.after);
        Self {
            media,
            course,
            faults,
            outage: Duration::from_millis(rng.u64(0..LONGEST_OUTAGE_MS)),
        }
    }

    /// What strikes in this step, earliest first.
    pub fn at(&self, step: Step) -> impl Iterator<Item = Strike> + '_ {
        let faults = self.faults.iter().copied();
        faults.filter(move |strike| strike.step == step)
    }

    /// Whether the caller may read that the call failed, and the CRM have made
    /// it all the same. It is ended when it shows up then.
    #[must_use]
    pub fn may_lose_the_attempt(&self) -> bool {
        self.at(Step::Call)
            .any(|strike| strike.fault == Fault::AnswerLost)
    }
}

fn strike(rng: &mut Rng) -> Strike {
    let step = match rng.u8(0..4) {
        0 => Step::Call,
        1 => Step::Decision,
        2 => Step::Talk,
        _ => Step::End,
    };
    let after = rng
        .bool()
        .then(|| Duration::from_millis(rng.u64(0..LATEST_MS)));
    let side = if rng.bool() {
        Side::Caller
    } else {
        Side::Called
    };
    Strike {
        step,
        after,
        fault: Fault::draw(rng, side),
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
    fn every_fault_strikes_in_some_call_before_and_after_a_press() {
        let strikes = (0..500).flat_map(|seed| Plan::of(seed).faults);
        let seen: BTreeSet<(&str, bool)> = strikes
            .map(|strike| (strike.fault.name(), strike.after.is_some()))
            .collect();
        assert_eq!(seen.len(), 24, "{seen:?}");
    }

    #[test]
    fn the_short_run_has_every_fault() {
        let strikes = SHORT_RUN.flat_map(|seed| Plan::of(seed).faults);
        let seen: BTreeSet<&str> = strikes.map(|strike| strike.fault.name()).collect();
        assert_eq!(seen.len(), 12, "{seen:?}");
    }

    #[test]
    fn what_strikes_before_the_press_comes_first() {
        for seed in 0..100 {
            let faults = Plan::of(seed).faults;
            assert!(faults.is_sorted_by_key(|strike| strike.after), "{faults:?}");
        }
    }
}
