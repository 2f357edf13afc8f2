//! What a meeting that sends without end costs the page that holds it.

use anyhow::{Context, Result};
use ringside_e2e::{Mode, Options, Scenario, User, story::Pair, wait};
use serde_json::json;

/// Notes the longest time in which the call page painted nothing: what a person
/// would see as a freeze. Presses are handled before pictures are painted.
const WATCH: &str = "
    window.ringsidePause = 0;
    let last = performance.now();
    const painted = () => {
        const now = performance.now();
        window.ringsidePause = Math.max(window.ringsidePause, now - last);
        last = now;
        requestAnimationFrame(painted);
    };
    requestAnimationFrame(painted);
    return ''";

/// The longest time between two pictures of the call page in each of so many
/// floods of 20,000 participants, 500 links and 3,000 events a second, in
/// milliseconds.
///
/// # Errors
/// When a call or its flood does not come to an end.
pub(super) async fn pauses(pair: Pair, options: &Options, floods: usize) -> Result<Vec<f64>> {
    let scenario = Scenario::start(pair, Mode::AsFound, options).await?;
    let olivia = &scenario.olivia;
    let mut pauses = Vec::new();
    for _ in 0..floods {
        scenario.connect().await?;
        olivia.look_into_call(WATCH).await?;
        let flood = json!({"type": "flood", "participants": 20_000, "links": 500, "events": 3_000});
        scenario.meeting.act(User::Olivia.name(), flood).await?;
        wait::until_true("the end of the flood", wait::STEP * 4, async || {
            let over = "return window.__meet.flooded()";
            Ok(olivia.look_into_meeting(over).await? == json!(true))
        })
        .await?;
        let pause = olivia.look_into_call("return window.ringsidePause").await?;
        pauses.push(pause.as_f64().context("no pause was noted")?);
        olivia.hang_up().await?;
        scenario.over().await?;
    }
    scenario.stop().await?;
    Ok(pauses)
}
