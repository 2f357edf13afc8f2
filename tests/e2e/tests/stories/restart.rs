//! The browser itself ends in a call, and starts again.

use anyhow::Result;
use ringside_e2e::{Media, Options, Person, Scenario, User, dom, in_browsers, wait, words};

in_browsers! {
    chromium = Chromium in AsFound: #[new_browsers] in_a_call, #[new_browsers] while_calling;
    firefox = Firefox in AsDocumented: #[new_browsers] in_a_call, #[new_browsers] while_calling;
}

/// Mike, who has a browser of his own that may end, calls Jane.
async fn mike_calls(scenario: &Scenario) -> Result<Person> {
    let browser = scenario.olivia.session.browser;
    let options = Options::default();
    let mike = Person::start(browser, &options, &scenario.crm, User::Mike).await?;
    mike.visit(CUSTOMERS).await?;
    mike.call(User::Jane.name(), Media::Video).await?;
    scenario.jane.rings().await?;
    Ok(mike)
}

/// Where employees find the customers.
const CUSTOMERS: &str = "/employee/customers";

/// The call is back as soon as a page of the CRM is open again.
async fn in_a_call(scenario: &Scenario) -> Result<()> {
    let mike = mike_calls(scenario).await?;
    scenario.jane.answer().await?;
    let before = scenario.meeting.both_ways().await?;
    let mike = mike.start_anew(&Options::default()).await?;
    mike.visit(CUSTOMERS).await?;
    scenario.meeting.rejoined(&before).await?;
    mike.hang_up().await?;
    mike.call_gone().await?;
    scenario.jane.call_gone().await?;
    let call = scenario.crm.newest_call(User::Mike).await?;
    scenario.crm.knows_the_end(&call).await?;
    mike.session.console.assert_clean(&[])?;
    mike.session.quit().await
}

/// Who closes the browser while it rings gives up: the CRM is told as soon as
/// it can be, and it stops ringing at Jane's.
async fn while_calling(scenario: &Scenario) -> Result<()> {
    let mike = mike_calls(scenario).await?;
    let call = scenario.crm.newest_call(User::Mike).await?;
    let mike = mike.start_anew(&Options::default()).await?;
    mike.visit(CUSTOMERS).await?;
    scenario.crm.knows_the_end(&call).await?;
    scenario.jane.quiet().await?;
    wait::until_true("no toast", wait::STEP, async || {
        Ok(dom::all(mike.web(), words::TOAST).await?.is_empty())
    })
    .await?;
    mike.session.console.assert_clean(&[])?;
    mike.session.quit().await
}
