//! Where the time goes: measured in every story, printed when all are played.

use std::{
    collections::BTreeMap,
    future::Future,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::{Session, processor};

/// What a story spends its time on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Servers and browsers start, or pooled browsers are waited for.
    Start,
    /// Both people sign in.
    SignIn,
    /// It waits until the story before it is over.
    Turn,
    /// The story itself.
    Play,
    /// What has to be true after every story.
    Check,
    /// Servers and browsers that are not used again stop.
    Stop,
    /// A pooled browser is reset.
    Reset,
}

const PHASES: [(Phase, &str); 7] = [
    (Phase::Start, "start"),
    (Phase::SignIn, "sign-in"),
    (Phase::Turn, "wait for its turn"),
    (Phase::Play, "play"),
    (Phase::Check, "check"),
    (Phase::Stop, "stop"),
    (Phase::Reset, "reset"),
];

/// How many of the slowest stories are listed.
const SLOWEST: usize = 10;

/// What one phase took.
#[derive(Clone, Copy, Default)]
struct Cost {
    time: Duration,
    /// Of the story's browsers and their drivers.
    processor: Duration,
}

/// What one story cost, or one reset after it.
#[derive(Clone, Copy)]
struct Costs {
    story: &'static str,
    phases: [Cost; PHASES.len()],
}

/// Measures one story. It counts when this is dropped, however the story ended.
pub struct Stopwatch(Costs);

static MEASURED: Mutex<Vec<Costs>> = Mutex::new(Vec::new());

fn measured() -> MutexGuard<'static, Vec<Costs>> {
    MEASURED.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Stopwatch {
    /// For a story of this name.
    #[must_use]
    pub fn new(story: &'static str) -> Self {
        Self(Costs {
            story,
            phases: Default::default(),
        })
    }

    /// Measures what `work` takes as time of this phase.
    pub async fn measure<T>(&mut self, phase: Phase, work: impl Future<Output = T>) -> T {
        let start = Instant::now();
        let done = work.await;
        if let Some(cost) = self.0.phases.get_mut(phase as usize) {
            cost.time += start.elapsed();
        }
        done
    }

    /// Counts what the browsers have computed since they were last asked as
    /// processor time of this phase.
    pub fn charge(&mut self, phase: Phase, sessions: &[&Session]) {
        if let Some(cost) = self.0.phases.get_mut(phase as usize) {
            let charged = sessions.iter().map(|session| session.charge());
            cost.processor += charged.sum::<Duration>();
        }
    }
}

impl Drop for Stopwatch {
    fn drop(&mut self) {
        measured().push(self.0);
    }
}

impl Costs {
    /// The phases in which a story does something itself.
    fn own(&self) -> impl Iterator<Item = (&'static str, Duration)> {
        let phases = PHASES.iter().zip(&self.phases);
        let own = phases.filter(|((phase, _), _)| !matches!(phase, Phase::Turn | Phase::Reset));
        own.map(|((_, name), cost)| (*name, cost.time))
    }

    fn taken(&self) -> Duration {
        self.own().map(|(_, spent)| spent).sum()
    }

    /// The time for which it kept others from their turn.
    fn turn(&self) -> Duration {
        let phases = PHASES.iter().zip(&self.phases);
        let turn = phases.filter(|((phase, _), _)| matches!(phase, Phase::Play | Phase::Check));
        turn.map(|(_, cost)| cost.time).sum()
    }

    fn processor(&self) -> Duration {
        self.phases.iter().map(|cost| cost.processor).sum()
    }

    fn topic(&self) -> &'static str {
        self.story
            .split_once("::")
            .map_or(self.story, |(topic, _)| topic)
    }
}

/// The table of all stories so far: the sum of each phase and each topic, and
/// the slowest.
#[must_use]
pub fn table(wall: Duration) -> String {
    let mut all = measured().clone();
    let played = |one: &&Costs| !one.taken().is_zero();
    let stories = all.iter().filter(played).count();
    let browsers: Duration = all.iter().map(Costs::processor).sum();
    let mut lines = vec![format!(
        "{stories} stories in {:.0} s, with {:.0} s of processor time in browsers and {:.0} s in \
         tests and servers. Where both went, in seconds; a story starts and a browser is reset \
         while another story is played:",
        wall.as_secs_f64(),
        browsers.as_secs_f64(),
        processor::own().as_secs_f64(),
    )];
    lines.push("    time  processor".to_owned());
    for (phase, name) in PHASES {
        let costs = || all.iter().filter_map(|one| one.phases.get(phase as usize));
        let time: Duration = costs().map(|cost| cost.time).sum();
        let processor: Duration = costs().map(|cost| cost.processor).sum();
        let each = |sum: Duration| sum.as_secs_f64() / stories.max(1) as f64;
        lines.push(format!(
            "{:>8.1}  {:>9.1}  {name} ({:.2} and {:.2} a story)",
            time.as_secs_f64(),
            processor.as_secs_f64(),
            each(time),
            each(processor)
        ));
    }
    lines.push("by topic, play and check, and processor time of all phases:".to_owned());
    let mut topics: BTreeMap<&str, (usize, Duration, Duration)> = BTreeMap::new();
    for one in &all {
        let (stories, turn, processor) = topics.entry(one.topic()).or_default();
        *stories += usize::from(played(&one));
        *turn += one.turn();
        *processor += one.processor();
    }
    for (topic, (stories, turn, processor)) in topics {
        lines.push(format!(
            "{:>8.1}  {:>9.1}  {topic}: {stories} stories",
            turn.as_secs_f64(),
            processor.as_secs_f64()
        ));
    }
    all.sort_by_key(|one| std::cmp::Reverse(one.taken()));
    lines.push("the slowest:".to_owned());
    for one in all.iter().take(SLOWEST.min(stories)) {
        let parts: Vec<String> = one
            .own()
            .map(|(name, spent)| format!("{name} {:.1}", spent.as_secs_f64()))
            .collect();
        lines.push(format!(
            "{:>8.1}  {:>9.1}  {}: {}",
            one.taken().as_secs_f64(),
            one.processor().as_secs_f64(),
            one.story,
            parts.join(", ")
        ));
    }
    lines.join("\n")
}
