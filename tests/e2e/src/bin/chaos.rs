//! Many calls between two people, in which workers, tabs, sockets, networks,
//! tokens and clocks fail at random moments, and what came of them.

use std::hash::{BuildHasher, RandomState};

use anyhow::{Result, bail};
use clap::Parser;
use ringside_e2e::chaos::{self, Loss, Tally};
use ringside_e2e::scenario::Cast;
use ringside_e2e::story::Pair;
use ringside_e2e::{Mode, Options, Scenario};

/// Plays calls in which things fail at random moments.
#[derive(Parser)]
struct Arguments {
    /// How many calls
    #[arg(long, default_value_t = 1000)]
    calls: u64,
    /// The seed of the first call; each further one has the next number. Drawn
    /// at random when it is left out
    #[arg(long)]
    seed: Option<u64>,
}

/// Each pair of browsers plays its share of the calls.
const PAIRS: [Pair; 4] = [
    Pair::Chromium,
    Pair::Firefox,
    Pair::ChromiumCallsFirefox,
    Pair::FirefoxCallsChromium,
];

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let first = arguments.seed.unwrap_or_else(random);
    println!(
        "seeds {first} to {}",
        first + arguments.calls.saturating_sub(1)
    );
    let mut tally = Tally::default();
    let share = arguments.calls.div_ceil(PAIRS.len() as u64).max(1);
    let mut scenario: Option<(Pair, Scenario)> = None;
    for number in 0..arguments.calls {
        let pair = PAIRS[usize::try_from(number / share)? % PAIRS.len()];
        let played = match scenario.take() {
            Some((with, played)) if with == pair => played,
            former => {
                if let Some((_, former)) = former {
                    former.stop().await?;
                }
                start(pair).await?
            }
        };
        let seed = first + number;
        let losses = tally.losses.len();
        // Nobody knows what is wrong with browsers in which a call went wrong.
        if chaos::play(&played, seed, &mut tally).await? {
            scenario = Some((pair, played));
        } else {
            played.stop().await?;
        }
        for (seed, loss, what) in &tally.losses[losses..] {
            println!("call {seed} in {pair:?}: {}: {what}", loss.name());
        }
        if (number + 1) % 50 == 0 {
            println!("{} calls, {} lost", tally.calls, tally.losses.len());
        }
    }
    if let Some((_, scenario)) = scenario {
        scenario.stop().await?;
    }
    print(&tally);
    if !tally.losses.is_empty() {
        bail!(
            "{} calls went wrong; play one again with its `--seed`",
            tally.losses.len()
        );
    }
    Ok(())
}

async fn start(pair: Pair) -> Result<Scenario> {
    let cast = Cast::new(pair, Mode::AsFound, &Options::default()).await?;
    Scenario::with(Cast {
        small_pictures: true,
        ..cast
    })
    .await
}

fn print(tally: &Tally) {
    println!("{:<26} {:>6}", "calls", tally.calls);
    println!("{:<26} {:>6}", "of them connected", tally.connected);
    for (fault, count) in &tally.faults {
        println!("{fault:<26} {count:>6}");
    }
    for loss in Loss::ALL {
        println!("{:<26} {:>6}", loss.name(), tally.count(loss));
    }
}

/// A random number: the standard library seeds its hash tables from the system.
fn random() -> u64 {
    RandomState::new().hash_one(0) >> 16
}
