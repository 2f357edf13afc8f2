//! What must not happen to anybody, whatever fails.

use std::time::Duration;

use anyhow::{Context, Error, Result, anyhow, ensure};

use super::{rings, tabs};
use crate::{Person, Scenario, User, aftermath, dom, wait, words, worker};

/// What went wrong for the people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// The people have hung up, and the CRM never hears of it.
    LostHangUp,
    /// Something rings twice, or the CRM is told something twice.
    Double,
    /// A call does not begin, go on or end, or a press has no effect.
    Stuck,
    /// Something is left in a page, in the outbox or on a console.
    LeftBehind,
}

impl Loss {
    /// Every one of them.
    pub const ALL: [Self; 4] = [
        Self::LostHangUp,
        Self::Double,
        Self::Stuck,
        Self::LeftBehind,
    ];

    /// What it is called in the tally.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::LostHangUp => "lost hang-ups",
            Self::Double => "double rings or reports",
            Self::Stuck => "stuck calls",
            Self::LeftBehind => "left behind",
        }
    }
}

/// What came of a part of a call, or how it went wrong.
pub(super) type Played<T> = Result<T, (Loss, Error)>;

/// What an error means.
pub(super) trait Means<T> {
    fn means(self, loss: Loss) -> Played<T>;

    /// It means that something does not happen.
    fn stuck(self) -> Played<T>
    where
        Self: Sized,
    {
        self.means(Loss::Stuck)
    }
}

impl<T> Means<T> for Result<T> {
    fn means(self, loss: Loss) -> Played<T> {
        self.map_err(|error| (loss, error))
    }
}

/// How long the people wait for what must come at last: longer than any pause
/// between two attempts and than a call rings, and shorter than the two minutes
/// after which somebody who is alone in a call ends it in the other's place.
pub(super) const AT_LAST: Duration = Duration::from_secs(90);

/// Proves that the call is over for everybody and that nothing of it is left.
/// `declined` is whether the one called declined it.
pub(super) async fn none(scenario: &Scenario, declined: bool) -> Played<()> {
    let people = [&scenario.olivia, &scenario.jane];
    let over = aftermath::calls_are_over(scenario, AT_LAST).await;
    over.means(Loss::LostHangUp)?;
    if declined {
        was_rejected(scenario).await.means(Loss::LostHangUp)?;
    }
    for person in people {
        nothing_goes_on(person).await.stuck()?;
    }
    scenario.meeting.empty().await.stuck()?;
    for person in people {
        rings_once(person).await?;
        tabs::close_others(person).await.stuck()?;
        wake(person).await.stuck()?;
        let empty = aftermath::outbox_is_empty(person, AT_LAST).await;
        empty.means(Loss::LeftBehind)?;
        let tidy = aftermath::pages_are_tidy(person).await;
        tidy.means(Loss::LeftBehind)?;
        tabs::first(person).await.stuck()?;
    }
    // Only now: nobody has anything to tell the CRM any more.
    let told = aftermath::told_at_most_once(scenario).await;
    told.means(Loss::Double)?;
    scenario.assert_clean().means(Loss::LeftBehind)
}

/// Loads the page of somebody whose worker has ended anew: while nothing rings
/// or goes on, only an alarm would start it, half a minute later, and only one
/// that runs says what its outbox holds.
async fn wake(person: &Person) -> Result<()> {
    if !worker::runs(&person.session).await? {
        person.web().refresh().await?;
    }
    Ok(())
}

/// The CRM has heard it from the one who declined: without that, the call would
/// have ended as well, when the caller had waited long enough.
async fn was_rejected(scenario: &Scenario) -> Result<()> {
    let call = scenario.crm.newest_call(User::Olivia).await?;
    ensure!(call["status"] == "rejected", "declined, but {call}");
    Ok(())
}

/// Nothing rings, is being called or goes on in any tab of this person.
async fn nothing_goes_on(person: &Person) -> Result<()> {
    wait::until_true("an end for the person", AT_LAST, async || {
        let goes_on = tabs::find(person, async || {
            for name in [words::ANSWER, words::CANCEL] {
                if !dom::buttons(person.web(), name).await?.is_empty() {
                    return Ok(Some(()));
                }
            }
            let calls = dom::all(person.web(), words::CALL_FRAME).await?;
            Ok((!calls.is_empty()).then_some(()))
        });
        Ok(goes_on.await?.is_none())
    })
    .await
    .with_context(|| format!("at {}'s", person.user.name()))
}

/// In no tab a call has rung more than once.
async fn rings_once(person: &Person) -> Played<()> {
    let again = tabs::find(person, async || {
        let rings = rings::count(person).await?;
        Ok((rings > 1).then_some(rings))
    });
    match again.await.stuck()? {
        None => Ok(()),
        Some(rings) => {
            let error = anyhow!("{rings} rings at {}'s", person.user.name());
            Err((Loss::Double, error))
        }
    }
}
