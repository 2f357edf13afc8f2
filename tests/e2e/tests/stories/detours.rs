//! A CRM whose endpoints fail where its documents say that they work: the way
//! round is found by itself, once, and what failed can be read.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{
    Media, Scenario, User, dom, in_browsers, wait,
    windows::{self, open_page},
    words, worker,
};
use serde_json::{Value, json};

in_browsers! {
    chromium = Chromium in AsDocumented: diagnostics;
    firefox = Firefox in AsFound: diagnostics;
    chromium_calls_firefox = ChromiumCallsFirefox in AsFound: found_once;
    firefox_calls_chromium = FirefoxCallsChromium in AsDocumented: used_as_documented;
}

const ACTIVE: &str = "/api/jitsi-calls/active_calls/";
const HISTORY: &str = "/api/jitsi-calls/?my_calls=true&status=";

/// How often Olivia's browser has asked for this, and what it was answered.
async fn asked(scenario: &Scenario, path: &str) -> Result<Vec<Value>> {
    let me = scenario.crm.id(User::Olivia).await?;
    let log = scenario.crm.log().await?;
    let hers = log.iter().filter(|entry| {
        let asked = entry["path"].as_str().unwrap_or_default();
        entry["method"] == "GET" && entry["user"] == me && asked.starts_with(path)
    });
    Ok(hers.map(|entry| entry["status"].clone()).collect())
}

/// Olivia's browser has connected this often: each time it looks at all calls.
async fn looked(scenario: &Scenario, path: &str, times: usize) -> Result<()> {
    let what = format!("look number {times} at all calls");
    wait::until_true(&what, wait::STEP, async || {
        Ok(asked(scenario, path).await?.len() >= times)
    })
    .await
}

/// As documented, the endpoint for it is asked each time.
async fn used_as_documented(scenario: &Scenario) -> Result<()> {
    looked(scenario, ACTIVE, 1).await?;
    scenario.crm.close_sockets().await?;
    looked(scenario, ACTIVE, 2).await?;
    let answers = asked(scenario, ACTIVE).await?;
    ensure!(answers.iter().all(|status| *status == 200), "{answers:?}");
    Ok(())
}

/// As found, the endpoint always fails. It is asked once, and not again even by
/// another worker; the history tells the same.
async fn found_once(scenario: &Scenario) -> Result<()> {
    looked(scenario, HISTORY, 2).await?;
    let answers = asked(scenario, ACTIVE).await?;
    ensure!(answers == [json!(500)], "{answers:?}");
    scenario.crm.close_sockets().await?;
    // Two questions each time: what goes on, and what rings.
    looked(scenario, HISTORY, 4).await?;
    worker::kill(&scenario.olivia.session).await?;
    // Pressing a button wakes the next worker, which connects anew.
    scenario.ring().await?;
    looked(scenario, HISTORY, 6).await?;
    let answers = asked(scenario, ACTIVE).await?;
    ensure!(answers.len() == 1, "asked again: {answers:?}");
    scenario.olivia.cancel().await?;
    scenario.jane.quiet().await
}

/// What failed can be read and copied in the options, without a word that is
/// secret.
async fn diagnostics(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let path = "/api/jitsi-calls/initiate";
    let answer = json!({"status": 502, "body": "<h1>Bad gateway</h1>"});
    let fault = json!({"path_prefix": path, "times": 1, "kind": answer});
    scenario.crm.fault(fault).await?;
    olivia.call(User::Jane.name(), Media::Video).await?;
    olivia.toast_says("The CRM did not answer").await?;
    // It goes by itself after a while.
    dom::press(olivia.web(), words::CLOSE).await?;
    let crm = open_page(&olivia.session, "options.html").await?;
    olivia.press(words::DIAGNOSTICS).await?;
    let mut lines = String::new();
    wait::until_true("the line about it", wait::STEP, async || {
        let list = olivia.find("#diagnostics-lines").await?;
        lines = list.text().await?;
        Ok(lines.contains(path) && lines.contains("failed with status 502"))
    })
    .await
    .with_context(|| format!("it says “{lines}”"))?;
    ensure!(!lines.contains("eyJ"), "a token in “{lines}”");
    olivia.press(words::COPY_DIAGNOSTICS).await?;
    wait::until_true("the copy", wait::STEP, async || {
        Ok(olivia
            .find("#diagnostics-copied")
            .await?
            .is_displayed()
            .await?)
    })
    .await?;
    windows::are(olivia.web(), 2).await?;
    olivia.web().close_window().await?;
    olivia.web().switch_to_window(crm).await?;
    Ok(())
}
