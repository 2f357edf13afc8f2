//! Calls without a mouse.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{
    Browser, Scenario, User, dom, in_browsers, media::Participant, wait, words, worker,
};
use serde_json::Value;
use thirtyfour::Key;

in_browsers! {
    chromium = Chromium in AsDocumented: keyboard_in_the_toast, every_control_in_order,
        escape_on_the_page, shown_by_shortcut;
    firefox = Firefox in AsFound: keyboard_in_the_toast, every_control_in_order,
        escape_on_the_page, shown_by_shortcut;
}

/// Letters press what the tooltips and the menu name them for. Esc closes what
/// is open, and nothing else.
async fn keyboard_in_the_toast(scenario: &Scenario) -> Result<()> {
    let (olivia, name) = (&scenario.olivia, User::Olivia.name());
    scenario.connect().await?;
    let escape = char::from(Key::Escape).to_string();
    olivia.press_in_call(words::MORE).await?;
    olivia.call_shows(FOCUS, |at| at == "hand").await?;
    olivia.type_in_call(&escape).await?;
    olivia.call_shows(FOCUS, |at| at == "more").await?;
    olivia.type_in_call(&escape).await?;

    olivia.type_in_call("m").await?;
    let silent = |one: &Participant| one.audio_muted;
    scenario.meeting.sees(name, "no microphone", silent).await?;
    olivia.type_in_call("v").await?;
    let dark = |one: &Participant| one.video_muted;
    scenario.meeting.sees(name, "no camera", dark).await?;
    olivia.type_in_call("mv").await?;
    let neither = |one: &Participant| !silent(one) && !dark(one);
    scenario.meeting.sees(name, "both again", neither).await?;
    olivia.type_in_call("r").await?;
    scenario
        .jane
        .call_shows(NOTICE, |text| text.contains("raised a hand"))
        .await?;

    olivia.type_in_call("p").await?;
    olivia.call_shows(OPEN, |open| open == "people").await?;
    olivia.type_in_call("i").await?;
    olivia.call_shows(OPEN, |open| open == "invitation").await?;
    olivia.type_in_call(&escape).await?;
    olivia.call_shows(OPEN, str::is_empty).await?;
    // The letter that opens the note is not in it; those typed there are.
    olivia.type_in_call("n").await?;
    olivia.call_shows(FOCUS, |at| at == "note-text").await?;
    olivia.type_in_call("mv").await?;
    let note = "return document.getElementById('note-text').value";
    olivia.call_shows(note, |text| text == "mv").await?;
    olivia.type_in_call(&escape).await?;
    olivia.call_shows(FOCUS, |at| at == "more").await?;
    olivia.type_in_call(&escape).await?;

    // The menu gives the focus to what it opens.
    olivia.choose_in_call(words::NOTE).await?;
    olivia.call_shows(FOCUS, |at| at == "note-text").await?;
    olivia.type_in_call(&escape).await?;

    let room = scenario.meeting.both_ways().await?;
    ensure!(room.participants.iter().all(neither), "{room:?}");
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Tab comes to every control, in the order in which they stand; the menu's
/// entries follow on its button. The last one ends the call.
async fn every_control_in_order(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    olivia
        .look_into_call("document.getElementById('mic').focus()")
        .await?;
    let tab = char::from(Key::Tab).to_string();
    for control in ["camera", "share", "more"] {
        olivia.type_in_call(&tab).await?;
        olivia.call_shows(FOCUS, |at| at == control).await?;
    }
    olivia
        .type_in_call(&char::from(Key::Enter).to_string())
        .await?;
    let mut entries = vec![
        "hand",
        "low-bandwidth",
        "record",
        "record-here",
        "add-recording",
        "invite",
        "people",
        "notes",
        "details",
    ];
    if olivia.session.browser == Browser::Firefox {
        // No meeting records in Firefox.
        entries.retain(|entry| *entry != "record-here");
    }
    for entry in entries {
        olivia.call_shows(FOCUS, |at| at == entry).await?;
        olivia.type_in_call(&tab).await?;
    }
    for control in ["mic", "camera", "share", "more", "hang-up"] {
        olivia.call_shows(FOCUS, |at| at == control).await?;
        if control != "hang-up" {
            olivia.type_in_call(&tab).await?;
        }
    }
    olivia.type_in_call(" ").await?;
    scenario.over().await.map(drop)
}

/// Esc on the CRM's page, with the focus in Ringside's banner or toast, neither
/// declines nor hangs up, and the page does not hear of it.
async fn escape_on_the_page(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    let listen = "window.keys = 0; addEventListener('keydown', () => { window.keys += 1; })";
    for person in [olivia, jane] {
        person.web().execute(listen, vec![]).await?;
    }
    scenario.ring().await?;
    let escape = char::from(Key::Escape).to_string();
    jane.rings().await?.send_keys(&escape).await?;
    jane.rings().await?;
    jane.answer().await?;
    scenario.meeting.both_ways().await?;
    let minimise = dom::button(olivia.web(), words::MINIMISE).await?;
    minimise.send_keys(&escape).await?;
    scenario.meeting.both_ways().await?;
    for person in [olivia, jane] {
        let keys = person.web().execute("return window.keys", vec![]).await?;
        ensure!(
            keys.json() == 0,
            "{} heard {}",
            person.user.name(),
            keys.json()
        );
    }
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Olivia has made the toast small and looks at another tab of the CRM. One
/// shortcut brings the tab with the call to the front, the toast as large as
/// it was.
async fn shown_by_shortcut(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    olivia.minimise().await?;
    let call = olivia.open_tab("/employees").await?;
    in_front(scenario, true).await?;
    worker::command(&olivia.session, "show-toast").await?;
    in_front(scenario, false).await?;
    olivia.web().switch_to_window(call).await?;
    dom::button(olivia.web(), words::MINIMISE).await?;
    scenario.meeting.both_ways().await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Whether the current tab is the one that Olivia sees.
async fn in_front(scenario: &Scenario, wanted: bool) -> Result<()> {
    let seen = "return document.visibilityState === 'visible'";
    wait::until_true("another tab in front", wait::STEP, async || {
        let seen = scenario.olivia.web().execute(seen, vec![]).await?;
        Ok(seen.json() == &Value::Bool(wanted))
    })
    .await
    .with_context(|| format!("in front: {wanted}"))
}

/// What has the focus in the call page.
const FOCUS: &str = "const at = document.activeElement;
    return at.dataset.press ?? at.id";

/// The panel that is open in the call page.
const OPEN: &str = "return document.querySelector('.card:not([hidden])')?.id ?? ''";

/// The line above the picture, as far as it is shown.
const NOTICE: &str = "const notice = document.getElementById('notice');
    return notice.hidden ? '' : notice.innerText";
