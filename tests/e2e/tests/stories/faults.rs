//! What goes wrong at the CRM, and is survived.

use anyhow::{Result, ensure};
use ringside_e2e::{Media, Scenario, User, dom, in_browsers, wait, windows, words};
use serde_json::{Value, json};

in_browsers! {
    chromium = Chromium in AsFound: #[beside] rings_without_push, hang_up_without_network,
        hang_up_without_answer, signed_out_in_a_call, refused_when_renewed;
    firefox = Firefox in AsDocumented: #[beside] rings_without_push, hang_up_without_network,
        hang_up_without_answer, signed_out_in_a_call, refused_when_renewed;
    chromium_calls_firefox = ChromiumCallsFirefox in AsFound: hang_up_that_the_crm_refuses,
        expired_token, renewed_by_the_page, answered_without_network, #[beside] lost_answer;
    firefox_calls_chromium = FirefoxCallsChromium in AsFound: expired_in_a_call,
        answers_that_make_no_sense, given_up_early;
}

/// Where Ringside asks for a call.
const INITIATE: &str = "/api/jitsi-calls/initiate_call/";

/// Without push sockets, polling finds the call, and its end.
async fn rings_without_push(scenario: &Scenario) -> Result<()> {
    scenario.crm.stop_pushing().await?;
    scenario.connect().await?;
    scenario.jane.hang_up().await?;
    scenario.jane.call_gone().await?;
    scenario.olivia.call_gone().await?;
    scenario.meeting.empty().await
}

/// The CRM refuses every word about the call when Olivia hangs up: the call
/// ends for her at once, and the CRM learns of it later, once.
async fn hang_up_that_the_crm_refuses(scenario: &Scenario) -> Result<()> {
    let down = json!({"status": 503, "body": "{\"error\": \"down\"}"});
    hang_up_during(scenario, &down).await
}

/// The same with a network that loses every word about the call.
async fn hang_up_without_network(scenario: &Scenario) -> Result<()> {
    hang_up_during(scenario, &json!({"drop": true})).await
}

/// The CRM takes the word about the end and never answers: it is told again,
/// without waiting for that answer for ever.
async fn hang_up_without_answer(scenario: &Scenario) -> Result<()> {
    scenario.connect().await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    let path = format!("/api/jitsi-calls/{}/update_status/", call["id"]);
    scenario.crm.hold(&path).await?;
    scenario.olivia.hang_up().await?;
    scenario.olivia.call_gone().await?;
    // Its deadline is twelve seconds.
    wait::until_true("the end at the CRM", wait::STEP * 2, async || {
        Ok(scenario.crm.told(&call, "end").await? > 0)
    })
    .await?;
    scenario.crm.knows_the_end(&call).await?;
    scenario.jane.call_gone().await
}

async fn hang_up_during(scenario: &Scenario, fault: &Value) -> Result<()> {
    scenario.connect().await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    let path = format!("/api/jitsi-calls/{}/update_status/", call["id"]);
    scenario
        .crm
        .fault(json!({"path_prefix": path, "kind": fault}))
        .await?;
    scenario.olivia.hang_up().await?;
    scenario.olivia.call_gone().await?;
    wait::until_true("an attempt to tell the CRM", wait::STEP, async || {
        let log = scenario.crm.log().await?;
        Ok(log
            .iter()
            .any(|entry| entry["path"] == path && entry["body"]["action"] == "end"))
    })
    .await?;
    ensure!(
        scenario.crm.told(&call, "end").await? == 0,
        "the fault is not on"
    );
    // One sentence about it, which goes when there is nothing more to say.
    scenario
        .olivia
        .notice_says("The CRM cannot be reached")
        .await?;
    scenario.crm.no_faults().await?;
    scenario.crm.knows_the_end(&call).await?;
    scenario.jane.call_gone().await
}

/// Access tokens expire: Ringside gets new ones and the call is made.
async fn expired_token(scenario: &Scenario) -> Result<()> {
    scenario.crm.expire_tokens().await?;
    scenario.connect().await?;
    scenario.olivia.hang_up().await?;
    scenario.olivia.call_gone().await?;
    scenario.jane.call_gone().await
}

