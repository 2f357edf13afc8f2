//! What can be done in a call, beside talking: devices, screen, sizes, and the
//! controls on top of other windows.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{
    Browser, Person, Scenario, User, dom, in_browsers, media::Participant, wait, windows, words,
};
use serde_json::Value;

in_browsers! {
    chromium = Chromium in AsDocumented: camera, shared_screen, made_small_and_back,
        full_screen, who_speaks, #[new_browsers] controls_on_top;
    firefox = Firefox in AsFound: camera, shared_screen, made_small_and_back,
        full_screen, who_speaks, #[new_browsers] controls_on_top;
}

/// Olivia turns her camera off and on; the button and the picture say so.
async fn camera(scenario: &Scenario) -> Result<()> {
    let (olivia, name) = (&scenario.olivia, User::Olivia.name());
    scenario.connect().await?;
    olivia.press_in_call(words::CAMERA_OFF).await?;
    let off = |one: &Participant| one.video_muted;
    scenario.meeting.sees(name, "no camera", off).await?;
    let muted = "return document.getElementById('muted').innerText";
    olivia
        .call_shows(muted, |text| text == "Your camera is off")
        .await?;
    olivia.press_in_call(words::CAMERA_ON).await?;
    scenario
        .meeting
        .sees(name, "a camera", |one| !off(one))
        .await?;
    scenario.meeting.both_ways().await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Browsers want the click that shares a screen in the meeting itself: a
/// sentence says so, and the meeting's own button comes for it. A Firefox
/// without a screen finds none to share, so there the offer is taken back.
async fn shared_screen(scenario: &Scenario) -> Result<()> {
    let (olivia, name) = (&scenario.olivia, User::Olivia.name());
    scenario.connect().await?;
    olivia.press_in_call(words::SHARE).await?;
    olivia
        .call_shows(NOTICE, |text| text.starts_with("Press the screen button"))
        .await?;
    olivia.press_in_meeting("button[value=desktop]").await?;
    match olivia.session.browser {
        Browser::Chromium => {
            let shares = |one: &Participant| one.sharing;
            scenario.meeting.sees(name, "a screen", shares).await?;
            olivia.call_shows(NOTICE, str::is_empty).await?;
            olivia.press_in_call(words::STOP_SHARING).await?;
            let stopped = |one: &Participant| !shares(one);
            scenario.meeting.sees(name, "no screen", stopped).await?;
        }
        Browser::Firefox => {
            olivia.press_in_call(words::CANCEL).await?;
            olivia.call_shows(NOTICE, str::is_empty).await?;
        }
    }
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The line above the picture, as far as it is shown.
const NOTICE: &str = "const notice = document.getElementById('notice');
    return notice.hidden ? '' : notice.innerText";

/// A small toast keeps the call, with its clock, microphone and hang-up.
async fn made_small_and_back(scenario: &Scenario) -> Result<()> {
    let (olivia, name) = (&scenario.olivia, User::Olivia.name());
    scenario.connect().await?;
    let before = scenario.meeting.both_ways().await?;
    olivia.minimise().await?;
    olivia.press_in_call(words::MIC_OFF).await?;
    scenario
        .meeting
        .sees(name, "no microphone", |one| one.audio_muted)
        .await?;
    let clock = "return document.getElementById('clock').innerText";
    olivia.call_shows(clock, |text| text.contains(':')).await?;
    olivia.press(words::RESTORE).await?;
    dom::button(olivia.web(), words::MINIMISE).await?;
    let after = scenario.meeting.both_ways().await?;
    let ids = |room: &ringside_e2e::media::Room| {
        let people = room.participants.iter();
        people.map(|one| one.id.clone()).collect::<Vec<_>>()
    };
    ensure!(ids(&before) == ids(&after), "joined anew: {after:?}");
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The call's own window fills the screen, and no longer.
async fn full_screen(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    let before = scenario.meeting.both_ways().await?;
    let page = olivia.pop_out().await?;
    scenario.meeting.rejoined(&before).await?;
    for full in [true, false] {
        olivia.press(words::MORE).await?;
        olivia.press(words::FULL_SCREEN).await?;
        let is_full = "return document.fullscreenElement !== null";
        wait::until_true("the full screen, or its end", wait::STEP, async || {
            let now = olivia.web().execute(is_full, vec![]).await?;
            Ok(now.json() == &Value::Bool(full))
        })
        .await?;
    }
    scenario.meeting.both_ways().await?;
    olivia.web().switch_to_window(page).await?;
    olivia.press(words::HANG_UP).await?;
    scenario.over().await.map(drop)
}

/// Only Jane can be heard: Olivia's toast shows that she speaks, also when it
/// is small.
async fn who_speaks(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    olivia.press_in_call(words::MIC_OFF).await?;
    speaks(olivia).await?;
    let page = "return document.body.dataset.speaking";
    olivia.call_shows(page, |speaks| speaks == "yes").await?;
    olivia.minimise().await?;
    speaks(olivia).await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The toast shows that the other person speaks.
async fn speaks(person: &Person) -> Result<()> {
    wait::until_true("the sign of who speaks", wait::STEP, async || {
        Ok(!dom::all(person.web(), words::SPEAKING).await?.is_empty())
    })
    .await
}

/// Olivia keeps the controls in a small window over all others. They work as
/// in the call; closing that window ends nothing, Esc neither.
async fn controls_on_top(scenario: &Scenario) -> Result<()> {
    let (olivia, name) = (&scenario.olivia, User::Olivia.name());
    scenario.connect().await?;
    let before = scenario.meeting.both_ways().await?;
    olivia.session.console.leave();
    let page = olivia.pop_out().await?;
    scenario.meeting.rejoined(&before).await?;
    olivia.press(words::KEEP_ON_TOP).await?;
    on_top_says(olivia, |text| {
        text.contains("Jane Doe") && text.contains(':')
    })
    .await?;
    let said = olivia.web().execute(ON_TOP_BUTTONS, vec![]).await?;
    let said = said.json().to_string();
    for button in [
        words::MIC_OFF,
        words::CAMERA_OFF,
        "Back to the call",
        words::HANG_UP,
    ] {
        ensure!(said.contains(button), "no “{button}” in {said}");
    }

    in_window_on_top(olivia, "document.querySelector('[data-press=mic]').click()").await?;
    let silent = |one: &Participant| one.audio_muted;
    scenario.meeting.sees(name, "no microphone", silent).await?;
    in_window_on_top(olivia, &key("m")).await?;
    let heard = |one: &Participant| !silent(one);
    scenario.meeting.sees(name, "a microphone", heard).await?;
    in_window_on_top(olivia, &key("Escape")).await?;
    in_window_on_top(olivia, "window.close()").await?;
    wait::until_true("the small window to go", wait::STEP, async || {
        Ok(olivia.web().execute(IS_OPEN, vec![]).await?.json() == &Value::Bool(false))
    })
    .await?;
    scenario.meeting.both_ways().await?;

    olivia.press(words::KEEP_ON_TOP).await?;
    on_top_says(olivia, |text| text.contains("Jane Doe")).await?;
    // The window goes with its answer.
    let hang_up = "setTimeout(() => document.querySelector('[data-press=hang-up]').click())";
    in_window_on_top(olivia, hang_up).await?;
    olivia.web().switch_to_window(page).await?;
    scenario.over().await?;
    windows::are(olivia.web(), 1).await
}

const IS_OPEN: &str = "return documentPictureInPicture.window !== null";

const ON_TOP_BUTTONS: &str = "const { document } = documentPictureInPicture.window;
    return [...document.querySelectorAll('button')].map((one) => one.getAttribute('aria-label'))";

/// A key, pressed in the document that has the focus.
fn key(name: &str) -> String {
    format!("document.dispatchEvent(new window.KeyboardEvent('keydown', {{ key: '{name}' }}))")
}

/// Runs a script in the window on top, which the call's window reaches.
async fn in_window_on_top(person: &Person, script: &str) -> Result<()> {
    let script = format!(
        "const window = documentPictureInPicture.window;
        const {{ document, setTimeout }} = window;
        {script};"
    );
    person.web().execute(&*script, vec![]).await?;
    Ok(())
}

/// Waits until the window on top says what is wanted.
async fn on_top_says(person: &Person, wanted: impl Fn(&str) -> bool) -> Result<()> {
    let script = "const shown = documentPictureInPicture.window?.document.body;
        return shown?.querySelector('header')?.innerText ?? ''";
    let mut seen = Value::Null;
    wait::until_true("the controls on top", wait::STEP, async || {
        seen = person.web().execute(script, vec![]).await?.json().clone();
        Ok(seen.as_str().is_some_and(&wanted))
    })
    .await
    .with_context(|| format!("they say {seen}"))
}
