//! What a meeting that sends without end costs the page that holds it.

use std::time::Duration;

use anyhow::{Context, Result};
use ringside_e2e::{Browser, Mode, Options, Person, Scenario, User, story::Pair, wait};
use serde_json::{Value, json};

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
    /// In such a flood, of a page that only frames the meeting and reads nothing.
    pub(super) unread: Vec<f64>,
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
    let (mut calm, mut unread, mut flooded) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..floods {
        scenario.connect().await?;
        olivia.look_into_call(WATCH).await?;
        tokio::time::sleep(CALM).await;
        calm.push(longest(olivia).await?);
        olivia.look_into_call(WATCH).await?;
        scenario.meeting.act(User::Olivia.name(), flood()).await?;
        wait::until_true("the end of the flood", wait::STEP * 4, async || {
            Ok(olivia.look_into_meeting(OVER).await? == json!(true))
        })
        .await?;
        flooded.push(longest(olivia).await?);
        let frame = "return document.querySelector('iframe').src";
        let address = olivia.look_into_call(frame).await?;
        olivia.hang_up().await?;
        scenario.over().await?;
        let address = address.as_str().context("no meeting")?;
        unread.push(pause_without_reader(&scenario, address).await?);
    }
    scenario.stop().await?;
    Ok(Pauses {
        calm,
        unread,
        flooded,
    })
}

/// The same flood in a page with nothing but a frame: what the browser and this
/// machine cost without any reader.
async fn pause_without_reader(scenario: &Scenario, address: &str) -> Result<f64> {
    let olivia = &scenario.olivia.session;
    let web = scenario.olivia.web();
    let (page, name) = (web.current_url().await?, User::Olivia.name());
    let joins = scenario.meeting.joins(name).await?;
    // Chromium lets no blank page reach this machine, and in the CRM's pages
    // Ringside would keep the meeting out.
    let blank = match olivia.browser {
        Browser::Chromium => {
            let server = scenario.crm.meeting_url();
            format!("{server}/external_api.js").replace("127.0.0.1", "localhost")
        }
        Browser::Firefox => "about:blank".to_owned(),
    };
    web.goto(blank).await?;
    let frame = "const frame = document.createElement('iframe');
        frame.allow = 'camera; microphone';
        frame.src = arguments[0];
        document.body.append(frame);";
    web.execute(frame, vec![json!(address)]).await?;
    wait::until_true("her to be in the meeting", wait::STEP, async || {
        Ok(scenario.meeting.joins(name).await? > joins)
    })
    .await?;
    web.execute(WATCH, vec![]).await?;
    scenario.meeting.act(name, flood()).await?;
    wait::until_true("the end of the flood", wait::STEP * 4, async || {
        web.enter_frame(0).await?;
        let over = web.execute(OVER, vec![]).await;
        web.enter_default_frame().await?;
        Ok(*over?.json() == json!(true))
    })
    .await?;
    let pause = web.execute("return window.ringsidePause", vec![]).await?;
    web.goto(page.as_str()).await?;
    pause.json().as_f64().context("no pause was noted")
}

fn flood() -> Value {
    json!({"type": "flood", "participants": 20_000, "links": 500, "events": 3_000})
}

/// Whether the meeting has sent everything.
const OVER: &str = "return window.__meet.flooded()";

async fn longest(person: &Person) -> Result<f64> {
    let script = "return window.ringsidePause";
    let pause = person.look_into_call(script).await?;
    pause.as_f64().context("no pause was noted")
}
