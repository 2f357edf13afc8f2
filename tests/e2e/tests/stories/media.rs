//! Devices, the connection's quality, recordings.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{Browser, Scenario, User, dom, in_browsers, wait, words};
use serde_json::json;

in_browsers! {
    chromium = Chromium in AsDocumented: #[beside] figures, devices_refused, recorded;
    firefox = Firefox in AsFound: #[beside] figures, devices_refused, recorded;
    firefox_calls_chromium = FirefoxCallsChromium in AsFound: older_server;
}

const DETAILS: &str = "const shown = (id) => {
        const element = document.getElementById(id);
        return element.closest('[hidden]') ? '' : element.innerText;
    };
    return ['round-trip', 'loss', 'upload', 'download', 'details-none']
        .map(shown).join('|');";

/// Three steps of quality in the header, the figures behind them in a panel,
/// and one click to go without pictures.
async fn figures(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    olivia.choose_in_call(words::DETAILS).await?;
    olivia
        .call_shows(DETAILS, |text| {
            let parts: Vec<&str> = text.split('|').collect();
            parts[0].ends_with(" ms")
                && parts[1].ends_with(" %")
                && parts[2].ends_with(" kbit/s")
                && parts[3].ends_with(" kbit/s")
                && parts[4].is_empty()
        })
        .await?;
    goes_without_pictures(scenario).await
}

/// An older server has no figures, and other names for going without pictures.
async fn older_server(scenario: &Scenario) -> Result<()> {
    scenario
        .meeting
        .behave(&json!({"old_server": true}))
        .await?;
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    olivia.choose_in_call(words::DETAILS).await?;
    olivia
        .call_shows(DETAILS, |text| {
            let parts: Vec<&str> = text.split('|').collect();
            parts[..4].iter().all(|part| part.is_empty()) && !parts[4].is_empty()
        })
        .await?;
    goes_without_pictures(scenario).await
}

async fn goes_without_pictures(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    olivia.choose_in_call(words::SAVE_DATA).await?;
    let on = "return document.getElementById('low-bandwidth').dataset.on";
    olivia.call_shows(on, |on| on == "yes").await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The browser refuses microphone and camera: a sentence says where to allow
/// them in this browser. Once allowed, trying again is enough.
async fn devices_refused(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let refused = json!({"media_error": "NotAllowedError"});
    scenario.meeting.behave(&refused).await?;
    scenario.ring().await?;
    scenario.jane.answer().await?;
    let where_to = match olivia.session.browser {
        Browser::Chromium => "Click the icon at the left of the address bar",
        Browser::Firefox => "Click the crossed-out microphone at the left of the address bar",
    };
    olivia
        .call_shows(SAID, |text| text.contains(where_to))
        .await?;
    scenario
        .jane
        .call_shows(SAID, |text| text.contains("The microphone is blocked"))
        .await?;
    scenario.meeting.behave(&json!({})).await?;
    for person in [olivia, &scenario.jane] {
        person.press_in_call(words::TRY_AGAIN).await?;
    }
    scenario.meeting.both_ways().await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Everything that can be read in the call page.
const SAID: &str = "return document.body.innerText";

/// Olivia records. Both see it; the link is in the call's row at the CRM, even
/// though the CRM refuses it at first.
async fn recorded(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    scenario.connect().await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    let path = format!("/api/jitsi-calls/{}/", call["id"]);
    let refused = json!({"status": 503, "headers": {"Retry-After": "1"}});
    let fault = json!({"path_prefix": path, "method": "PATCH", "times": 1, "kind": refused});
    scenario.crm.fault(fault).await?;
    olivia.choose_in_call(words::RECORD).await?;
    for person in [olivia, jane] {
        wait::until_true("the recording to be seen", wait::STEP, async || {
            for sign in dom::all(person.web(), words::RECORDING).await? {
                if sign.is_displayed().await? {
                    return Ok(true);
                }
            }
            Ok(false)
        })
        .await
        .with_context(|| format!("at {}'s", person.user.name()))?;
    }
    olivia.choose_in_call(words::STOP_RECORDING).await?;
    wait::until_true("the link at the CRM", wait::STEP, async || {
        let call = scenario.crm.newest_call(User::Olivia).await?;
        Ok(call["recording_url"]
            .as_str()
            .is_some_and(|url| url.starts_with("http")))
    })
    .await?;
    let log = scenario.crm.log().await?;
    let told = log
        .iter()
        .filter(|entry| entry["path"] == path.as_str() && entry["method"] == "PATCH")
        .filter(|entry| entry["status"] == 200)
        .count();
    ensure!(told == 1, "told {told} times");
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}
