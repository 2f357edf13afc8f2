//! Notes on a call: written while talking and after, kept at the CRM.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{Person, Scenario, User, dom, in_browsers, wait, windows, words};
use serde_json::json;
use thirtyfour::Key;

in_browsers! {
    chromium = Chromium in AsDocumented: #[beside] during_and_after;
    firefox = Firefox in AsFound: #[beside] during_and_after;
    chromium_calls_firefox = ChromiumCallsFirefox in AsFound: #[beside] refused_for_good;
    firefox_calls_chromium = FirefoxCallsChromium in AsFound: #[beside] refused_by_the_crm,
        #[beside] refused_for_good;
}

/// Olivia writes while she talks, closes the note with Esc, which does not
/// hang up, and writes on after the call. Jane adds a note of her own then.
async fn during_and_after(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    scenario.connect().await?;
    scenario.olivia.choose_in_call(words::NOTE).await?;
    // Letters that are shortcuts elsewhere.
    olivia.write_in_call(words::NOTE_FIELD, "Moved: mv").await?;
    kept(scenario, "Moved: mv").await?;
    let escape = char::from(Key::Escape).to_string();
    olivia.write_in_call(words::NOTE_FIELD, &escape).await?;
    let room = scenario.meeting.both_ways().await?;
    let muted = room
        .participants
        .iter()
        .any(|one| one.audio_muted || one.video_muted);
    ensure!(!muted, "typing pressed a shortcut: {room:?}");

    scenario.olivia.choose_in_call(words::NOTE).await?;
    olivia.hang_up().await?;
    scenario.meeting.empty().await?;
    olivia
        .write_in_call(words::NOTE_FIELD, ", wants a quote")
        .await?;
    done_after_call(olivia).await?;
    jane.press(words::ADD_NOTE).await?;
    kept(scenario, "Moved: mv, wants a quote").await?;
    jane.write_in_call(words::NOTE_FIELD, "By Friday").await?;
    done_after_call(jane).await?;
    kept(scenario, "Moved: mv, wants a quote\n\nBy Friday").await?;
    scenario.over().await.map(drop)
}

/// The CRM refuses the note for a while. It is there when the CRM is back.
async fn refused_by_the_crm(scenario: &Scenario) -> Result<()> {
    scenario.connect().await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    let path = format!("/api/jitsi-calls/{}/", call["id"]);
    let refused = json!({"status": 503, "headers": {"Retry-After": "1"}});
    let fault = json!({"path_prefix": path, "method": "PATCH", "times": 1, "kind": refused});
    scenario.crm.fault(fault).await?;
    scenario.olivia.choose_in_call(words::NOTE).await?;
    scenario
        .olivia
        .write_in_call(words::NOTE_FIELD, "Call back")
        .await?;
    kept(scenario, "Call back").await?;
    let log = scenario.crm.log().await?;
    let patched = log
        .iter()
        .filter(|entry| entry["path"] == path.as_str() && entry["method"] == "PATCH");
    let statuses: Vec<_> = patched.map(|entry| entry["status"].as_u64()).collect();
    ensure!(statuses == [Some(503), Some(200)], "told {statuses:?}");
    scenario.olivia.press_in_call(words::NOTE_DONE).await?;
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The CRM does not take the note at all. Olivia is told, finds it in the popup,
/// copies it, and puts it away.
async fn refused_for_good(scenario: &Scenario) -> Result<()> {
    const WRITTEN: &str = "Wants a quote for 40 seats by Friday";
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    let path = format!("/api/jitsi-calls/{}/", call["id"]);
    let refused = json!({"status": 400, "body": "{\"notes\": [\"Not here.\"]}"});
    let fault = json!({"path_prefix": path, "method": "PATCH", "kind": refused});
    scenario.crm.fault(fault).await?;
    olivia.choose_in_call(words::NOTE).await?;
    olivia.write_in_call(words::NOTE_FIELD, WRITTEN).await?;
    olivia.notice_says("The CRM did not take a note").await?;
    olivia.press_in_call(words::NOTE_DONE).await?;
    olivia.hang_up().await?;
    scenario.over().await?;
    let crm = windows::open_page(&olivia.session, "popup.html").await?;
    let shown = olivia.find("li.card p.note").await?.text().await?;
    ensure!(shown == WRITTEN, "the popup shows {shown}");
    olivia.press(words::COPY_NOTE).await?;
    olivia.find("#note-copied:not([hidden])").await?;
    olivia.press(words::PUT_AWAY).await?;
    dom::none(olivia.web(), "li.card p.note").await?;
    olivia.web().close_window().await?;
    olivia.web().switch_to_window(crm).await?;
    Ok(())
}

/// The CRM has exactly these notes on the call.
async fn kept(scenario: &Scenario, notes: &str) -> Result<()> {
    let mut found = String::new();
    wait::until_true("the note at the CRM", wait::STEP, async || {
        let call = scenario.crm.newest_call(User::Olivia).await?;
        found = call["notes"].as_str().unwrap_or_default().to_owned();
        Ok(found == notes)
    })
    .await
    .with_context(|| format!("it has “{found}”, not “{notes}”"))
}

/// Presses "Done" after the call. The frame goes with the press, so a driver
/// that clicked would wait for an answer from a frame that is gone.
async fn done_after_call(person: &Person) -> Result<()> {
    let press = "const done = document.getElementById('note-done');
        setTimeout(() => done.click());
        return done.innerText";
    let pressed = person.look_into_call(press).await?;
    ensure!(pressed == words::NOTE_DONE, "pressed {pressed}");
    person.call_gone().await
}
