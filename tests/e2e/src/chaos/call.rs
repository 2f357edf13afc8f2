//! Plays one call, whatever fails in it.

use std::future::Future;

use anyhow::{Result, anyhow};
use tokio::time::{Instant, sleep_until};

use super::loss::{self, AT_LAST, Loss, Means, Played};
use super::plan::{Course, Plan, Step};
use super::{faults, rings, tabs};
use crate::{Person, Scenario, User, dom, wait, words};

/// What came of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    /// Both were in the meeting.
    Connected,
    /// It rang, and was declined or given up.
    Refused,
    /// The caller read that the CRM could not be reached.
    Failed,
}

impl Outcome {
    /// What it is called in the tally.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Connected => "answered",
            Self::Refused => "declined or given up",
            Self::Failed => "failed, and said so",
        }
    }
}

/// Plays the call, and proves that nothing of it is left.
pub(super) async fn play(scenario: &Scenario, plan: &Plan) -> Played<Outcome> {
    watch_rings(scenario, Step::Call, true).await.stuck()?;
    let rang = call(scenario, plan).await?;
    let decided = rang && decide(scenario, plan).await?;
    let answers = matches!(plan.course, Course::CallerHangsUp | Course::CalledHangsUp);
    let connected = decided && answers && connects(scenario, plan).await?;
    if connected {
        step(scenario, plan, Step::Talk, async { Ok(()) }).await?;
        wait::until_true("both in the meeting", AT_LAST, async || {
            both_in_meeting(scenario).await
        })
        .await
        .stuck()?;
        hang_up(scenario, plan).await?;
    }
    // A call that was ended when it showed up can no longer be rejected.
    let declined = decided && plan.course == Course::Declined && !plan.may_lose_the_attempt();
    loss::none(scenario, declined).await?;
    Ok(match (connected, decided && !answers) {
        (true, _) => Outcome::Connected,
        (_, true) => Outcome::Refused,
        _ => Outcome::Failed,
    })
}

/// Counts the rings in the pages that are there now. `anew`: of a new call.
async fn watch_rings(scenario: &Scenario, step: Step, anew: bool) -> Result<()> {
    let has_rung = matches!(step, Step::Talk | Step::End);
    rings::watch(&scenario.jane, has_rung, anew).await?;
    // The one who calls hears no ring.
    rings::watch(&scenario.olivia, true, anew).await
}

/// A step of the call, with what fails in it.
async fn step<T>(
    scenario: &Scenario,
    plan: &Plan,
    step: Step,
    press: impl Future<Output = Result<T>>,
) -> Played<T> {
    let mut lasts = false;
    for strike in plan.at(step).filter(|strike| strike.after.is_none()) {
        faults::strike(scenario, strike.fault).await.stuck()?;
        lasts |= strike.fault.lasts();
    }
    watch_rings(scenario, step, false).await.stuck()?;
    let pressed = press.await.stuck()?;
    let start = Instant::now();
    for strike in plan.at(step) {
        if let Some(after) = strike.after {
            sleep_until(start + after).await;
            faults::strike(scenario, strike.fault).await.stuck()?;
            lasts |= strike.fault.lasts();
        }
    }
    if lasts {
        sleep_until(start + plan.outage).await;
        faults::lift(scenario).await.stuck()?;
    }
    Ok(pressed)
}

/// Olivia calls. Returns whether it rings at Jane's; otherwise the attempt has
/// failed, and Olivia could read it.
async fn call(scenario: &Scenario, plan: &Plan) -> Played<bool> {
    let press = scenario.olivia.call(User::Jane.name(), plan.media);
    step(scenario, plan, Step::Call, press).await?;
    let waited = wait::until("a ring, or the end of the attempt", AT_LAST, async || {
        let rings = dom::buttons(scenario.jane.web(), words::ANSWER)
            .await?
            .len();
        if rings > 0 {
            return Ok(Some(rings));
        }
        Ok(attempt_is_over(scenario).await?.then_some(0))
    });
    match waited.await.stuck()? {
        0 => Ok(false),
        1 => Ok(true),
        rings => Err((Loss::Double, anyhow!("{rings} cards of one call"))),
    }
}

/// The CRM was asked for the call, if only by a request that was lost, and there
/// is none: neither at the CRM nor for Olivia.
async fn attempt_is_over(scenario: &Scenario) -> Result<bool> {
    let asked = !scenario.crm.requests(INITIATE).await?.is_empty();
    Ok(asked && no_call_at_crm(scenario).await? && !is_there(scenario, words::CANCEL).await?)
}

/// How the paths begin by which calls are made.
const INITIATE: &str = "/api/jitsi-calls/initiate_call";

