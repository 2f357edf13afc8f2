//! Many calls between two people, in which workers, tabs, sockets, networks,
//! tokens and clocks fail at random moments, and what came of them.

use std::{
    hash::{BuildHasher, RandomState},
    ops::Range,
    time::Instant,
};

use anyhow::{Result, bail};
use clap::Parser;
use futures_util::{StreamExt, TryStreamExt, stream};
use ringside_e2e::chaos::{self, Tally};
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
    /// How many pairs of browsers play at a time
    #[arg(long, default_value_t = 2)]
    pairs: usize,
}

/// In this order: while two Chromiums play, two Firefoxes do.
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
    let seeds = first..first + arguments.calls;
    println!("seeds {first} to {}", seeds.end.saturating_sub(1));
    let start = Instant::now();
    // Each pair plays the calls of its seeds, so that a seed has its pair
    // wherever it is played again.
    let tallies = stream::iter(PAIRS).map(|pair| play(pair, seeds.clone()));
    let tallies = tallies.buffer_unordered(arguments.pairs.max(1));
    let add = async |mut all: Tally, some| {
        all.add(some);
        Ok(all)
    };
    let tally: Tally = tallies.try_fold(Tally::default(), add).await?;
    print!("{tally}");
    println!("{:<26} {:>6}", "seconds", start.elapsed().as_secs());
    let losses = tally.losses().len();
    if losses > 0 {
        bail!("{losses} calls went wrong; play one again with `--calls 1` and its `--seed`");
    }
    Ok(())
}

/// Plays those of the calls that this pair of browsers has to play.
async fn play(pair: Pair, seeds: Range<u64>) -> Result<Tally> {
    let mut tally = Tally::default();
    let mut scenario: Option<Scenario> = None;
    for seed in seeds.filter(|seed| chaos::pair(*seed) == pair) {
        let playing = match scenario.take() {
            Some(playing) => playing,
            None => start(pair).await?,
        };
        // Nobody knows what is wrong with browsers in which a call went wrong.
        if chaos::play(&playing, seed, &mut tally).await? {
            scenario = Some(playing);
        } else {
            // They are killed if they do not close.
            let _ = playing.stop().await;
            println!("{pair:?}: {}", tally.losses().pop().unwrap_or_default());
        }
        if tally.calls() % 25 == 0 {
            let losses = tally.losses().len();
            println!("{pair:?}: {} calls, {losses} lost", tally.calls());
        }
    }
    if let Some(scenario) = scenario {
        scenario.stop().await?;
    }
    Ok(tally)
}

async fn start(pair: Pair) -> Result<Scenario> {
    let cast = Cast::new(pair, Mode::AsFound, &Options::default()).await?;
    // Tokens expire when that is drawn: twice within a second, and the CRM's own
    // page signs its user out.
    cast.crm.let_tokens_last(24 * 3_600).await?;
    Scenario::with(Cast {
        small_pictures: true,
        ..cast
    })
    .await
}

/// A random number: the standard library seeds its hash tables from the system.
fn random() -> u64 {
    RandomState::new().hash_one(0) >> 16
}
