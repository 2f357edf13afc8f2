//! Playing a scenario: the demo CRM, Olivia in one browser, Jane in another.
//!
//! Each scenario has its own CRM, meeting server and new profiles, so none
//! depends on another; starting all of it takes a second or two.

use std::{cell::RefCell, fs, time::Duration};

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::Value;
use tokio::sync::Mutex;

use crate::{
    Browser, Crm, Media, Mode, Options, Person, User, artefacts, media::Meeting,
    meet_proxy::MeetProxy, wait,
};

/// Browsers compete for cores and sound; one scenario at a time.
static ALONE: Mutex<()> = Mutex::const_new(());

/// The longest that a scenario may take, so that a hang is a failure.
const LIMIT: Duration = Duration::from_secs(150);

/// Which browser each of the two people uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pair {
    /// Both use Chromium.
    Chromium,
    /// Both use Firefox.
    Firefox,
    /// Olivia uses Chromium, Jane Firefox.
    Mixed,
}

impl Pair {
    /// Olivia's browser and Jane's.
    #[must_use]
    pub fn browsers(self) -> [Browser; 2] {
        match self {
            Self::Chromium => [Browser::Chromium; 2],
            Self::Firefox => [Browser::Firefox; 2],
            Self::Mixed => [Browser::Chromium, Browser::Firefox],
        }
    }
}

/// Everything that takes part in a story.
pub struct Scenario {
    /// The demo CRM.
    pub crm: Crm,
    /// The stand-in meeting server.
    pub meeting: Meeting,
    /// Olivia, who calls. She looks at her customers.
    pub olivia: Person,
    /// Jane, who is called. She looks at her start page.
    pub jane: Person,
    expected: RefCell<Vec<&'static str>>,
    /// The stand-in under the name of the public server.
    _proxy: MeetProxy,
}

impl Scenario {
    /// Starts everything and signs both people in.
    ///
    /// # Errors
    /// When anything does not start.
    pub async fn start(pair: Pair, mode: Mode, options: &Options) -> Result<Self> {
        let crm = Crm::start(mode).await?;
        let proxy = MeetProxy::start(crm.meeting_url()).await?;
        let options = Options {
            meet_proxy: Some(proxy.port()),
            ..options.clone()
        };
        let [first, second] = pair.browsers();
        let (olivia, jane) = tokio::try_join!(
            Person::sign_in(first, &options, crm.url(), User::Olivia),
            Person::sign_in(second, &options, crm.url(), User::Jane),
        )?;
        olivia.visit("/customers").await?;
        let meeting = Meeting::new(crm.meeting_url());
        Ok(Self {
            crm,
            meeting,
            olivia,
            jane,
            expected: RefCell::default(),
            _proxy: proxy,
        })
    }

    /// Olivia calls Jane, Jane answers, media flows both ways.
    ///
    /// # Errors
    /// When any of it does not happen.
    pub async fn connect(&self) -> Result<()> {
        self.ring().await?;
        self.jane.answer().await.context("Jane answers")?;
        self.meeting.both_ways().await?;
        Ok(())
    }

    /// Olivia calls Jane, and it rings at Jane's.
    ///
    /// # Errors
    /// When it does not ring.
    pub async fn ring(&self) -> Result<()> {
        self.olivia
            .call(User::Jane.name(), Media::Video)
            .await
            .context("Olivia calls")?;
        self.jane.rings().await.context("Jane's browser rings")?;
        Ok(())
    }

    /// Both toasts go, the meeting is empty, and the CRM knows of a completed
    /// call, answered and ended once. Returns it.
    ///
    /// # Errors
    /// When any of it does not come true.
    pub async fn over(&self) -> Result<Value> {
        self.olivia.call_gone().await?;
        self.jane.call_gone().await?;
        self.meeting.empty().await?;
        let call = wait::until("the call in the history", wait::STEP, async || {
            let call = self.crm.newest_call(User::Olivia).await?;
            Ok((call["status"] == "completed").then_some(call))
        })
        .await?;
        ensure!(call["started_at"].is_string(), "not answered: {call}");
        ensure!(call["ended_at"].is_string(), "not ended: {call}");
        ensure!(call["duration_seconds"].is_u64(), "no duration: {call}");
        for action in ["answer", "end"] {
            let told = self.crm.told(&call, action).await?;
            ensure!(told == 1, "told “{action}” {told} times");
        }
        Ok(call)
    }

