//! Plays all stories as one test program.
//!
//! The standard test harness has no hook at its end; this one closes the
//! pooled browsers there, and prints where the time went. It takes the same
//! arguments.

use std::{process::ExitCode, sync::LazyLock, time::Instant};

use libtest_mimic::{Arguments, Trial};
use tokio::runtime::Runtime;

use crate::{
    play::play,
    pool,
    story::{Pair, Story},
    timing,
};

/// Browsers outlive stories, so what talks to them does, too: all stories
/// share one runtime.
#[expect(clippy::expect_used, reason = "no test can run without it")]
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Runtime::new().expect("the system gives no threads"));

/// One story is played, the next one starts.
const THREADS: usize = 2;

/// Plays the stories that the command line asks for, and says how it went.
#[must_use]
pub fn run(stories: Vec<Story>) -> ExitCode {
    let start = Instant::now();
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(THREADS);
    let trials = taking_turns(stories).into_iter().map(|story| {
        Trial::test(story.name(), move || {
            let played = RUNTIME.block_on(play(&story));
            played.map_err(|failure| format!("{failure:?}").into())
        })
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    if !arguments.list {
        RUNTIME.block_on(pool::close());
        println!("{}\n", timing::table(start.elapsed()));
    }
    conclusion.exit_code()
}

/// Chromium and Firefox in turns: while a story is played in one, the other is
/// reset.
fn taking_turns(stories: Vec<Story>) -> Vec<Story> {
    let (firefox, others): (Vec<_>, Vec<_>) = stories
        .into_iter()
        .partition(|story| story.pair == Pair::Firefox);
    let (mut firefox, mut others) = (firefox.into_iter(), others.into_iter());
    let mut turns = Vec::new();
    loop {
        let before = turns.len();
        turns.extend(others.next());
        turns.extend(firefox.next());
        if turns.len() == before {
            return turns;
        }
    }
}
