//! How a call begins, or does not: declined with a reason, not answered,
//! cancelled, or while another one is on.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{Scenario, User, clock, dom, in_browsers, wait, windows, words};
use serde_json::json;

in_browsers! {
    chromium_calls_firefox = ChromiumCallsFirefox in AsFound: declined_with_a_reason,
        cancelled_at_once, second_call_declined, #[beside] stays_busy;
    firefox_calls_chromium = FirefoxCallsChromium in AsFound: #[beside] not_answered,
        second_call_answered, #[beside] too_old_to_ring;
    chromium_calls_firefox_as_documented = ChromiumCallsFirefox in AsDocumented: status_comes_back;
}

/// Jane declines and says why; Olivia reads it.
async fn declined_with_a_reason(scenario: &Scenario) -> Result<()> {
    scenario.ring().await?;
    scenario.jane.press(words::DECLINE_WITH_REASON).await?;
    scenario.jane.press("I am in a meeting").await?;
    scenario.jane.quiet().await?;
    let said = "Jane Doe declined: “I am in a meeting”";
    scenario.olivia.toast_says(said).await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    ensure!(call["status"] == "rejected", "{call}");
    ensure!(call["notes"] == "I am in a meeting", "{call}");
    Ok(())
}

/// Nobody answers in the time that Olivia has set.
async fn not_answered(scenario: &Scenario) -> Result<()> {
    windows::set_option(&scenario.olivia.session, "ring_seconds", 15).await?;
    scenario.ring().await?;
    scenario.olivia.toast_says("No answer").await?;
    scenario.jane.quiet().await?;
    missed(scenario).await
}

/// Olivia gives up: the banner at Jane's goes with the CRM's push, which waits
/// for no poll.
async fn cancelled_at_once(scenario: &Scenario) -> Result<()> {
    scenario.crm.hold_polls().await?;
    scenario.ring().await?;
    scenario.olivia.cancel().await?;
    scenario.jane.quiet().await?;
    missed(scenario).await
}

/// Jane's browser hears of a call that has rung for longer than calls ring, but
/// not for so long that the CRM would have ended it: she missed it, and it does
/// not ring.
async fn too_old_to_ring(scenario: &Scenario) -> Result<()> {
    const CALLS: &str = "/api/jitsi-calls/";
    scenario.crm.stop_pushing().await?;
    clock::watch(scenario.jane.web()).await?;
    // A look at the calls may be on its way, and takes several requests.
    let hold = json!({"path_prefix": CALLS, "method": "GET", "kind": {"hold": true}});
    scenario.crm.fault(hold).await?;
    let call = scenario.crm.call(User::Olivia, User::Jane).await?;
    scenario.crm.age_calls(47).await?;
    scenario.crm.no_faults().await?;
    scenario
        .jane
        .notice_says("missed a call from Olivia")
        .await?;
    ensure!(!clock::rang(scenario.jane.web()).await?, "it rang");
    // As found, the CRM never ends such a call by itself.
    scenario.crm.act(User::Olivia, &call, "end").await
}

/// Jane reads that she missed a call, and the CRM has it ended once and never
/// answered.
async fn missed(scenario: &Scenario) -> Result<()> {
    scenario
        .jane
        .notice_says("missed a call from Olivia")
        .await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    ensure!(call["started_at"].is_null(), "it was answered: {call}");
    ensure!(call["ended_at"].is_string(), "not ended: {call}");
    scenario.crm.knows_the_end(&call).await
}

/// Mike calls Jane while she is in a call. Another program of hers has said
/// that she is online, or the CRM would refuse.
async fn second_call(scenario: &Scenario) -> Result<()> {
    scenario.connect().await?;
    scenario.crm.set_status(User::Jane, "online").await?;
    scenario
        .crm
        .call(User::Mike, User::Jane)
        .await
        .context("Mike calls")?;
    scenario.jane.banner_says("Mike Meyer").await?;
    scenario.jane.banner_says("while you are in a call").await?;
    dom::button(scenario.jane.web(), words::END_AND_ANSWER).await?;
    scenario.meeting.both_ways().await.map(drop)
}

/// She declines the second; the first goes on.
async fn second_call_declined(scenario: &Scenario) -> Result<()> {
    second_call(scenario).await?;
    scenario.jane.decline().await?;
    dom::gone(scenario.jane.web(), words::END_AND_ANSWER).await?;
    wait::until_true("the second call to be declined", wait::STEP, async || {
        Ok(scenario.crm.newest_call(User::Mike).await?["status"] == "rejected")
    })
    .await?;
    scenario.meeting.both_ways().await?;
    scenario.jane.hang_up().await?;
    scenario.over().await.map(drop)
}

/// She ends the first and answers the second.
async fn second_call_answered(scenario: &Scenario) -> Result<()> {
    second_call(scenario).await?;
    scenario.jane.press(words::END_AND_ANSWER).await?;
    scenario.olivia.call_gone().await?;
    let first = scenario.crm.newest_call(User::Olivia).await?;
    ensure!(first["status"] == "completed", "{first}");
    scenario.crm.knows_the_end(&first).await?;
    scenario.jane.toast_says("Mike Meyer").await?;
    wait::until_true("Jane alone in the second meeting", wait::STEP, async || {
        let rooms = scenario.meeting.rooms().await?;
        let second = scenario.crm.newest_call(User::Mike).await?;
        Ok(second["status"] == "active"
            && rooms.len() == 1
            && rooms
                .iter()
                .all(|room| second["room_name"] == room.room.as_str()))
    })
    .await?;
    scenario.jane.hang_up().await?;
    scenario.meeting.empty().await
}

/// Pages of the CRM say "online" for Olivia while she is in a call: she is
/// shown as busy again soon, and as online only when the call is over.
async fn stays_busy(scenario: &Scenario) -> Result<()> {
    scenario.connect().await?;
    scenario.crm.beat(User::Olivia).await?;
    ensure!(
        scenario.crm.status(User::Olivia).await? == "online",
        "the heartbeat does not say online any more"
    );
    wait::until_true("Olivia to be busy", wait::STEP * 2, async || {
        Ok(scenario.crm.status(User::Olivia).await? == "busy")
    })
    .await?;
    scenario.olivia.hang_up().await?;
    scenario.over().await?;
    wait::until_true("Olivia to be online", wait::STEP * 2, async || {
        Ok(scenario.crm.status(User::Olivia).await? == "online")
    })
    .await
}

/// Olivia has said that she is away, and calls all the same. The CRM makes her
/// busy, then online; after the call she is away again.
async fn status_comes_back(scenario: &Scenario) -> Result<()> {
    scenario.crm.set_status(User::Olivia, "away").await?;
    let before = scenario.crm.log().await?.len();
    scenario.olivia.web().refresh().await?;
    let me = scenario.crm.id(User::Olivia).await?;
    wait::until_true("her browser to learn of it", wait::STEP, async || {
        let log = scenario.crm.log().await?;
        Ok(log.iter().skip(before).any(|entry| {
            let path = entry["path"].as_str().unwrap_or_default();
            path.starts_with("/api/user-presence/?")
                && entry["user"] == me
                && entry["status"] == 200
        }))
    })
    .await?;
    scenario.connect().await?;
    ensure!(
        scenario.crm.status(User::Olivia).await? == "busy",
        "not busy"
    );
    scenario.olivia.hang_up().await?;
    scenario.over().await?;
    wait::until_true("Olivia to be away again", wait::STEP, async || {
        Ok(scenario.crm.status(User::Olivia).await? == "away")
    })
    .await
}
