//! Browsers end the worker whenever they like; nothing may be lost by it.

use anyhow::{Result, ensure};
use ringside_e2e::{Media, User, in_browsers, play::Stage, wait, worker};

in_browsers! {
    chromium = Chromium in AsDocumented: killed_while_it_rings, killed_while_calling,
        killed_in_a_call, killed_at_every_step;
    firefox = Firefox in AsFound: killed_while_it_rings, killed_while_calling,
        killed_in_a_call, killed_at_every_step;
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

/// Both workers die after each step of a call. It comes to the same.
async fn killed_at_every_step(stage: &Stage) -> Result<()> {
    let (olivia, jane) = (&stage.olivia, &stage.jane);
    olivia.call(User::Jane.name(), Media::Video).await?;
    olivia.toast_says("Ringing").await?;
    both_die(stage).await?;
    jane.rings().await?;
    both_die(stage).await?;
    jane.answer().await?;
    jane.call_frame().await?;
    both_die(stage).await?;
    stage.meeting.both_ways().await?;
    both_die(stage).await?;
    olivia.hang_up().await?;
    both_die(stage).await?;
    ended_once(stage).await
}

/// Each worker is ended as soon as it runs again.
async fn both_die(stage: &Stage) -> Result<()> {
    for person in [&stage.olivia, &stage.jane] {
        let who = format!("{}'s worker to die", person.user.name());
        wait::until_true(&who, wait::STEP, async || {
            worker::kill(&person.session).await.map(|()| true)
        })
        .await?;
    }
    Ok(())
}

async fn ended_once(stage: &Stage) -> Result<()> {
    stage.olivia.call_gone().await?;
    stage.jane.call_gone().await?;
    stage.meeting.empty().await?;
    let call = stage.crm.newest_call(User::Olivia).await?;
    stage.crm.ended_once(&call).await?;
    let call = stage.crm.newest_call(User::Olivia).await?;
    ensure!(call["status"] == "completed", "{call}");
    let answered = stage.crm.told(&call, "answer").await?;
    ensure!(answered == 1, "answered {answered} times");
    Ok(())
}
