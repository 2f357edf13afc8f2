//! Ringing ends everywhere when it is answered or declined anywhere: in the
//! other tabs, and in the other browsers of the same person.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{Media, Options, Person, Scenario, User, in_browsers};
use thirtyfour::WindowHandle;

in_browsers! {
    chromium = Chromium in AsFound: quiet_with_push;
    firefox = Firefox in AsDocumented: quiet_with_push;
    firefox_calls_chromium = FirefoxCallsChromium in AsFound: #[beside] quiet_without_push;
}

/// The CRM pushes, and no poll is needed.
async fn quiet_with_push(scenario: &Scenario) -> Result<()> {
    quiet_everywhere(scenario, async |scenario: &Scenario| {
        scenario.crm.hold_polls().await
    })
    .await
}

/// The CRM closes its sockets and opens none: a poll finds it.
async fn quiet_without_push(scenario: &Scenario) -> Result<()> {
    quiet_everywhere(scenario, async |scenario: &Scenario| {
        scenario.crm.stop_pushing().await
    })
    .await
}

/// Jane has two tabs and a second browser. She declines one call and answers
/// the next, each in the first tab.
async fn quiet_everywhere(
    scenario: &Scenario,
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
        rings_and_ends(scenario, &janes, "reject").await?;
        rings_and_ends(scenario, &janes, "answer").await?;
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

async fn rings_and_ends(scenario: &Scenario, janes: &Janes<'_>, action: &str) -> Result<()> {
    let web = scenario.jane.web();
    web.switch_to_window(janes.second.clone()).await?;
    scenario
        .olivia
        .call(User::Jane.name(), Media::Video)
        .await?;
    scenario.jane.rings().await.context("the second tab")?;
    let other = janes.elsewhere;
    other.rings().await.context("the other browser")?;

    web.switch_to_window(janes.first.clone()).await?;
    match action {
        "answer" => scenario.jane.answer().await?,
        _ => scenario.jane.decline().await?,
    }
    let call = scenario.crm.newest_call(User::Jane).await?;
    other.quiet().await.context("the other browser")?;
    web.switch_to_window(janes.second.clone()).await?;
    scenario.jane.quiet().await.context("the second tab")?;
    web.switch_to_window(janes.first.clone()).await?;
    let told = scenario.crm.told(&call, action).await?;
    ensure!(told == 1, "told “{action}” {told} times");
    Ok(())
}
