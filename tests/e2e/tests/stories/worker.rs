//! Browsers end the worker whenever they like; nothing may be lost by it.

use anyhow::{Result, ensure};
use ringside_e2e::{Media, Scenario, User, in_browsers, wait, worker};

in_browsers! {
    chromium = Chromium in AsFound: killed_while_it_rings,
        killed_while_calling, killed_in_a_call, killed_at_every_step,
        killed_by_a_press;
    firefox = Firefox in AsDocumented: killed_while_it_rings,
        killed_while_calling, killed_in_a_call, killed_at_every_step,
        killed_by_a_press;
}

/// The worker of the person called dies while it rings: it rings on, and can
/// be answered.
async fn killed_while_it_rings(scenario: &Scenario) -> Result<()> {
    scenario.ring().await?;
    worker::kill(&scenario.jane.session).await?;
    scenario.jane.answer().await?;
    scenario.meeting.both_ways().await?;
    scenario.olivia.hang_up().await?;
    ended_once(scenario).await
}

/// The caller's worker dies while it calls: the call connects all the same.
async fn killed_while_calling(scenario: &Scenario) -> Result<()> {
    scenario.ring().await?;
    worker::kill(&scenario.olivia.session).await?;
    scenario.jane.answer().await?;
    scenario.meeting.both_ways().await?;
    scenario.jane.hang_up().await?;
    ended_once(scenario).await
}

/// Both workers die in the call: it goes on, and hanging up still tells the
/// CRM, once.
async fn killed_in_a_call(scenario: &Scenario) -> Result<()> {
    scenario.connect().await?;
    worker::kill(&scenario.olivia.session).await?;
    worker::kill(&scenario.jane.session).await?;
    scenario.meeting.both_ways().await?;
    scenario.olivia.hang_up().await?;
    ended_once(scenario).await
}

/// The worker dies before it has stored that somebody pressed a button: the next
/// one gets the press, and it is one call.
async fn killed_by_a_press(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    worker::store_nothing(&olivia.session).await?;
    olivia.call(User::Jane.name(), Media::Audio).await?;
    worker::kill(&olivia.session).await?;
    jane.rings().await?;
    worker::store_nothing(&jane.session).await?;
    jane.answer().await?;
    worker::kill(&jane.session).await?;
    scenario.meeting.sound_both_ways().await?;
    olivia.hang_up().await?;
    ended_once(scenario).await
}

/// Both workers die after each step of a call. It comes to the same.
async fn killed_at_every_step(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    olivia.call(User::Jane.name(), Media::Video).await?;
    olivia.toast_says("Ringing").await?;
    both_die(scenario).await?;
    jane.rings().await?;
    both_die(scenario).await?;
    jane.answer().await?;
    jane.call_frame().await?;
    both_die(scenario).await?;
    scenario.meeting.both_ways().await?;
    both_die(scenario).await?;
    olivia.hang_up().await?;
    both_die(scenario).await?;
    ended_once(scenario).await
}

/// Each worker is ended as soon as it runs again.
async fn both_die(scenario: &Scenario) -> Result<()> {
    // Chromium's words for a worker that is ended while it starts.
    scenario.expect_error("Failed to load the script unexpectedly");
    for person in [&scenario.olivia, &scenario.jane] {
        let who = format!("{}'s worker to die", person.user.name());
        wait::until_true(&who, wait::STEP, async || {
            worker::kill(&person.session).await.map(|()| true)
        })
        .await?;
    }
    Ok(())
}

async fn ended_once(scenario: &Scenario) -> Result<()> {
    scenario.olivia.call_gone().await?;
    scenario.jane.call_gone().await?;
    scenario.meeting.empty().await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    scenario.crm.knows_the_end(&call).await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    ensure!(call["status"] == "completed", "{call}");
    let answered = scenario.crm.told(&call, "answer").await?;
    ensure!(answered == 1, "answered {answered} times");
    Ok(())
}
