//! Ringing ends everywhere when it is answered or declined anywhere: in the
//! other tabs, and in the other browsers of the same person.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{Media, Options, Person, User, clock, in_browsers, Scenario, words};
use thirtyfour::WindowHandle;

in_browsers! {
    chromium = Chromium in AsDocumented: quiet_with_push, quiet_without_push;
    firefox = Firefox in AsFound: quiet_with_push, quiet_without_push;
}

/// With push, it is quiet everywhere within this time, in milliseconds.
const PUSHED_MS: f64 = 300.0;

/// Without, one poll finds it: while something rings there is one every two
/// seconds. The half second more is for the poll itself, which has to start
/// late, ask, and look the call up on a machine that is busy with three
/// browsers; a second poll would come after four seconds.
const POLLED_MS: f64 = 2_500.0;

/// The CRM pushes.
async fn quiet_with_push(scenario: &Scenario) -> Result<()> {
    quiet_everywhere(scenario, PUSHED_MS, async |_| Ok(())).await
}

/// The CRM closes its sockets and opens none.
async fn quiet_without_push(scenario: &Scenario) -> Result<()> {
    let refuse = async |scenario: &Scenario| {
        scenario.crm.refuse_sockets(true).await?;
        scenario.crm.close_sockets().await
    };
    quiet_everywhere(scenario, POLLED_MS, refuse).await
}

/// Jane has two tabs and a second browser. She declines one call and answers
/// the next, each in the first tab.
async fn quiet_everywhere(
    scenario: &Scenario,
    limit: f64,
    begin: impl AsyncFnOnce(&Scenario) -> Result<()>,
) -> Result<()> {
    let browser = scenario.jane.session.browser;
    let options = Options::default();
    let elsewhere = Person::start(browser, &options, &scenario.crm, User::Jane).await?;
    let played = async {
        let first = scenario.jane.open_tab("/calls").await?;
        let janes = Janes {
            second: scenario.jane.web().window().await?,
            first,
            elsewhere: &elsewhere,
        };
        begin(scenario).await?;
        rings_and_ends(scenario, &janes, "reject", limit).await?;
        rings_and_ends(scenario, &janes, "answer", limit).await?;
        scenario.meeting.both_ways().await?;
        scenario.olivia.hang_up().await?;
        scenario.over().await?;
        elsewhere.session.console.assert_clean(&[])
    }
    .await;
    // Whatever came of it: a browser that is not closed takes minutes to go.
    let closed = elsewhere.session.quit().await;
    played.and(closed)
}

/// Where it rings at Jane's.
struct Janes<'a> {
    first: WindowHandle,
    second: WindowHandle,
    elsewhere: &'a Person,
}

async fn rings_and_ends(
    scenario: &Scenario,
    janes: &Janes<'_>,
    action: &str,
    limit: f64,
) -> Result<()> {
    let web = scenario.jane.web();
    let other = janes.elsewhere.web();
    clock::watch(other).await?;
    web.switch_to_window(janes.second.clone()).await?;
    clock::watch(web).await?;
    scenario
        .olivia
        .call(User::Jane.name(), Media::Video)
        .await?;
    clock::ring(web).await.context("the second tab")?;
    clock::ring(other).await.context("the other browser")?;

    web.switch_to_window(janes.first.clone()).await?;
    let button = match action {
        "answer" => words::ANSWER,
        _ => words::DECLINE,
    };
    scenario.jane.press(button).await?;
    let call = scenario.crm.newest_call(User::Jane).await?;
    let told = scenario.crm.told_at(&call, action).await?;
    let there = clock::quiet(other).await.context("the other browser")?;
    web.switch_to_window(janes.second.clone()).await?;
    let here = clock::quiet(web).await.context("the second tab")?;
    web.switch_to_window(janes.first.clone()).await?;
    for (place, quiet) in [("the second tab", here), ("the other browser", there)] {
        let took = quiet - told;
        println!("{action}: {place} is quiet {took:.0} ms after the CRM knew");
        ensure!(took < limit, "{place} rang on for {took:.0} ms");
    }
    Ok(())
}
