//! Calls in which things fail at random moments.
//!
//! What fails when, and what the people do, is drawn from a seed before the
//! call begins, so a failure is played again with its seed. How far a request
//! has come when a fault strikes is left to the browsers.

mod call;
mod faults;
mod plan;

use std::collections::BTreeMap;

use anyhow::Result;

use crate::{Scenario, aftermath, artefacts, play};

pub use call::Loss;
pub use plan::{Fault, Plan};

/// What came of so many calls.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many calls were played.
    pub calls: usize,
    /// How many of them connected.
    pub connected: usize,
    /// How often each fault struck.
    pub faults: BTreeMap<&'static str, usize>,
    /// What went wrong for the people, with the seed of the call.
    pub losses: Vec<(u64, Loss, String)>,
}

impl Tally {
    /// How many calls went wrong in this way.
    #[must_use]
    pub fn count(&self, loss: Loss) -> usize {
        let losses = self.losses.iter();
        losses.filter(|(_, kind, _)| *kind == loss).count()
    }
}

/// Plays the call of this seed and proves that nothing of it is left. `false`
/// when something is: pictures and logs are under `target/e2e/chaos-<seed>` then,
/// and the browsers are not to be used again.
///
/// # Errors
/// When a browser or the CRM cannot be driven.
pub async fn play(scenario: &Scenario, seed: u64, tally: &mut Tally) -> Result<bool> {
    let plan = Plan::of(seed);
    tally.calls += 1;
    for (_, fault) in &plan.faults {
        *tally.faults.entry(fault.name()).or_default() += 1;
    }
    let played = call::play(scenario, &plan).await;
    let checked = match played {
        Ok(connected) => {
            tally.connected += usize::from(connected);
            let checked = aftermath::check(scenario).await;
            checked.map_err(|error| (Loss::of_check(&error), error))
        }
        Err(lost) => Err(lost),
    };
    match checked {
        Ok(()) => {
            scenario.crm.forget_log().await?;
            Ok(true)
        }
        Err((loss, error)) => {
            play::keep(&artefacts::folder(&format!("chaos-{seed}")), scenario).await;
            tally
                .losses
                .push((seed, loss, format!("{plan:?}: {error:#}")));
            Ok(false)
        }
    }
}
