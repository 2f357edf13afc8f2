//! Plays one call, whatever fails in it.

use std::time::Duration;

use anyhow::{Error, Result, anyhow};

use super::faults;
use super::plan::{Course, Moment, Plan};
use crate::{Person, Scenario, User, dom, wait, words};

/// What must not happen to anybody, whatever fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// The people have hung up, and the CRM never hears of it.
    LostHangUp,
    /// Something rings twice, or the CRM is told something twice.
    Double,
    /// A call, a ring or a meeting does not end, or a step of a person has no
    /// effect.
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

    /// What an error of the checks after a call means.
    pub(super) fn of_check(error: &Error) -> Self {
        let text = format!("{error:#}");
        if text.contains("all calls to be over") {
            Self::LostHangUp
        } else if text.contains("told more than once") {
            Self::Double
        } else if text.contains("the meeting to be empty") {
            Self::Stuck
        } else {
            Self::LeftBehind
        }
    }
}

/// How long the people wait for what must come at last: longer than any pause
/// between two attempts, and than a call rings.
const AT_LAST: Duration = Duration::from_secs(90);

type Played<T> = Result<T, (Loss, Error)>;

fn stuck(error: Error) -> (Loss, Error) {
    (Loss::Stuck, error)
}

/// Plays the call. Returns whether it connected.
pub(super) async fn play(scenario: &Scenario, plan: &Plan) -> Played<bool> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    strike(scenario, plan, Moment::Call).await?;
    let called = olivia.call(User::Jane.name(), plan.media).await;
    called.map_err(stuck)?;
    faults::lift(scenario).await.map_err(stuck)?;
    let rings = rings_or_ends(scenario).await?;
    let connected = rings && decide(scenario, plan).await?;
    if connected {
        strike(scenario, plan, Moment::Talk).await?;
        faults::lift(scenario).await.map_err(stuck)?;
        both_in_call(scenario).await?;
        strike(scenario, plan, Moment::End).await?;
        let who = if plan.course == Course::CallerHangsUp {
            olivia
        } else {
            jane
        };
        press_somewhere(who, words::HANG_UP).await?;
        faults::lift(scenario).await.map_err(stuck)?;
    }
    for person in [olivia, jane] {
        nothing_goes_on(person).await?;
        one_tab(person).await.map_err(stuck)?;
    }
    Ok(connected)
}

async fn strike(scenario: &Scenario, plan: &Plan, moment: Moment) -> Played<()> {
    for fault in plan.at(moment) {
        faults::strike(scenario, fault).await.map_err(stuck)?;
    }
    Ok(())
}

/// Waits until it rings at Jane's, or Olivia has read that there is no call.
async fn rings_or_ends(scenario: &Scenario) -> Played<bool> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    let mut tried = false;
    let waited = wait::until("a ring, or the end of the attempt", AT_LAST, async || {
        let rings = dom::buttons(jane.web(), words::ANSWER).await?.len();
        if rings > 0 {
            return Ok(Some(rings));
        }
        let tries = is_there(olivia, words::CANCEL).await?;
        let over = !tries && (tried || is_there(olivia, words::CLOSE).await?);
        tried |= tries;
        Ok(over.then_some(0))
    })
    .await;
    match waited.map_err(stuck)? {
        0 => Ok(false),
        1 => Ok(true),
        rings => Err((Loss::Double, anyhow!("{rings} calls ring"))),
    }
}

async fn is_there(person: &Person, name: &str) -> Result<bool> {
    Ok(!dom::buttons(person.web(), name).await?.is_empty())
}

/// Presses a button until it is gone: a page that is being replaced takes no
/// clicks, or takes one and does not say so.
async fn press(person: &Person, name: &str) -> Result<()> {
    let mut pressed = false;
    wait::until_true(&format!("to press “{name}”"), AT_LAST, async || {
        let Some(button) = dom::buttons(person.web(), name).await?.into_iter().next() else {
            return Ok(pressed);
        };
        pressed = true;
        button.click().await?;
        Ok(false)
    })
    .await
}

/// The call is answered, declined or given up. Returns whether it connects.
async fn decide(scenario: &Scenario, plan: &Plan) -> Played<bool> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    strike(scenario, plan, Moment::Decision).await?;
    let (who, name) = match plan.course {
        Course::Declined => (jane, words::DECLINE),
        Course::GivenUp => (olivia, words::CANCEL),
        Course::CallerHangsUp | Course::CalledHangsUp => (jane, words::ANSWER),
    };
    let pressed = press(who, name).await;
    faults::lift(scenario).await.map_err(stuck)?;
    pressed.map_err(stuck)?;
    if name != words::ANSWER {
        return Ok(false);
    }
    both_in_call(scenario).await?;
    Ok(true)
}

async fn both_in_call(scenario: &Scenario) -> Played<()> {
    let meeting = wait::until_true("both in the meeting", AT_LAST, async || {
        let rooms = scenario.meeting.rooms().await?;
        Ok(rooms.len() == 1 && rooms.iter().all(|room| room.participants.len() == 2))
    });
    meeting.await.map_err(stuck)
}

/// Presses a control of the call page, in whatever tab holds it.
async fn press_somewhere(person: &Person, name: &str) -> Played<()> {
    let mut said = None;
    let pressed = wait::until_true(&format!("to press “{name}”"), AT_LAST, async || {
        for window in faults::pages(person).await? {
            person.web().switch_to_window(window).await?;
            if !dom::all(person.web(), words::CALL_FRAME).await?.is_empty() {
                match person.press_in_call(name).await {
                    Ok(()) => return Ok(true),
                    Err(error) => said = Some(error),
                }
            }
        }
        Ok(false)
    })
    .await;
    pressed.map_err(|error| match said {
        Some(said) => stuck(said.context(error.to_string())),
        None => stuck(error),
    })
}

/// Nothing rings, is being called or goes on in any tab of this person.
async fn nothing_goes_on(person: &Person) -> Played<()> {
    let quiet = wait::until_true("an end for the person", AT_LAST, async || {
        for window in faults::pages(person).await? {
            person.web().switch_to_window(window).await?;
            for name in [words::ANSWER, words::CANCEL] {
                if !dom::buttons(person.web(), name).await?.is_empty() {
                    return Ok(false);
                }
            }
            if !dom::all(person.web(), words::CALL_FRAME).await?.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    })
    .await;
    quiet.map_err(|error| stuck(error.context(person.user.name())))
}

/// Closes all pages of the CRM but the first.
async fn one_tab(person: &Person) -> Result<()> {
    for window in faults::pages(person).await?.into_iter().skip(1) {
        person.web().switch_to_window(window).await?;
        person.web().close_window().await?;
    }
    faults::first_page(person).await
}
