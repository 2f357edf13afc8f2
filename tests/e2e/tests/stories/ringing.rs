//! How a call begins, or does not: declined with a reason, not answered,
//! cancelled, or while another one is on.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{User, clock, dom, in_browsers, play::Stage, wait, windows, words};
use serde_json::json;

in_browsers! {
    chromium = Chromium in AsDocumented: declined_with_a_reason, not_answered,
        cancelled_at_once, second_call_declined, second_call_answered, too_old_to_ring;
    firefox = Firefox in AsFound: declined_with_a_reason, not_answered,
        cancelled_at_once, second_call_declined, second_call_answered, too_old_to_ring;
    chromium_as_found = Chromium in AsFound: stays_busy;
    firefox_as_found = Firefox in AsFound: stays_busy;
    chromium_as_documented = Chromium in AsDocumented: status_comes_back;
    firefox_as_documented = Firefox in AsDocumented: status_comes_back;
}

/// Ringing ends everywhere within this time when the CRM pushes, in
/// milliseconds.
const SILENCED_MS: f64 = 300.0;

/// Jane declines and says why; Olivia reads it.
async fn declined_with_a_reason(stage: &Stage) -> Result<()> {
    stage.ring().await?;
    stage.jane.press(words::DECLINE_WITH_REASON).await?;
    stage.jane.press("I am in a meeting").await?;
    stage.jane.quiet().await?;
    let said = "Jane Doe declined: “I am in a meeting”";
    stage.olivia.toast_says(said).await?;
    let call = stage.crm.newest_call(User::Olivia).await?;
    ensure!(call["status"] == "rejected", "{call}");
    ensure!(call["notes"] == "I am in a meeting", "{call}");
    Ok(())
}

/// Nobody answers in the time that Olivia has set.
async fn not_answered(stage: &Stage) -> Result<()> {
    windows::set_option(&stage.olivia.session, "ring_seconds", 15).await?;
    stage.ring().await?;
    stage.olivia.toast_says("No answer").await?;
    stage.jane.quiet().await?;
    missed(stage).await
}

/// Olivia gives up: the banner at Jane's goes at once.
async fn cancelled_at_once(stage: &Stage) -> Result<()> {
    clock::watch(stage.jane.web()).await?;
    stage.ring().await?;
    clock::ring(stage.jane.web()).await?;
    stage.olivia.cancel().await?;
    let quiet = clock::quiet(stage.jane.web()).await?;
    missed(stage).await?;
    let call = stage.crm.newest_call(User::Olivia).await?;
    let told = stage.crm.told_at(&call, "end").await?;
    let took = quiet - told;
    println!("silent {took:.0} ms after the CRM knew");
    ensure!(took < SILENCED_MS, "it rang on for {took:.0} ms");
    Ok(())
}

/// Jane's browser hears of a call that has rung for longer than calls ring, but
/// not for so long that the CRM would have ended it: she missed it, and it does
/// not ring.
async fn too_old_to_ring(stage: &Stage) -> Result<()> {
    const ACTIVE: &str = "/api/jitsi-calls/my_active_call/";
    stage.crm.refuse_sockets(true).await?;
    stage.crm.close_sockets().await?;
    clock::watch(stage.jane.web()).await?;
    let hold = json!({"path_prefix": ACTIVE, "kind": {"hold": true}});
    stage.crm.fault(hold).await?;
    stage.crm.call(User::Olivia, User::Jane).await?;
    stage.crm.age_calls(47).await?;
    stage.crm.no_faults().await?;
    stage.jane.notice_says("missed a call from Olivia").await?;
    ensure!(!clock::rang(stage.jane.web()).await?, "it rang");
    Ok(())
}

/// Jane reads that she missed a call, and the CRM has it ended once and never
/// answered.
async fn missed(stage: &Stage) -> Result<()> {
    stage.jane.notice_says("missed a call from Olivia").await?;
    let call = stage.crm.newest_call(User::Olivia).await?;
    ensure!(call["started_at"].is_null(), "it was answered: {call}");
    ensure!(call["ended_at"].is_string(), "not ended: {call}");
    stage.crm.ended_once(&call).await
}

