//! What goes wrong at the CRM, and is survived.

use anyhow::{Result, ensure};
use ringside_e2e::{Media, User, dom, in_browsers, play::Stage, wait, windows, words};
use serde_json::{Value, json};

in_browsers! {
    chromium = Chromium in AsDocumented: rings_without_push, hang_up_that_the_crm_refuses,
        hang_up_without_network, expired_token, expired_in_a_call, signed_out_in_a_call,
        renewed_by_the_page, answers_that_make_no_sense, lost_answer, given_up_early;
    firefox = Firefox in AsFound: rings_without_push, hang_up_that_the_crm_refuses,
        hang_up_without_network, expired_token, expired_in_a_call, signed_out_in_a_call,
        renewed_by_the_page, answers_that_make_no_sense, lost_answer, given_up_early;
}

/// Where Ringside asks for a call.
const INITIATE: &str = "/api/jitsi-calls/initiate_call/";

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
    let down = json!({"status": 503, "body": "{\"error\": \"down\"}"});
    hang_up_during(stage, &down).await
}

/// The same with a network that loses every word about the call.
async fn hang_up_without_network(stage: &Stage) -> Result<()> {
    hang_up_during(stage, &json!({"drop": true})).await
}

async fn hang_up_during(stage: &Stage, fault: &Value) -> Result<()> {
    stage.connect().await?;
    let call = stage.crm.newest_call(User::Olivia).await?;
    let path = format!("/api/jitsi-calls/{}/update_status/", call["id"]);
    stage
        .crm
        .fault(json!({"path_prefix": path, "kind": fault}))
        .await?;
    stage.olivia.hang_up().await?;
    stage.olivia.call_gone().await?;
    wait::until_true("an attempt to tell the CRM", wait::STEP, async || {
        let log = stage.crm.log().await?;
        Ok(log
            .iter()
            .any(|entry| entry["path"] == path && entry["body"]["action"] == "end"))
    })
    .await?;
    ensure!(
        stage.crm.told(&call, "end").await? == 0,
        "the fault is not on"
    );
    // One sentence about it, which goes when there is nothing more to say.
    stage
        .olivia
        .notice_says("The CRM cannot be reached")
        .await?;
    stage.crm.no_faults().await?;
    stage.crm.ended_once(&call).await?;
    stage.jane.call_gone().await
}

/// Access tokens expire: Ringside gets new ones and the call is made.
async fn expired_token(stage: &Stage) -> Result<()> {
    stage.crm.expire_tokens().await?;
    stage.connect().await?;
    stage.olivia.hang_up().await?;
    stage.olivia.call_gone().await?;
    stage.jane.call_gone().await
}

/// Access tokens expire and the CRM gives out no new ones, but its pages have
/// got theirs already: Ringside takes those.
async fn renewed_by_the_page(stage: &Stage) -> Result<()> {
    let down = json!({"status": 503, "body": "{\"error\": \"down\"}"});
    let fault = json!({"path_prefix": "/api/auth/token/refresh/", "kind": down});
    stage.crm.fault(fault).await?;
    stage.crm.expire_tokens().await?;
    for person in [&stage.olivia, &stage.jane] {
        let token = stage.crm.token(person.user).await?;
        let keep = "localStorage.setItem('accessToken', arguments[0])";
        person.web().execute(keep, vec![json!(token)]).await?;
    }
    stage.connect().await?;
    stage.olivia.hang_up().await?;
    stage.over().await.map(drop)
}

/// The CRM answers the wish for a call with pages, nonsense, or more than
/// anybody wants to read: one sentence, and the next call works.
async fn answers_that_make_no_sense(stage: &Stage) -> Result<()> {
    let huge = "x".repeat(3 << 20);
    for body in [
        "<!doctype html><p>Nice page</p>",
        "{\"call_session\": 7}",
        &huge,
    ] {
        let answer = json!({"status": 200, "body": body});
        let fault = json!({"path_prefix": INITIATE, "times": 1, "kind": answer});
        stage.crm.fault(fault).await?;
        stage.olivia.call(User::Jane.name(), Media::Video).await?;
        stage.olivia.toast_says("The CRM did not answer").await?;
        stage.olivia.press(words::CLOSE).await?;
    }
    stage.ring().await?;
    stage.olivia.cancel().await
}

