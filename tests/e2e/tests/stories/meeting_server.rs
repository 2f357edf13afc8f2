//! Meeting servers that are wrong, and one that is slow.

use std::net::TcpListener;

use anyhow::{Context, Result, ensure};
use ringside_e2e::{Person, Scenario, User, in_browsers, wait, windows, words};
use serde_json::json;

in_browsers! {
    chromium = Chromium in AsFound: error_of_the_server, #[beside] unreadable, #[beside] out_of_reach,
        #[beside] without_certificate, #[beside] slow, in_a_tab, new_to_the_crm;
    firefox = Firefox in AsFound: error_of_the_server, #[beside] unreadable, #[beside] out_of_reach,
        #[beside] without_certificate, #[beside] slow, in_a_tab, new_to_the_crm;
}

/// The CRM's own call window cannot load the API of that server, and says so.
const CRM_SCRIPT: &str = "Script load error";

/// Everything that can be read in the call page.
const SAID: &str = "return document.body.innerText";

async fn says(person: &Person, text: &str) -> Result<()> {
    person
        .call_shows(SAID, |said| said.contains(text))
        .await
        .with_context(|| format!("“{text}” at {}'s", person.user.name()))
}

/// No window was opened: it could cure nothing.
async fn no_window(person: &Person) -> Result<()> {
    windows::are(person.web(), 1).await
}

