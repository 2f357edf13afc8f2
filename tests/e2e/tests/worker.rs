//! Browsers end the worker whenever they like; nothing may be lost by it.

use anyhow::{Result, ensure};
use ringside_e2e::{User, in_browsers, play::Stage, worker};

in_browsers! {
    chromium = Chromium in AsDocumented: killed_while_it_rings, killed_while_calling, killed_in_a_call;
    firefox = Firefox in AsFound: killed_while_it_rings, killed_while_calling, killed_in_a_call;
}

/// The worker of the person called dies while it rings: it rings on, and can
/// be answered.
async fn killed_while_it_rings(stage: &Stage) -> Result<()> {
    stage.ring().await?;
    worker::kill(&stage.jane.session).await?;
    stage.jane.answer().await?;
    stage.meeting.both_ways().await?;
    stage.olivia.hang_up().await?;
    ended_once(stage).await
}

/// The caller's worker dies while it calls: the call connects all the same.
async fn killed_while_calling(stage: &Stage) -> Result<()> {
    stage.ring().await?;
    worker::kill(&stage.olivia.session).await?;
    stage.jane.answer().await?;
    stage.meeting.both_ways().await?;
    stage.jane.hang_up().await?;
    ended_once(stage).await
}

/// Both workers die in the call: it goes on, and hanging up still tells the
/// CRM, once.
async fn killed_in_a_call(stage: &Stage) -> Result<()> {
    stage.connect().await?;
    worker::kill(&stage.olivia.session).await?;
    worker::kill(&stage.jane.session).await?;
    stage.meeting.both_ways().await?;
    stage.olivia.hang_up().await?;
    ended_once(stage).await
}

async fn ended_once(stage: &Stage) -> Result<()> {
    stage.olivia.call_gone().await?;
    stage.jane.call_gone().await?;
    stage.meeting.empty().await?;
    let call = stage.crm.newest_call(User::Olivia).await?;
    ensure!(call["status"] == "completed", "{call}");
    ensure!(
        stage.crm.told(&call, "answer").await? == 1,
        "answered not exactly once"
    );
    ensure!(
        stage.crm.told(&call, "end").await? == 1,
        "ended not exactly once"
    );
    Ok(())
}