    /// Errors that contain this text belong to the scenario: the browser tells
    /// in its console of what the scenario forbids.
    pub fn expect_error(&self, text: &'static str) {
        self.expected.borrow_mut().push(text);
    }

    fn assert_clean(&self) -> Result<()> {
        let expected = self.expected.borrow();
        let clean = |person: &Person| {
            let clean = person.session.console.assert_clean(&expected);
            clean.with_context(|| format!("{}'s browser", person.user.name()))
        };
        clean(&self.olivia)?;
        clean(&self.jane)
    }

    /// Ends everything in good order.
    ///
    /// # Errors
    /// When a browser does not close.
    pub async fn stop(self) -> Result<()> {
        let (olivia, jane) = tokio::join!(self.olivia.session.quit(), self.jane.session.quit());
        olivia.and(jane)
    }
}

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

/// Plays a scenario with two people, and proves afterwards that no console
/// has an error. When it fails, pictures and logs are kept under
/// `target/e2e/<test>`.
///
/// # Errors
/// Whatever went wrong first.
pub async fn play(
    test: &str,
    pair: Pair,
    mode: Mode,
    story: impl AsyncFnOnce(&Scenario) -> Result<()>,
) -> Result<(), Failure> {
    let _alone = ALONE.lock().await;
    // The program's own name says nothing.
    let test = test.split_once("::").map_or(test, |(_, story)| story);
    let test = test.replace("::", "-");
    let folder = artefacts::folder(&test);
    // What an earlier failure left would mislead.
    let _ = fs::remove_dir_all(&folder);
    let scenario = Scenario::start(pair, mode, &Options::default()).await?;
    let mut played = tokio::time::timeout(LIMIT, story(&scenario))
        .await
        .unwrap_or_else(|_| Err(anyhow!("took longer than {} s", LIMIT.as_secs())));
    if played.is_ok() {
        played = scenario.assert_clean();
    }
    if played.is_err() {
        artefacts::keep(&folder, "olivia", &scenario.olivia).await;
        artefacts::keep(&folder, "jane", &scenario.jane).await;
        if let Ok(log) = scenario.crm.log().await {
            let log: Vec<String> = log.iter().map(ToString::to_string).collect();
            let _ = fs::write(folder.join("crm-log.txt"), log.join("\n"));
        }
        if let Ok(rooms) = scenario.meeting.rooms().await {
            let _ = fs::write(folder.join("rooms.txt"), format!("{rooms:#?}"));
        }
    }
    let stopped = scenario.stop().await;
    played.with_context(|| format!("see {}", folder.display()))?;
    Ok(stopped?)
}

/// Makes a test of each scenario for each pair of browsers and each mode of the
/// CRM named before it: `in_browsers!(chromium = Chromium in AsDocumented:
/// decline, hang_up;)`.
///
/// A story that does not depend on the mode is played as documented in
/// Chromium and as found in Firefox: both browsers and both modes, without
/// the time that all four combinations take.
#[macro_export]
macro_rules! in_browsers {
    ($($pair:ident = $which:ident in $mode:ident: $($story:ident),+;)+) => {
        $(
            mod $pair {
                $(
                    #[tokio::test]
                    async fn $story() -> Result<(), $crate::play::Failure> {
                        $crate::play::play(
                            concat!(module_path!(), "::", stringify!($story)),
                            $crate::play::Pair::$which,
                            $crate::Mode::$mode,
                            async |scenario| super::$story(scenario).await,
                        )
                        .await
                    }
                )+
            }
        )+
    };
}
