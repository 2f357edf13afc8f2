//! Calls that meet: two at once, answered or made on another computer.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{User, dom, in_browsers, play::Stage, wait, words};

in_browsers! {
    chromium = Chromium in AsDocumented: two_at_once, answered_elsewhere,
        own_call_from_another_computer, silenced;
    firefox = Firefox in AsFound: two_at_once, answered_elsewhere,
        own_call_from_another_computer, silenced;
}

/// Olivia and Mike call Jane at the same time: she answers one and declines
/// the other.
async fn two_at_once(stage: &Stage) -> Result<()> {
    let jane = &stage.jane;
    stage.ring().await?;
    // The CRM counts her as busy from the first ring on.
    stage.crm.set_status(User::Jane, "online").await?;
    stage
        .crm
        .call(User::Mike, User::Jane)
        .await
        .context("Mike calls")?;
    jane.banner_says("Mike Meyer").await?;
    jane.banner_says("Olivia Owner").await?;
    jane.answer().await?;
    stage.meeting.both_ways().await?;
    jane.banner_says("while you are in a call").await?;
    jane.decline().await?;
    dom::gone(jane.web(), words::END_AND_ANSWER).await?;
    wait::until_true("Mike's call to be declined", wait::STEP, async || {
        Ok(stage.crm.newest_call(User::Mike).await?["status"] == "rejected")
    })
    .await?;
    stage.meeting.both_ways().await?;
    jane.hang_up().await?;
    stage.over().await.map(drop)
}

/// Jane answers on another computer: it falls silent here, and nothing was
/// missed.
async fn answered_elsewhere(stage: &Stage) -> Result<()> {
    stage.ring().await?;
    let call = stage.crm.newest_call(User::Olivia).await?;
    stage.crm.act(User::Jane, &call, "answer").await?;
    stage.jane.quiet().await?;
    stage.olivia.call_frame().await?;
    let notices = dom::all(stage.jane.web(), words::NOTICE).await?;
    for notice in notices {
        let said = notice.text().await?;
        ensure!(!said.contains("missed"), "it says “{said}”");
    }
    ensure!(stage.crm.told(&call, "end").await? == 0, "ended from here");
    stage.olivia.hang_up().await?;
    stage.olivia.call_gone().await
}

/// Olivia calls from another computer. Her browser here leaves that call
/// alone; Jane's rings and answers it.
async fn own_call_from_another_computer(stage: &Stage) -> Result<()> {
    let call = stage.crm.call(User::Olivia, User::Jane).await?;
    stage.jane.rings().await?;
    stage.jane.answer().await?;
    wait::until_true("Jane in the meeting", wait::STEP, async || {
        let rooms = stage.meeting.rooms().await?;
        Ok(rooms.iter().any(|room| room.participants.len() == 1))
    })
    .await?;
    let frames = dom::all(stage.olivia.web(), words::CALL_FRAME).await?;
    ensure!(frames.is_empty(), "Olivia's browser joined as well");
    ensure!(stage.crm.told(&call, "end").await? == 0, "ended from here");
    stage.jane.hang_up().await?;
    stage.meeting.empty().await?;
    stage.crm.ended_once(&call).await
}

/// Jane silences the ring: the banner stays, and she can still answer.
async fn silenced(stage: &Stage) -> Result<()> {
    stage.ring().await?;
    stage.jane.press(words::SILENCE).await?;
    stage.jane.answer().await?;
    stage.meeting.both_ways().await?;
    stage.olivia.hang_up().await?;
    stage.over().await.map(drop)
}
