//! What came of so many calls.

use std::{collections::BTreeMap, fmt};

use super::{Loss, Plan, call::Outcome};

/// Calls, faults by kind, and what went wrong for the people.
#[derive(Debug, Default)]
pub struct Tally {
    calls: usize,
    outcomes: BTreeMap<Outcome, usize>,
    faults: BTreeMap<&'static str, usize>,
    losses: Vec<(Loss, String)>,
}

impl Tally {
    pub(super) fn played(&mut self, plan: &Plan, outcome: Option<Outcome>) {
        self.calls += 1;
        if let Some(outcome) = outcome {
            *self.outcomes.entry(outcome).or_default() += 1;
        }
        for strike in &plan.faults {
            *self.faults.entry(strike.fault.name()).or_default() += 1;
        }
    }

    pub(super) fn lost(&mut self, plan: &Plan, loss: Loss, what: String) {
        self.played(plan, None);
        self.losses.push((loss, what));
    }

    /// Adds what came of other calls.
    pub fn add(&mut self, other: Self) {
        self.calls += other.calls;
        for (outcome, times) in other.outcomes {
            *self.outcomes.entry(outcome).or_default() += times;
        }
        for (fault, times) in other.faults {
            *self.faults.entry(fault).or_default() += times;
        }
        self.losses.extend(other.losses);
    }

    /// How many calls were played.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.calls
    }

    /// What went wrong, one line for each call.
    #[must_use]
    pub fn losses(&self) -> Vec<String> {
        let losses = self.losses.iter();
        losses
            .map(|(loss, what)| format!("{}: {what}", loss.name()))
            .collect()
    }

    fn count(&self, loss: Loss) -> usize {
        self.losses.iter().filter(|(kind, _)| *kind == loss).count()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut row = |name: &str, count: usize| writeln!(f, "{name:<26} {count:>6}");
        row("calls", self.calls)?;
        for (outcome, times) in &self.outcomes {
            row(outcome.name(), *times)?;
        }
        for (fault, times) in &self.faults {
            row(fault, *times)?;
        }
        for loss in Loss::ALL {
            row(loss.name(), self.count(loss))?;
        }
        Ok(())
    }
}