/// Access tokens expire in a call: hanging up renews the sign-in and is
/// delivered.
async fn expired_in_a_call(stage: &Stage) -> Result<()> {
    stage.connect().await?;
    stage.crm.expire_tokens().await?;
    stage.olivia.hang_up().await?;
    stage.over().await.map(drop)
}

/// The whole sign-in expires in a call. It ends for Olivia when she hangs up,
/// she reads what to do and is brought to the CRM's sign-in, and the CRM learns
/// of the end when she has signed in again.
async fn signed_out_in_a_call(stage: &Stage) -> Result<()> {
    let olivia = &stage.olivia;
    stage.connect().await?;
    let call = stage.crm.newest_call(User::Olivia).await?;
    stage.crm.expire_sign_ins().await?;
    olivia.hang_up().await?;
    olivia.call_gone().await?;
    olivia.notice_says("Sign in at the CRM again").await?;
    ensure!(
        stage.crm.told(&call, "end").await? == 0,
        "the sign-in has not expired"
    );
    let page = olivia.web().window().await?;
    olivia.press(words::SIGN_IN).await?;
    let login = windows::find(olivia.web(), "/login").await?;
    olivia.web().switch_to_window(login).await?;
    olivia.fill_in_login().await?;
    stage.crm.ended_once(&call).await?;
    olivia.web().switch_to_window(page).await?;
    dom::gone(olivia.web(), words::SIGN_IN).await
}

/// The CRM makes the call, but its answer gets lost, and there is no push to
/// tell of it: Olivia reads that the CRM did not answer. The call that nobody
/// wants any more is found by a poll and ended.
async fn lost_answer(stage: &Stage) -> Result<()> {
    stage.crm.refuse_sockets(true).await?;
    stage.crm.close_sockets().await?;
    let lost = json!({"path_prefix": INITIATE, "times": 1, "kind": {"drop": "answer"}});
    stage.crm.fault(lost).await?;
    stage.olivia.call(User::Jane.name(), Media::Video).await?;
    stage.olivia.toast_says("The CRM did not answer").await?;
    never_answered(stage).await
}

/// The CRM takes its time to make the call, and Olivia gives up: the toast says
/// so at once, and the call is ended as soon as it is there.
async fn given_up_early(stage: &Stage) -> Result<()> {
    stage.crm.hold(INITIATE).await?;
    stage.olivia.call(User::Jane.name(), Media::Video).await?;
    stage.crm.asked(INITIATE, 1).await?;
    stage.olivia.cancel().await?;
    dom::gone(stage.olivia.web(), words::CANCEL).await?;
    ensure!(
        stage.crm.open_calls(User::Jane).await?.is_empty(),
        "not held"
    );
    stage.crm.no_faults().await?;
    never_answered(stage).await
}

/// The CRM has made one call, which is ended once and was never answered, and
/// it rings nowhere.
async fn never_answered(stage: &Stage) -> Result<()> {
    let asked = stage.crm.requests(INITIATE).await?;
    ensure!(asked.len() == 1, "asked for a call: {asked:?}");
    let call = wait::until("the call at the CRM", wait::STEP, async || {
        let open = stage.crm.newest_call(User::Jane).await?;
        Ok((open["ended_at"].is_string()).then_some(open))
    })
    .await?;
    stage.crm.ended_once(&call).await?;
    ensure!(call["started_at"].is_null(), "it was answered: {call}");
    stage.jane.quiet().await?;
    let open = stage.crm.open_calls(User::Jane).await?;
    ensure!(open.is_empty(), "left over: {open:?}");
    Ok(())
}
