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
    story::{Pair, Story, Turn},
    timing,
};

/// Browsers outlive stories, so what talks to them does, too: all stories
/// share one runtime.
#[expect(clippy::expect_used, reason = "no test can run without it")]
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Runtime::new().expect("the system gives no threads"));

/// Two stories are played, and a third starts or mostly waits.
const THREADS: usize = 3;

/// Plays the stories that the command line asks for, and says how it went.
#[must_use]
pub fn run(stories: Vec<Story>) -> ExitCode {
    let start = Instant::now();
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(THREADS);
    let trials = in_order(stories).into_iter().map(|story| {
        Trial::test(story.name(), move || {
            let played = RUNTIME.block_on(play(&story));
            played.map_err(|failure| format!("{failure:?}").into())
        })
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    if let Some(filter) = &arguments.filter
        && conclusion.num_passed + conclusion.num_failed + conclusion.num_ignored == 0
        && !arguments.list
    {
        eprintln!("No story has “{filter}” in its name; --list shows all names.");
        return ExitCode::FAILURE;
    }
    if !arguments.list {
        RUNTIME.block_on(pool::close());
        println!("{}\n", timing::table(start.elapsed()));
    }
    conclusion.exit_code()
}

/// Chromium and Firefox in turns: while a story is played in one, the other is
/// reset. Those that mostly wait are spread evenly among the others.
fn in_order(stories: Vec<Story>) -> Vec<Story> {
    let (waiting, busy) = split(stories, |story| story.turn == Turn::Beside);
    let (firefox, others) = split(busy, |story| story.pair == Pair::Firefox);
    let busy = alternating(others, firefox);
    let (all, each) = (waiting.len() + busy.len(), waiting.len().max(1));
    let (mut waiting, mut busy) = (waiting.into_iter(), busy.into_iter());
    let mut spread = Vec::with_capacity(all);
    for position in 0..all {
        let due = position * each / all.max(1) >= each - waiting.len();
        let next = if due { waiting.next() } else { None };
        spread.extend(next.or_else(|| busy.next()).or_else(|| waiting.next()));
    }
    spread
}

fn split(stories: Vec<Story>, is: impl Fn(&Story) -> bool) -> (Vec<Story>, Vec<Story>) {
    stories.into_iter().partition(is)
}

fn alternating(first: Vec<Story>, second: Vec<Story>) -> Vec<Story> {
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    let mut both = Vec::new();
    loop {
        let before = both.len();
        both.extend(first.next());
        both.extend(second.next());
        if both.len() == before {
            return both;
        }
    }
}
