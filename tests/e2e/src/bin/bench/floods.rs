//! What a meeting that sends without end costs the page that holds it.

use std::time::Duration;

use anyhow::{Context, Result};
use ringside_e2e::{Mode, Options, Person, Scenario, User, story::Pair, wait};
use serde_json::json;

/// Notes the longest time in which the call page painted nothing: what a person
/// would see as a freeze. Presses are handled before pictures are painted.
const WATCH: &str = "
    window.ringsidePause = 0;
    const run = window.ringsideRun = {};
    let last = performance.now();
    const painted = () => {
        if (window.ringsideRun !== run) return;
        const now = performance.now();
        window.ringsidePause = Math.max(window.ringsidePause, now - last);
        last = now;
        requestAnimationFrame(painted);
    };
    requestAnimationFrame(painted);
    return ''";

/// For so long the same is measured without a flood.
const CALM: Duration = Duration::from_secs(5);

/// The longest time between two pictures of the call page, in milliseconds.
pub(super) struct Pauses {
    /// In each of so many calls without a flood: what the browsers cost alone.
    pub(super) calm: Vec<f64>,
    /// In each of so many floods of 20,000 participants, 500 links and 3,000
    /// events a second.
    pub(super) flooded: Vec<f64>,
}

/// Measures as many calls with a flood.
///
/// # Errors
/// When a call or its flood does not come to an end.
pub(super) async fn pauses(pair: Pair, options: &Options, floods: usize) -> Result<Pauses> {
    let scenario = Scenario::start(pair, Mode::AsFound, options).await?;
    let olivia = &scenario.olivia;
    let (mut calm, mut flooded) = (Vec::new(), Vec::new());
    for _ in 0..floods {
        scenario.connect().await?;
        olivia.look_into_call(WATCH).await?;
        tokio::time::sleep(CALM).await;
        calm.push(longest(olivia).await?);
        olivia.look_into_call(WATCH).await?;
        let flood = json!({"type": "flood", "participants": 20_000, "links": 500, "events": 3_000});
        scenario.meeting.act(User::Olivia.name(), flood).await?;
        wait::until_true("the end of the flood", wait::STEP * 4, async || {
            let over = "return window.__meet.flooded()";
            Ok(olivia.look_into_meeting(over).await? == json!(true))
        })
        .await?;
        flooded.push(longest(olivia).await?);
        olivia.hang_up().await?;
        scenario.over().await?;
    }
    scenario.stop().await?;
    Ok(Pauses { calm, flooded })
}

async fn longest(person: &Person) -> Result<f64> {
    let script = "return window.ringsidePause";
    let pause = person.look_into_call(script).await?;
    pause.as_f64().context("no pause was noted")
}
