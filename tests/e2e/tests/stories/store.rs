//! The build for the stores, which is granted nothing at installation, in the
//! hands of somebody who enables a site in it.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{
    Browser, Options, Person, Scenario, Session, User, artefacts, grants, in_browsers,
};
use ringside_e2e::{wait, windows, words, worker};
use serde_json::json;

in_browsers! {
    chromium = Chromium in AsFound: #[new_browsers] enabled_by_the_user;
    firefox = Firefox in AsFound: #[new_browsers] enabled_by_the_user;
}

/// Mike has the build of the stores. Before he enables his CRM nothing of
/// Ringside is in it; then there are buttons, and one calls.
async fn enabled_by_the_user(scenario: &Scenario) -> Result<()> {
    let browser = scenario.olivia.session.browser;
    let folder = artefacts::folder("store").join(browser.name());
    let options = Options {
        extension: Some(grants::of_the_stores(browser, PATTERN, &folder)?),
        ..Options::default()
    };
    let session = Session::start(browser, &options).await?;
    let mike = Person::new(session, &scenario.crm, User::Mike);
    mike.sign_in(&scenario.crm, Some("/customers")).await?;
    mike.find("tbody tr").await?;
    let played = enabled(scenario, &mike).await;
    let clean = mike.session.console.assert_clean(&[]);
    mike.session.quit().await?;
    played.and(clean)
}

async fn enabled(scenario: &Scenario, mike: &Person) -> Result<()> {
    // In Chromium it is granted already.
    if mike.session.browser == Browser::Firefox {
        let hosts = mike.web().execute(HOSTS, vec![]).await?.json().clone();
        ensure!(hosts == json!(0), "{hosts} nodes without a permission");
    }

    let here = windows::open_page(&mike.session, "options.html").await?;
    mike.press(words::SITES).await?;
    for (field, address) in [
        ("#site-address", mike.crm()),
        ("#site-api", scenario.crm.api_url()),
    ] {
        mike.find(field).await?.send_keys(address).await?;
    }
    mike.press(words::ADD_SITE).await?;
    mike.find("#sites li").await?;
    mike.web().close_window().await?;
    mike.web().switch_to_window(here).await?;

    wait::until_true("buttons beside the records", wait::STEP, async || {
        let hosts = mike.web().execute(HOSTS, vec![]).await?.json().clone();
        Ok(hosts.as_u64() > Some(1))
    })
    .await?;
    // Closed to the page, and to the driver: a press at the place of the button.
    let closed = mike.web().execute(CLOSED, vec![]).await?.json().clone();
    ensure!(
        closed == json!(true),
        "the page can look into what is Ringside's"
    );
    press_first_button(mike).await?;
    wait::until_true("a call", wait::STEP, async || {
        let log = scenario.crm.log().await?;
        Ok(log.iter().any(|entry| {
            let path = entry["path"].as_str().unwrap_or_default();
            path.ends_with("/initiate_call/") && entry["status"] == 201
        }))
    })
    .await?;
    let call = scenario.crm.newest_call(User::Mike).await?;
    worker::command(&mike.session, "hang-up")
        .await
        .context("hang up")?;
    scenario.crm.knows_the_end(&call).await
}

/// Presses the first record's button. The CRM is recognised a moment after the
/// site was enabled; then the buttons go to the place that its profile names.
async fn press_first_button(person: &Person) -> Result<()> {
    let host = person.find("tbody td div [data-ringside=record]").await?;
    let press = person.web().action_chain();
    let press = press.move_to_element_with_offset(&host, 12, 0).click();
    Ok(press.perform().await?)
}

/// Where the CRM is, and its API.
const PATTERN: &str = "http://127.0.0.1/*";
const HOSTS: &str = "return document.querySelectorAll('[data-ringside]').length;";
const CLOSED: &str = "return [...document.querySelectorAll('[data-ringside]')].every((host) => host.shadowRoot === null);";
