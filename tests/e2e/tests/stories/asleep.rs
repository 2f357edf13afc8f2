//! The computer sleeps. What it missed is put right when it wakes.

use anyhow::{Result, ensure};
use ringside_e2e::{Media, Scenario, User, in_browsers, suspend::SuspendedBrowser, wait};

in_browsers! {
    chromium = Chromium in AsDocumented: #[new_browsers] call_went_on, #[new_browsers] call_ended_meanwhile,
        #[new_browsers] called_meanwhile;
    firefox = Firefox in AsFound: #[new_browsers] call_went_on, #[new_browsers] call_ended_meanwhile,
        #[new_browsers] called_meanwhile;
}

/// Jane's computer sleeps until nothing of her reaches Olivia any more. When it
/// wakes, both are in the same call, and nobody is there twice.
async fn call_went_on(scenario: &Scenario) -> Result<()> {
    scenario.connect().await?;
    let room = scenario.meeting.both_ways().await?;
    let suspended = SuspendedBrowser::suspend(&scenario.jane.session)?;
    scenario.meeting.falls_silent(User::Olivia.name()).await?;
    suspended.resume();
    let after = scenario.meeting.both_ways().await?;
    ensure!(
        after.room == room.room && after.participants.len() == 2,
        "{after:?}"
    );
    scenario.jane.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Olivia hangs up while Jane's computer sleeps: it wakes to no call.
async fn call_ended_meanwhile(scenario: &Scenario) -> Result<()> {
    scenario.connect().await?;
    let suspended = SuspendedBrowser::suspend(&scenario.jane.session)?;
    scenario.olivia.hang_up().await?;
    scenario.olivia.call_gone().await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    scenario.crm.knows_the_end(&call).await?;
    suspended.resume();
    scenario.jane.call_gone().await?;
    scenario.over().await.map(drop)
}

/// Olivia calls and gives up while Jane's computer sleeps: Jane reads whose call
/// she missed, and it does not ring on.
async fn called_meanwhile(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    listens(scenario, User::Jane).await?;
    let suspended = SuspendedBrowser::suspend(&jane.session)?;
    olivia.call(User::Jane.name(), Media::Video).await?;
    olivia.toast_says("Ringing").await?;
    olivia.cancel().await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    scenario.crm.knows_the_end(&call).await?;
    suspended.resume();
    jane.notice_says("missed a call from Olivia").await?;
    jane.quiet().await
}

/// Waits until somebody's browser listens to the CRM, which it shows by asking
/// for all calls: one that does not yet hears of none when it wakes.
async fn listens(scenario: &Scenario, user: User) -> Result<()> {
    let id = scenario.crm.id(user).await?;
    wait::until_true("the question for all calls", wait::STEP, async || {
        let log = scenario.crm.log().await?;
        Ok(log.iter().any(|entry| {
            let path = entry["path"].as_str().unwrap_or_default();
            path.contains("status=pending") && entry["user"] == id
        }))
    })
    .await
}
