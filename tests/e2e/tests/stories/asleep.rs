//! The computer sleeps. What it missed is put right when it wakes.

use anyhow::{Result, ensure};
use ringside_e2e::{Media, User, asleep::Asleep, in_browsers, play::Stage};

in_browsers! {
    chromium = Chromium in AsDocumented: call_went_on, call_ended_meanwhile, called_meanwhile;
    firefox = Firefox in AsFound: call_went_on, call_ended_meanwhile, called_meanwhile;
}

/// Jane's computer sleeps until nothing of her reaches Olivia any more. When it
/// wakes, both are in the same call, and nobody is there twice.
async fn call_went_on(stage: &Stage) -> Result<()> {
    stage.connect().await?;
    let room = stage.meeting.both_ways().await?;
    let asleep = Asleep::fall(&stage.jane.session)?;
    stage.meeting.falls_silent(User::Olivia.name()).await?;
    asleep.wake();
    let after = stage.meeting.both_ways().await?;
    ensure!(
        after.room == room.room && after.participants.len() == 2,
        "{after:?}"
    );
    stage.jane.hang_up().await?;
    stage.over().await.map(drop)
}

/// Olivia hangs up while Jane's computer sleeps: it wakes to no call.
async fn call_ended_meanwhile(stage: &Stage) -> Result<()> {
    stage.connect().await?;
    let asleep = Asleep::fall(&stage.jane.session)?;
    stage.olivia.hang_up().await?;
    stage.olivia.call_gone().await?;
    let call = stage.crm.newest_call(User::Olivia).await?;
    stage.crm.ended_once(&call).await?;
    asleep.wake();
    stage.jane.call_gone().await?;
    stage.over().await.map(drop)
}

/// Olivia calls and gives up while Jane's computer sleeps: Jane reads whose call
/// she missed, and it does not ring on.
async fn called_meanwhile(stage: &Stage) -> Result<()> {
    let (olivia, jane) = (&stage.olivia, &stage.jane);
    let asleep = Asleep::fall(&jane.session)?;
    olivia.call(User::Jane.name(), Media::Video).await?;
    olivia.toast_says("Ringing").await?;
    olivia.cancel().await?;
    let call = stage.crm.newest_call(User::Olivia).await?;
    stage.crm.ended_once(&call).await?;
    asleep.wake();
    jane.notice_says("missed a call from Olivia").await?;
    jane.quiet().await
}
