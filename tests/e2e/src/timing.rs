//! Where the time goes: measured in every story, printed when all are played.

use std::{
    future::Future,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

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

/// The times of one story. They count when this is dropped, however the story
/// ended.
pub struct Stopwatch {
    story: String,
    spent: [Duration; PHASES.len()],
}

static MEASURED: Mutex<Vec<(String, [Duration; PHASES.len()])>> = Mutex::new(Vec::new());

fn measured() -> MutexGuard<'static, Vec<(String, [Duration; PHASES.len()])>> {
    MEASURED.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Stopwatch {
    /// For a story of this name.
    #[must_use]
    pub fn new(story: impl Into<String>) -> Self {
        Self {
            story: story.into(),
            spent: Default::default(),
        }
    }

    /// Measures what `work` takes as time of this phase.
    pub async fn measure<T>(&mut self, phase: Phase, work: impl Future<Output = T>) -> T {
        let start = Instant::now();
        let done = work.await;
        if let Some(spent) = self.spent.get_mut(phase as usize) {
            *spent += start.elapsed();
        }
        done
    }
}

impl Drop for Stopwatch {
    fn drop(&mut self) {
        measured().push((std::mem::take(&mut self.story), self.spent));
    }
}

/// The phases in which a story does something itself.
fn own(spent: &[Duration; PHASES.len()]) -> impl Iterator<Item = (&'static str, Duration)> {
    let phases = PHASES.iter().zip(spent);
    let own = phases.filter(|((phase, _), _)| !matches!(phase, Phase::Turn | Phase::Reset));
    own.map(|((_, name), spent)| (*name, *spent))
}

fn taken(spent: &[Duration; PHASES.len()]) -> Duration {
    own(spent).map(|(_, spent)| spent).sum()
}

/// The table of all stories so far: the sum of each phase, and the slowest.
#[must_use]
pub fn table(wall: Duration) -> String {
    let mut all = measured().clone();
    let stories = all.iter().filter(|(_, spent)| !taken(spent).is_zero());
    let stories = stories.count();
    let mut lines = vec![format!(
        "{stories} stories in {:.0} s. Where the time went, in seconds; a story starts and \
         a browser is reset while another story is played:",
        wall.as_secs_f64()
    )];
    for (phase, name) in PHASES {
        let sum: Duration = all
            .iter()
            .filter_map(|(_, spent)| spent.get(phase as usize))
            .sum();
        let each = sum.as_secs_f64() / stories.max(1) as f64;
        lines.push(format!(
            "{:>8.1}  {name} ({each:.2} a story)",
            sum.as_secs_f64()
        ));
    }
    all.sort_by_key(|(_, spent)| std::cmp::Reverse(taken(spent)));
    lines.push("the slowest:".to_owned());
    for (story, spent) in all.iter().take(SLOWEST.min(stories)) {
        let parts: Vec<String> = own(spent)
            .map(|(name, spent)| format!("{name} {:.1}", spent.as_secs_f64()))
            .collect();
        lines.push(format!(
            "{:>8.1}  {story}: {}",
            taken(spent).as_secs_f64(),
            parts.join(", ")
        ));
    }
    lines.join("\n")
}
