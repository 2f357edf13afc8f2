//! What goes wrong at the CRM, and is survived.

use anyhow::{Result, ensure};
use ringside_e2e::{User, in_browsers, play::Stage, wait};
use serde_json::json;

in_browsers! {
    chromium = Chromium in AsDocumented: rings_without_push, hang_up_that_the_crm_refuses,
        expired_token;
    firefox = Firefox in AsDocumented: rings_without_push, hang_up_that_the_crm_refuses,
        expired_token;
}

/// Without push sockets, polling finds the call, and its end.
async fn rings_without_push(stage: &Stage) -> Result<()> {
    stage.crm.refuse_sockets(true).await?;
    stage.crm.close_sockets().await?;
    stage.connect().await?;
    stage.jane.hang_up().await?;
    stage.jane.call_gone().await?;
    stage.olivia.call_gone().await?;
    stage.meeting.empty().await
}

/// The CRM refuses every word about the call when Olivia hangs up: the call
/// ends for her at once, and the CRM learns of it later, once.
async fn hang_up_that_the_crm_refuses(stage: &Stage) -> Result<()> {
    stage.connect().await?;
    let call = stage.crm.newest_call(User::Olivia).await?;
    stage
        .crm
        .fault(json!({
            "path_prefix": format!("/api/jitsi-calls/{}/update_status/", call["id"]),
            "kind": {"status": 503, "body": "{\"error\": \"down\"}"},
        }))
        .await?;
    stage.olivia.hang_up().await?;
    stage.olivia.call_gone().await?;
    ensure!(
        stage.crm.told(&call, "end").await? == 0,
        "the fault is not on"
    );
    stage.crm.no_faults().await?;
    wait::until_true("the CRM to be told", wait::STEP * 3, async || {
        Ok(stage.crm.told(&call, "end").await? > 0)
    })
    .await?;
    stage.jane.call_gone().await?;
    ensure!(
        stage.crm.told(&call, "end").await? == 1,
        "ended more than once"
    );
    Ok(())
}

/// Access tokens expire: Ringside gets new ones and the call is made.
async fn expired_token(stage: &Stage) -> Result<()> {
    stage.crm.expire_tokens().await?;
    stage.connect().await?;
    stage.olivia.hang_up().await?;
    stage.olivia.call_gone().await?;
    stage.jane.call_gone().await
}