async fn no_call_at_crm(scenario: &Scenario) -> Result<bool> {
    Ok(scenario.crm.open_calls(User::Olivia).await?.is_empty())
}

/// Whether Olivia has such a button in some tab.
async fn is_there(scenario: &Scenario, name: &str) -> Result<bool> {
    let olivia = &scenario.olivia;
    let found = tabs::find(olivia, async || {
        let found = dom::buttons(olivia.web(), name).await?;
        Ok((!found.is_empty()).then_some(()))
    });
    Ok(found.await?.is_some())
}

/// The call is answered, declined or given up. `false` when there was no call
/// any more.
async fn decide(scenario: &Scenario, plan: &Plan) -> Played<bool> {
    let (who, name) = match plan.course {
        Course::Declined => (&scenario.jane, words::DECLINE),
        Course::GivenUp => (&scenario.olivia, words::CANCEL),
        Course::CallerHangsUp | Course::CalledHangsUp => (&scenario.jane, words::ANSWER),
    };
    let first = async {
        wait::until(&format!("to press “{name}”"), AT_LAST, async || {
            Ok(match press(who, name).await? {
                Pressed::Yes => Some(true),
                _ if plan.may_lose_the_attempt() && no_call_at_crm(scenario).await? => Some(false),
                Pressed::NotYet | Pressed::Absent => None,
            })
        })
        .await
    };
    let pressed = step(scenario, plan, Step::Decision, first).await?;
    if pressed {
        gone(who, name).await.stuck()?;
    }
    Ok(pressed)
}

/// What came of a look for a button.
enum Pressed {
    /// It was pressed.
    Yes,
    /// It does not act yet.
    NotYet,
    /// No tab has it.
    Absent,
}

/// Presses a button in whatever tab has it.
async fn press(person: &Person, name: &str) -> Result<Pressed> {
    let pressed = tabs::find(person, async || {
        let Some(button) = dom::buttons(person.web(), name).await?.into_iter().next() else {
            return Ok(None);
        };
        // What answers a call acts once it has been in sight for a while.
        if button.attr("aria-disabled").await?.as_deref() == Some("true") {
            return Ok(Some(Pressed::NotYet));
        }
        button.click().await?;
        Ok(Some(Pressed::Yes))
    });
    Ok(pressed.await?.unwrap_or(Pressed::Absent))
}

/// Presses a button until it is gone: a page that is being replaced takes no
/// clicks, or takes one and loses it.
async fn gone(person: &Person, name: &str) -> Result<()> {
    wait::until_true(&format!("“{name}” to go"), AT_LAST, async || {
        Ok(matches!(press(person, name).await?, Pressed::Absent))
    })
    .await
}

/// Both are in the meeting. `false` when Olivia read that the call had failed,
/// so that it was ended when it showed up.
async fn connects(scenario: &Scenario, plan: &Plan) -> Played<bool> {
    let meeting = wait::until("both in the meeting", AT_LAST, async || {
        if both_in_meeting(scenario).await? {
            return Ok(Some(true));
        }
        let given_up = plan.may_lose_the_attempt() && no_call_at_crm(scenario).await?;
        Ok(given_up.then_some(false))
    });
    meeting.await.stuck()
}

async fn both_in_meeting(scenario: &Scenario) -> Result<bool> {
    let rooms = scenario.meeting.rooms().await?;
    Ok(rooms.len() == 1 && rooms.iter().all(|room| room.participants.len() == 2))
}

/// One of them hangs up, with one press.
async fn hang_up(scenario: &Scenario, plan: &Plan) -> Played<()> {
    let who = if plan.course == Course::CallerHangsUp {
        &scenario.olivia
    } else {
        &scenario.jane
    };
    let mut tried = false;
    let press = wait::until("to press “Hang up”", AT_LAST, async || {
        let pressed = tabs::find(who, async || {
            let in_toast = !dom::all(who.web(), words::CALL_FRAME).await?.is_empty();
            let shown = dom::buttons(who.web(), words::HANG_UP).await?;
            tried |= in_toast;
            match (in_toast, shown.into_iter().next()) {
                (true, _) => who.press_in_call(words::HANG_UP).await.map(Some),
                // The call has a window of its own: no page was there when it
                // was answered.
                (false, Some(button)) => Ok(Some(button.click().await?)),
                (false, None) => Ok(None),
            }
        });
        let pressed = pressed.await?;
        // The frame may go before it answers to a driver's click.
        if pressed.is_none() && tried && no_call_at_crm(scenario).await? {
            return Ok(Some(()));
        }
        Ok(pressed)
    });
    step(scenario, plan, Step::End, press).await
}
