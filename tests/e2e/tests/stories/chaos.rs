//! Calls in which workers, tabs, sockets, networks, tokens and clocks fail. These
//! are a few of those that `cargo xtask chaos` plays.

use std::ops::Range;

use anyhow::{Result, ensure};
use ringside_e2e::{
    Scenario,
    chaos::{self, SHORT_RUN, Tally},
    in_browsers,
};

in_browsers! {
    chromium = Chromium in AsFound: first_half;
    firefox = Firefox in AsDocumented: second_half;
}

async fn first_half(scenario: &Scenario) -> Result<()> {
    play(scenario, SHORT_RUN.start..SHORT_RUN.start + 6).await
}

async fn second_half(scenario: &Scenario) -> Result<()> {
    play(scenario, SHORT_RUN.start + 6..SHORT_RUN.end).await
}

/// No hang-up is lost, nothing rings twice, no call is stuck, and nothing is left
/// behind.
async fn play(scenario: &Scenario, seeds: Range<u64>) -> Result<()> {
    let mut tally = Tally::default();
    for seed in seeds {
        let right = chaos::play(scenario, seed, &mut tally).await?;
        ensure!(right, "{}\n{tally}", tally.losses().join("\n"));
    }
    Ok(())
}