/// Access tokens expire and the CRM gives out no new ones, but its pages have
/// got theirs already: Ringside takes those.
async fn renewed_by_the_page(scenario: &Scenario) -> Result<()> {
    let down = json!({"status": 503, "body": "{\"error\": \"down\"}"});
    let fault = json!({"path_prefix": "/api/auth/token/refresh/", "kind": down});
    scenario.crm.fault(fault).await?;
    scenario.crm.expire_tokens().await?;
    for person in [&scenario.olivia, &scenario.jane] {
        let token = scenario.crm.token(person.user).await?;
        let keep = "localStorage.setItem('accessToken', arguments[0])";
        person.web().execute(keep, vec![json!(token)]).await?;
    }
    scenario.connect().await?;
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The CRM answers the wish for a call with pages, nonsense, more than anybody
/// wants to read, or the way to another address: one sentence, and the next
/// call works. Nothing goes to the other address.
async fn answers_that_make_no_sense(scenario: &Scenario) -> Result<()> {
    const ELSEWHERE: &str = "/api/elsewhere/";
    let huge = "x".repeat(3 << 20);
    for answer in [
        json!({"status": 200, "body": "<!doctype html><p>Nice page</p>"}),
        json!({"status": 200, "body": "{\"call_session\": 7}"}),
        json!({"status": 200, "body": huge}),
        json!({"status": 307, "headers": {"Location": ELSEWHERE}}),
    ] {
        let fault = json!({"path_prefix": INITIATE, "times": 1, "kind": answer});
        scenario.crm.fault(fault).await?;
        scenario
            .olivia
            .call(User::Jane.name(), Media::Video)
            .await?;
        scenario.olivia.toast_says("The CRM did not answer").await?;
        scenario.olivia.press(words::CLOSE).await?;
    }
    let log = scenario.crm.log().await?;
    let elsewhere = |entry: &&Value| entry["path"] == ELSEWHERE;
    let followed: Vec<&Value> = log.iter().filter(elsewhere).collect();
    ensure!(
        followed.is_empty(),
        "the redirect was followed: {followed:?}"
    );
    scenario.ring().await?;
    scenario.olivia.cancel().await
}

/// Access tokens expire in a call: hanging up renews the sign-in and is
/// delivered.
async fn expired_in_a_call(scenario: &Scenario) -> Result<()> {
    scenario.connect().await?;
    scenario.crm.expire_tokens().await?;
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The whole sign-in expires in a call. It ends for Olivia when she hangs up,
/// she reads what to do and is brought to the CRM's sign-in, and the CRM learns
/// of the end when she has signed in again.
async fn signed_out_in_a_call(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    scenario.connect().await?;
    let call = scenario.crm.newest_call(User::Olivia).await?;
    scenario.crm.expire_sign_ins().await?;
    // Jane's page has signed in again already.
    scenario.jane.store_login(&scenario.crm).await?;
    olivia.hang_up().await?;
    olivia.call_gone().await?;
    olivia.notice_says("Sign in at the CRM again").await?;
    ensure!(
        scenario.crm.told(&call, "end").await? == 0,
        "the sign-in has not expired"
    );
    let page = olivia.web().window().await?;
    olivia.press(words::SIGN_IN).await?;
    let login = windows::find(olivia.web(), "/login").await?;
    olivia.web().switch_to_window(login).await?;
    olivia.fill_in_login().await?;
    scenario.crm.knows_the_end(&call).await?;
    olivia.web().switch_to_window(page).await?;
    dom::gone(olivia.web(), words::SIGN_IN).await?;
    scenario.jane.call_gone().await
}

/// The CRM refuses Olivia's sign-in, gives out a new one, and refuses that as
/// well: she reads that she has to sign in again, and calls when she has.
async fn refused_when_renewed(scenario: &Scenario) -> Result<()> {
    let olivia = &scenario.olivia;
    let refused = json!({"status": 401, "body": "{\"code\": \"token_not_valid\"}"});
    let fault = json!({"path_prefix": INITIATE, "kind": refused});
    scenario.crm.fault(fault).await?;
    olivia.call(User::Jane.name(), Media::Video).await?;
    olivia.notice_says("Sign in at the CRM again").await?;
    let tried = scenario.crm.requests(INITIATE).await?.len();
    ensure!(tried == 2, "asked for a call {tried} times");
    scenario.crm.no_faults().await?;
    let page = olivia.web().window().await?;
    olivia.press(words::SIGN_IN).await?;
    let login = windows::find(olivia.web(), "/login").await?;
    olivia.web().switch_to_window(login).await?;
    olivia.fill_in_login().await?;
    olivia.web().switch_to_window(page).await?;
    dom::gone(olivia.web(), words::SIGN_IN).await?;
    scenario.ring().await?;
    olivia.cancel().await
}

/// The CRM makes the call, but its answer gets lost, and there is no push to
/// tell of it: Olivia reads that the CRM did not answer. The call that nobody
/// wants any more is found by a poll and ended.
async fn lost_answer(scenario: &Scenario) -> Result<()> {
    scenario.crm.stop_pushing().await?;
    let lost = json!({"path_prefix": INITIATE, "times": 1, "kind": {"drop": "answer"}});
    scenario.crm.fault(lost).await?;
    scenario
        .olivia
        .call(User::Jane.name(), Media::Video)
        .await?;
    scenario.olivia.toast_says("The CRM did not answer").await?;
    never_answered(scenario).await
}

/// Jane answers while no request reaches the CRM. Her answer is sent again when
/// they do, and the call connects.
async fn answered_without_network(scenario: &Scenario) -> Result<()> {
    scenario.ring().await?;
    let call = scenario.crm.newest_call(User::Jane).await?;
    let row = format!("/api/jitsi-calls/{}/", call["id"]);
    let lost = json!({"path_prefix": "/api/jitsi-calls/", "kind": {"drop": true}});
    scenario.crm.fault(lost).await?;
    scenario.jane.answer().await?;
    // Neither the answer arrives nor the question what became of it.
    wait::until_true("the question for the call", wait::STEP, async || {
        let log = scenario.crm.log().await?;
        Ok(log.iter().any(|entry| entry["path"] == row.as_str()))
    })
    .await?;
    scenario.crm.no_faults().await?;
    scenario.meeting.both_ways().await?;
    scenario.jane.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The CRM takes its time to make the call, and Olivia gives up: the toast says
/// so at once, and the call is ended as soon as it is there.
async fn given_up_early(scenario: &Scenario) -> Result<()> {
    scenario.crm.hold(INITIATE).await?;
    scenario
        .olivia
        .call(User::Jane.name(), Media::Video)
        .await?;
    scenario.crm.asked(INITIATE, 1).await?;
    scenario.olivia.cancel().await?;
    dom::gone(scenario.olivia.web(), words::CANCEL).await?;
    ensure!(
        scenario.crm.open_calls(User::Jane).await?.is_empty(),
        "not held"
    );
    scenario.crm.no_faults().await?;
    never_answered(scenario).await
}

/// The CRM has made one call, which is ended once and was never answered, and
/// it rings nowhere.
async fn never_answered(scenario: &Scenario) -> Result<()> {
    let asked = scenario.crm.requests(INITIATE).await?;
    ensure!(asked.len() == 1, "asked for a call: {asked:?}");
    let call = wait::until("the call at the CRM", wait::STEP, async || {
        let open = scenario.crm.newest_call(User::Jane).await?;
        Ok((open["ended_at"].is_string()).then_some(open))
    })
    .await?;
    scenario.crm.knows_the_end(&call).await?;
    ensure!(call["started_at"].is_null(), "it was answered: {call}");
    let open = scenario.crm.open_calls(User::Jane).await?;
    ensure!(open.is_empty(), "left over: {open:?}");
    scenario.caught_up(&scenario.jane).await
}
