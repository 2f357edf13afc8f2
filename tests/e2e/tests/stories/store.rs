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
/// Ringside is in it; then there are buttons, and one calls. The next page has
/// them as well.
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

    has_buttons(mike).await?;
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
    scenario.crm.knows_the_end(&call).await?;
    // The page that was open is one thing, those that are opened later another.
    mike.visit("/customers").await?;
    has_buttons(mike).await
}

async fn has_buttons(person: &Person) -> Result<()> {
    wait::until_true("buttons beside the records", wait::STEP, async || {
        let hosts = person.web().execute(HOSTS, vec![]).await?.json().clone();
        Ok(hosts.as_u64() > Some(1))
    })
    .await
}

/// Presses the first record's button. The CRM is recognised a moment after the
/// site was enabled; then the buttons go to the place that its profile names.
async fn press_first_button(person: &Person) -> Result<()> {
    let mut at = (0, 0);
    wait::until_true("a button in the first row", wait::STEP, async || {
        let found = person.web().execute(FIRST_BUTTON, vec![]).await?;
        let number = |index: usize| found.json()[index].as_i64();
        at = (number(0).unwrap_or_default(), number(1).unwrap_or_default());
        Ok(at != (0, 0))
    })
    .await?;
    let press = person.web().action_chain();
    Ok(press.move_to(at.0, at.1).click().perform().await?)
}

/// Where the first record's audio button is. Only where the pointer would be tells
/// that, because what is in the pair is closed to scripts.
const FIRST_BUTTON: &str = r"
const row = document.querySelector('tbody tr:has([data-ringside~=record])');
if (!row) return [];
row.scrollIntoView({ block: 'center' });
const { left, right, top, bottom } = row.getBoundingClientRect();
const host = row.querySelector('[data-ringside~=record]');
for (let y = Math.ceil(top) + 4; y < bottom; y += 4) {
    for (let x = Math.ceil(left); x < right; x += 2) {
        // Behind the dot.
        if (document.elementFromPoint(x, y) === host) return [x + 24, y + 4];
    }
}
return [];
";

/// Where the CRM is, and its API.
const PATTERN: &str = "http://127.0.0.1/*";
const HOSTS: &str = "return document.querySelectorAll('[data-ringside]').length;";
const CLOSED: &str = "return [...document.querySelectorAll('[data-ringside]')].every((host) => host.shadowRoot === null);";
