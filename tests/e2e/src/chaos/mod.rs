//! Calls in which things fail at random moments.
//!
//! What fails when, and what the people do, is drawn from a seed before the
//! call begins, so a failure is played again with its seed. How far a request
//! has come when a fault strikes is left to the browsers, and so is what the
//! calls before have left in them.

mod call;
mod faults;
mod loss;
mod plan;
mod rings;
mod tabs;
mod tally;

use std::time::Duration;

use anyhow::{Result, anyhow};
use tokio::time::timeout;

use crate::{Scenario, artefacts, play};

pub use faults::{Fault, Side};
pub use loss::Loss;
pub use plan::{Plan, SHORT_RUN, pair};
pub use tally::Tally;

/// The longest that a call may take, so that a hang is a failure: several times
/// what the people wait for.
const LIMIT: Duration = Duration::from_mins(6);

/// Plays the call of this seed and proves that nothing of it is left. `false`
/// when something is: pictures and logs are under `target/e2e/chaos-<seed>` then,
/// and the browsers are not to be used again.
///
/// # Errors
/// When a browser or the CRM cannot be driven.
pub async fn play(scenario: &Scenario, seed: u64, tally: &mut Tally) -> Result<bool> {
    let plan = Plan::of(seed);
    scenario.crm.forget_log().await?;
    let played = timeout(LIMIT, call::play(scenario, &plan)).await;
    match played.unwrap_or_else(|_| Err((Loss::Stuck, anyhow!("a browser hangs")))) {
        Ok(outcome) => {
            tally.played(&plan, Some(outcome));
            Ok(true)
        }
        Err((loss, error)) => {
            play::keep(&artefacts::folder(&format!("chaos-{seed}")), scenario).await;
            tally.lost(&plan, loss, format!("seed {seed}: {error:#}; {plan:?}"));
            Ok(false)
        }
    }
}
