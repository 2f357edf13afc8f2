//! Playing a story, and proving what has to be true after each.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, Result, anyhow};
use tokio::sync::Semaphore;

use crate::{
    Crm, Options, Scenario, aftermath, artefacts, pool,
    scenario::Cast,
    story::{Browsers, Story, Turn},
    timing::{Phase, Stopwatch},
};

/// So many stories are played at a time: one waits for the CRM or for a person's
/// timer while the other keeps the cores busy. The next one starts meanwhile.
static BUSY: Semaphore = Semaphore::const_new(2);
/// So many stories that mostly wait are played beside it.
static BESIDE: Semaphore = Semaphore::const_new(1);

/// The longest that a story may take, so that a hang is a failure.
const LIMIT: Duration = Duration::from_secs(150);

/// Why a test failed: the error and its causes, one to a line, without the
/// stack traces that would bury them.
pub struct Failure(anyhow::Error);

impl std::fmt::Debug for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        for cause in self.0.chain().skip(1) {
            write!(f, "\n  because {cause}")?;
        }
        Ok(())
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self(error)
    }
}

/// Plays a story with two people, and proves afterwards what has to be true
/// after each. When it fails, pictures and logs are kept under
/// `target/e2e/<story>`.
///
/// # Errors
/// Whatever went wrong first.
pub async fn play(story: &Story) -> Result<(), Failure> {
    let mut watch = Stopwatch::new(story.name());
    let folder = artefacts::folder(&story.name().replace("::", "-"));
    // What an earlier failure left would mislead.
    let _ = fs::remove_dir_all(&folder);
    let cast = watch.measure(Phase::Start, cast(story)).await?;
    let [first, second] = &cast.browsers;
    watch.charge(Phase::Start, &[first, second]);
    let scenario = watch.measure(Phase::SignIn, Scenario::with(cast)).await?;
    let sessions = [&scenario.olivia.session, &scenario.jane.session];
    watch.charge(Phase::SignIn, &sessions);
    let turn = match story.turn {
        Turn::Busy => BUSY.acquire(),
        Turn::Beside => BESIDE.acquire(),
    };
    let turn = watch
        .measure(Phase::Turn, turn)
        .await
        .context("take its turn")?;
    watch.charge(Phase::Turn, &sessions);
    let mut played = watch
        .measure(Phase::Play, limited((story.plot)(&scenario)))
        .await;
    watch.charge(Phase::Play, &sessions);
    if played.is_ok() {
        played = watch
            .measure(Phase::Check, limited(aftermath::check(&scenario)))
            .await;
        watch.charge(Phase::Check, &sessions);
    }
    if played.is_err() {
        keep(&folder, &scenario).await;
    }
    drop(turn);
    let stopped = watch
        .measure(Phase::Stop, stop(story, scenario, played.is_ok()))
        .await;
    played.with_context(|| format!("see {}", folder.display()))?;
    Ok(stopped?)
}

async fn cast(story: &Story) -> Result<Cast> {
    match story.browsers {
        Browsers::New => Ok(Cast {
            small_pictures: true,
            ..Cast::new(story.pair, story.mode, &Options::default()).await?
        }),
        Browsers::Pooled => {
            let [first, second] = story.pair.browsers();
            let crm = Crm::start(story.mode).await?;
            let (first, second) = tokio::try_join!(pool::take(first), pool::take(second))?;
            Ok(Cast {
                crm,
                browsers: [first, second],
                small_pictures: true,
            })
        }
    }
}

async fn limited(played: impl Future<Output = Result<()>>) -> Result<()> {
    tokio::time::timeout(LIMIT, played)
        .await
        .unwrap_or_else(|_| Err(anyhow!("took longer than {} s", LIMIT.as_secs())))
}

/// A browser in which a story failed is not used again: nobody knows what is
/// wrong with it.
async fn stop(story: &Story, scenario: Scenario, used_again: bool) -> Result<()> {
    if story.browsers == Browsers::New || !used_again {
        return scenario.stop().await;
    }
    let origins = [scenario.crm.url(), scenario.crm.meeting_url()].map(str::to_owned);
    for person in [scenario.olivia, scenario.jane] {
        pool::give_back(person.session, story.name(), &origins);
    }
    Ok(())
}

/// Keeps what may tell why a story failed.
pub(crate) async fn keep(folder: &Path, scenario: &Scenario) {
    artefacts::keep(folder, "olivia", &scenario.olivia).await;
    artefacts::keep(folder, "jane", &scenario.jane).await;
    if let Ok(log) = scenario.crm.log().await {
        let log: Vec<String> = log.iter().map(ToString::to_string).collect();
        let _ = fs::write(folder.join("crm-log.txt"), log.join("\n"));
    }
    if let Ok(rooms) = scenario.meeting.rooms().await {
        let _ = fs::write(folder.join("rooms.txt"), format!("{rooms:#?}"));
    }
}