/// The server is well again: trying again brings both into the call.
async fn works_again(scenario: &Scenario) -> Result<()> {
    scenario.meeting.behave(&json!({})).await?;
    for person in [&scenario.olivia, &scenario.jane] {
        person.press_in_call(words::TRY_AGAIN).await?;
    }
    scenario.meeting.both_ways().await?;
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// The server answers with an error: the toast says which, and trying again
/// helps when the server is back.
async fn error_of_the_server(scenario: &Scenario) -> Result<()> {
    scenario.expect_error("Failed to load resource");
    scenario
        .meeting
        .behave(&json!({"page_status": 500}))
        .await?;
    scenario.ring().await?;
    scenario.jane.answer().await?;
    for person in [&scenario.olivia, &scenario.jane] {
        says(person, "reports error 500").await?;
        says(person, "out of order").await?;
        no_window(person).await?;
    }
    scenario
        .meeting
        .behave(&json!({"page_status": 404}))
        .await?;
    scenario.jane.press_in_call(words::TRY_AGAIN).await?;
    says(&scenario.jane, "reports error 404").await?;
    says(&scenario.jane, "Tell your administrator").await?;
    works_again(scenario).await
}

/// The extension may not read what the server answers: it says that something is
/// wrong, and opens no window, which might be wrong as well.
async fn unreadable(scenario: &Scenario) -> Result<()> {
    scenario.expect_error(CRM_SCRIPT);
    scenario.expect_error("Failed to load resource");
    scenario.expect_error("CORS");
    let server = scenario.crm.unreadable_meeting_url();
    scenario.crm.meeting_address(&server).await?;
    scenario
        .meeting
        .behave(&json!({"page_status": 500}))
        .await?;
    scenario.ring().await?;
    scenario.jane.answer().await?;
    for person in [&scenario.olivia, &scenario.jane] {
        says(person, "does not start here").await?;
        says(person, words::OPEN_TAB).await?;
        no_window(person).await?;
    }
    works_again(scenario).await
}

/// Nobody listens at the server's address.
async fn out_of_reach(scenario: &Scenario) -> Result<()> {
    scenario.expect_error(CRM_SCRIPT);
    scenario.expect_error("ERR_CONNECTION_REFUSED");
    // A port that was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    unreachable(scenario, &format!("http://127.0.0.1:{port}")).await
}

/// The server does not speak TLS, as with a certificate that is not valid.
async fn without_certificate(scenario: &Scenario) -> Result<()> {
    scenario.expect_error(CRM_SCRIPT);
    scenario.expect_error("ERR_SSL_PROTOCOL_ERROR");
    let address = scenario.crm.meeting_url().replace("http://", "https://");
    unreachable(scenario, &address).await
}

/// Opens the meeting in a tab, and turns back to the page of the CRM.
async fn open_tab(person: &Person) -> Result<()> {
    let page = person.web().window().await?;
    person.press_in_call(words::OPEN_TAB).await?;
    windows::are(person.web(), 2).await?;
    person.web().switch_to_window(page).await?;
    Ok(())
}

async fn unreachable(scenario: &Scenario, server: &str) -> Result<()> {
    scenario.crm.meeting_address(server).await?;
    scenario.ring().await?;
    scenario.jane.answer().await?;
    for person in [&scenario.olivia, &scenario.jane] {
        says(person, "cannot be reached").await?;
        says(person, words::OPEN_TAB).await?;
        no_window(person).await?;
    }
    let call = scenario.crm.newest_call(User::Olivia).await?;
    scenario.olivia.hang_up_outside().await?;
    for person in [&scenario.olivia, &scenario.jane] {
        person.call_gone().await?;
    }
    scenario.crm.knows_the_end(&call).await
}

/// The program of the meeting's page comes late. It is waited for, and nothing
/// is loaded twice.
async fn slow(scenario: &Scenario) -> Result<()> {
    scenario
        .meeting
        .behave(&json!({"hold_program": true}))
        .await?;
    scenario.ring().await?;
    scenario.jane.answer().await?;
    let later = "const { now } = window.Date;
        window.Date.now = () => now() + 9_000;
        return ''";
    // The server was asked whether it is there; it is.
    wait::until_true("the server to be asked", wait::STEP, async || {
        let asked = scenario.olivia.look_into_call(ASKED).await?;
        Ok(asked == json!(true))
    })
    .await?;
    scenario.olivia.look_into_call(later).await?;
    says(&scenario.olivia, "takes long to answer").await?;
    no_window(&scenario.olivia).await?;
    scenario.meeting.behave(&json!({})).await?;
    scenario.meeting.both_ways().await?;
    for user in [User::Olivia, User::Jane] {
        let joins = scenario.meeting.joins(user.name()).await?;
        ensure!(joins == 1, "{} joined {joins} times", user.name());
    }
    scenario.olivia.hang_up().await?;
    scenario.over().await.map(drop)
}

/// Whether the page has requested the meeting's address itself, and got an
/// answer.
const ASKED: &str = "return performance.getEntriesByType('resource')
    .some((one) => one.initiatorType === 'fetch' && !one.name.includes('extension'))";

/// A server that forbids being framed and takes nobody without a token: in a tab
/// of its own the call goes on as this user. The toast says where it is, leads
/// there, and hangs up.
async fn in_a_tab(scenario: &Scenario) -> Result<()> {
    scenario.expect_error("X-Frame-Options");
    scenario.crm.meeting_token("e30.e30.e30").await?;
    let strict = json!({"token_required": true, "x_frame_options": "DENY"});
    scenario.meeting.behave(&strict).await?;
    scenario.ring().await?;
    scenario.jane.answer().await?;
    for person in [&scenario.olivia, &scenario.jane] {
        says(person, "does not allow calls inside other pages").await?;
        no_window(person).await?;
        open_tab(person).await?;
        person.toast_says("In its own tab").await?;
    }
    scenario.meeting.both_ways().await?;
    let olivia = &scenario.olivia;
    // The page with the toast is loaded anew, and joins nothing.
    olivia.visit("/employees").await?;
    says(olivia, "goes on in its own tab").await?;
    olivia.press_in_call(words::SHOW_CALL).await?;
    wait::until_true("the tab to be in front", wait::STEP, async || {
        let hidden = olivia.web().execute("return document.hidden", vec![]);
        Ok(hidden.await?.json() == true)
    })
    .await?;
    scenario.meeting.both_ways().await?;
    for user in [User::Olivia, User::Jane] {
        let joins = scenario.meeting.joins(user.name()).await?;
        ensure!(joins == 1, "{} joined {joins} times", user.name());
    }
    // Whoever hangs up is no longer heard, and neither is the other one.
    olivia.hang_up_outside().await?;
    scenario.over().await?;
    for person in [olivia, &scenario.jane] {
        windows::are(person.web(), 1).await?;
    }
    Ok(())
}

/// The CRM sends its users to a server where it has not sent them before, with a
/// token. They are asked first, and nothing goes there before they agree; then
/// they are not asked again.
async fn new_to_the_crm(scenario: &Scenario) -> Result<()> {
    let (olivia, jane) = (&scenario.olivia, &scenario.jane);
    // The same server, under a name that is not the CRM's.
    let server = scenario.crm.meeting_url().replace("127.0.0.1", "localhost");
    scenario
        .crm
        .meeting_token_at(&server, "e30.e30.e30")
        .await?;
    scenario.ring().await?;
    jane.answer().await?;
    let named = server.trim_start_matches("http://").trim_end_matches('/');
    let question = &format!("Join the meeting at {named}?");
    for person in [olivia, jane] {
        says(person, question).await?;
    }
    olivia.press_in_call(words::ALLOW).await?;
    scenario.meeting.present(User::Olivia.name()).await?;
    let joins = scenario.meeting.joins(User::Jane.name()).await?;
    ensure!(joins == 0, "Jane has not agreed");
    // Her page goes together with its answer to a driver's click.
    let not_now = format!(
        "const all = [...document.querySelectorAll('button')];
        const it = all.find((one) => one.textContent.trim() === '{}');
        setTimeout(() => it.click());
        return ''",
        words::NOT_NOW
    );
    jane.look_into_call(&not_now).await?;
    scenario.over().await?;

    scenario.ring().await?;
    jane.answer().await?;
    scenario.meeting.present(User::Olivia.name()).await?;
    says(jane, question).await?;
    jane.press_in_call(words::ALLOW).await?;
    scenario.meeting.both_ways().await?;
    olivia.hang_up().await?;
    scenario.over().await.map(drop)
}