/// Mike calls Jane while she is in a call. Another program of hers has said
/// that she is online, or the CRM would refuse.
async fn second_call(stage: &Stage) -> Result<()> {
    stage.connect().await?;
    stage.crm.set_status(User::Jane, "online").await?;
    stage
        .crm
        .call(User::Mike, User::Jane)
        .await
        .context("Mike calls")?;
    stage.jane.banner_says("Mike Meyer").await?;
    stage.jane.banner_says("while you are in a call").await?;
    dom::button(stage.jane.web(), words::END_AND_ANSWER).await?;
    stage.meeting.both_ways().await.map(drop)
}

/// She declines the second; the first goes on.
async fn second_call_declined(stage: &Stage) -> Result<()> {
    second_call(stage).await?;
    stage.jane.decline().await?;
    dom::gone(stage.jane.web(), words::END_AND_ANSWER).await?;
    wait::until_true("the second call to be declined", wait::STEP, async || {
        Ok(stage.crm.newest_call(User::Mike).await?["status"] == "rejected")
    })
    .await?;
    stage.meeting.both_ways().await?;
    stage.jane.hang_up().await?;
    stage.over().await.map(drop)
}

/// She ends the first and answers the second.
async fn second_call_answered(stage: &Stage) -> Result<()> {
    second_call(stage).await?;
    stage.jane.press(words::END_AND_ANSWER).await?;
    stage.olivia.call_gone().await?;
    let first = stage.crm.newest_call(User::Olivia).await?;
    ensure!(first["status"] == "completed", "{first}");
    stage.crm.ended_once(&first).await?;
    stage.jane.toast_says("Mike Meyer").await?;
    wait::until_true("Jane alone in the second meeting", wait::STEP, async || {
        let rooms = stage.meeting.rooms().await?;
        let second = stage.crm.newest_call(User::Mike).await?;
        Ok(second["status"] == "active"
            && rooms.len() == 1
            && rooms
                .iter()
                .all(|room| second["room_name"] == room.room.as_str()))
    })
    .await?;
    stage.jane.hang_up().await?;
    stage.meeting.empty().await
}

/// Pages of the CRM say "online" for Olivia while she is in a call: she is
/// shown as busy again soon, and as online only when the call is over.
async fn stays_busy(stage: &Stage) -> Result<()> {
    stage.connect().await?;
    stage.crm.beat(User::Olivia).await?;
    ensure!(
        stage.crm.status(User::Olivia).await? == "online",
        "the heartbeat does not say online any more"
    );
    wait::until_true("Olivia to be busy", wait::STEP * 2, async || {
        Ok(stage.crm.status(User::Olivia).await? == "busy")
    })
    .await?;
    stage.olivia.hang_up().await?;
    stage.over().await?;
    wait::until_true("Olivia to be online", wait::STEP * 2, async || {
        Ok(stage.crm.status(User::Olivia).await? == "online")
    })
    .await
}

/// Olivia has said that she is away, and calls all the same. The CRM makes her
/// busy, then online; after the call she is away again.
async fn status_comes_back(stage: &Stage) -> Result<()> {
    stage.crm.set_status(User::Olivia, "away").await?;
    let before = stage.crm.log().await?.len();
    stage.olivia.web().refresh().await?;
    let me = stage.crm.id(User::Olivia).await?;
    wait::until_true("her browser to learn of it", wait::STEP, async || {
        let log = stage.crm.log().await?;
        Ok(log.iter().skip(before).any(|entry| {
            let path = entry["path"].as_str().unwrap_or_default();
            path.starts_with("/api/user-presence/?")
                && entry["user"] == me
                && entry["status"] == 200
        }))
    })
    .await?;
    stage.connect().await?;
    ensure!(stage.crm.status(User::Olivia).await? == "busy", "not busy");
    stage.olivia.hang_up().await?;
    stage.over().await?;
    wait::until_true("Olivia to be away again", wait::STEP, async || {
        Ok(stage.crm.status(User::Olivia).await? == "away")
    })
    .await
}
