//! A scenario: the demo CRM, Olivia in one browser, Jane in another.
//!
//! Each has its own CRM and meeting server, so no story depends on another.

use std::cell::RefCell;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{
    Crm, Media, Mode, Options, Person, Session, User, dom, media::Meeting, story::Pair, wait, words,
};

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
}

/// The servers of a scenario, and the browsers that are to use them.
pub struct Cast {
    /// The demo CRM.
    pub crm: Crm,
    /// Olivia's browser and Jane's.
    pub browsers: [Session; 2],
    /// Whether their cameras make small pictures.
    pub small_pictures: bool,
}

impl Cast {
    /// A new CRM and new browsers.
    ///
    /// # Errors
    /// When anything does not start.
    pub async fn new(pair: Pair, mode: Mode, options: &Options) -> Result<Self> {
        let crm = Crm::start(mode).await?;
        let options = Options {
            meet_proxy: Some(crm.meet_proxy().await?),
            ..options.clone()
        };
        let [first, second] = pair.browsers();
        let (first, second) = tokio::try_join!(
            Session::start(first, &options),
            Session::start(second, &options),
        )?;
        Ok(Self {
            crm,
            browsers: [first, second],
            small_pictures: false,
        })
    }
}

impl Scenario {
    /// Starts everything and signs both people in.
    ///
    /// # Errors
    /// When anything does not start.
    pub async fn start(pair: Pair, mode: Mode, options: &Options) -> Result<Self> {
        Self::with(Cast::new(pair, mode, options).await?).await
    }

    /// Signs both people in at browsers that run.
    ///
    /// # Errors
    /// When the CRM does not let them in.
    pub async fn with(cast: Cast) -> Result<Self> {
        let Cast {
            crm,
            browsers: [first, second],
            small_pictures,
        } = cast;
        let mut meeting = Meeting::new(crm.meeting_url());
        if small_pictures {
            meeting.small_pictures().await?;
        }
        let olivia = Person::new(first, &crm, User::Olivia);
        let jane = Person::new(second, &crm, User::Jane);
        tokio::try_join!(
            signed_in(&crm, &olivia, Some("/customers")),
            signed_in(&crm, &jane, None),
        )?;
        Ok(Self {
            crm,
            meeting,
            olivia,
            jane,
            expected: RefCell::default(),
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

    /// Proves that a person's browser has heard all that the CRM had to tell it
    /// so far, and that nothing rings there: Mike calls, that alone rings, and
    /// he gives up.
    ///
    /// # Errors
    /// When Mike cannot be heard, or something else rings.
    pub async fn caught_up(&self, person: &Person) -> Result<()> {
        // The CRM lets nobody call who it thinks is busy.
        self.crm.set_status(person.user, "online").await?;
        let call = self.crm.call(User::Mike, person.user).await?;
        person.banner_says(User::Mike.name()).await?;
        let rings = dom::buttons(person.web(), words::ANSWER).await?.len();
        ensure!(rings == 1, "{rings} calls ring instead of Mike's alone");
        self.crm.act(User::Mike, &call, "end").await?;
        person.quiet().await
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

    /// No console has an error that the story does not expect.
    ///
    /// # Errors
    /// Names what was printed.
    pub fn assert_clean(&self) -> Result<()> {
        let expected = self.expected.borrow();
        let clean = |person: &Person| {
            let clean = person.session.console.assert_clean(&expected);
            clean.with_context(|| format!("{}'s browser", person.user.name()))
        };
        clean(&self.olivia)?;
        clean(&self.jane)
    }

    /// Ends both browsers in good order.
    ///
    /// # Errors
    /// When a browser does not close.
    pub async fn stop(self) -> Result<()> {
        let (olivia, jane) = tokio::join!(self.olivia.session.quit(), self.jane.session.quit());
        olivia.and(jane)
    }
}

/// Signs somebody in, and waits until Ringside has found out who they are and
/// has asked the CRM for their calls: what happens before that is not missed, but
/// not seen either.
async fn signed_in(crm: &Crm, person: &Person, path: Option<&str>) -> Result<()> {
    const ME: &str = "/api/users/me/";
    let id = crm.id(person.user).await?;
    let before = crm.log().await?.len();
    person.sign_in(crm, path).await?;
    let what = format!("Ringside to know {}", person.user.name());
    wait::until_true(&what, wait::STEP, async || {
        let log = crm.log().await?;
        let theirs = log.iter().skip(before);
        let mut theirs = theirs.filter(|entry| entry["user"] == id && entry["status"] != 401);
        // The CRM's pages do not ask who they belong to.
        let known = theirs.any(|entry| entry["path"] == ME);
        Ok(known && theirs.any(|entry| entry["path"] == "/api/jitsi-calls/my_active_call/"))
    })
    .await
}
