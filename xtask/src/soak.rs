//! `cargo xtask test --soak`: the call machine against the model of its
//! environment, with random seeds in addition to the fixed one of the tests,
//! explored to a greater depth; and more damaged inputs for all that is parsed.

use std::hash::{BuildHasher, RandomState};

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

use crate::stage::quietly;
use crate::test::aloud;
use crate::workspace;

/// The tests are run in as many parts, each with a seed of its own, so that a
/// failure names a part that is quick to repeat.
const PARTS: u64 = 10;
/// The number of cases in each part.
const CALLS: u64 = 100;

/// How many times the states of the tests the exploration looks at.
const TIMES_THE_STATES: u64 = 10;
/// How often each kind of input is damaged.
const DAMAGED: u64 = 50_000;

/// Runs 1,000 cases, or those of one seed; then explores the machine further
/// than the tests do, and damages more inputs.
pub(crate) fn run(seed: Option<u64>) -> Result<()> {
    let sh = Shell::new()?;
    sh.change_dir(workspace::root());
    quietly(cmd!(sh, "cargo test --quiet -p ringside --lib --no-run"))?;
    let seeds = match seed {
        Some(seed) => vec![seed],
        None => (0..PARTS).map(random).collect(),
    };
    let mut failed = Vec::new();
    for seed in &seeds {
        let _seed = sh.push_env("RINGSIDE_SOAK_SEED", seed.to_string());
        let _cases = sh.push_env("RINGSIDE_SOAK_CASES", CALLS.to_string());
        let test = "invariants_hold_in_any_order";
        let played = quietly(cmd!(sh, "cargo test --quiet -p ringside --lib {test}"));
        match played {
            Ok(()) => println!("seed {seed}: {CALLS} calls, all well"),
            Err(error) => {
                println!("seed {seed}: {error:?}");
                failed.push(format!("--seed {seed}"));
            }
        }
    }
    let _states = sh.push_env("RINGSIDE_SOAK_STATES", TIMES_THE_STATES.to_string());
    for test in ["exploration::", "fuzz::"] {
        let seed = seeds.first().copied().unwrap_or_else(|| random(PARTS));
        let _seed = sh.push_env("RINGSIDE_SOAK_SEED", seed.to_string());
        let _runs = sh.push_env("RINGSIDE_FUZZ_RUNS", DAMAGED.to_string());
        let run = cmd!(
            sh,
            "cargo test --quiet -p ringside --lib {test} -- --nocapture"
        );
        if let Err(error) = aloud(run) {
            println!("{test} with seed {seed}: {error:?}");
            failed.push(format!("--seed {seed}"));
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!(
        "not every call went well; see it again by `cargo xtask test --soak` with {}",
        failed.join(" or ")
    )
}

/// A random number: the standard library seeds its hash tables from the system.
fn random(part: u64) -> u64 {
    RandomState::new().hash_one(part)
}
