//! Buttons in lists of many hundreds of people.

use anyhow::{Context as _, Result, ensure};
use ringside_e2e::{Scenario, User, foreign::ForeignPage, in_browsers, wait};
use serde_json::{Value, json};
use thirtyfour::{Key, WebDriver};

use super::records::cancel_call_to;

in_browsers! {
    chromium = Chromium in AsFound: #[beside] long_table;
    firefox = Firefox in AsFound: #[beside] long_table;
}

const PAGE: &str = include_str!("../../../pages/any/long-table.html");

/// For each row in sight, from top to bottom: whom the pair calls that is seen in it,
/// and its own name.
const IN_SIGHT: &str = r"
const seen = (host) => host.shadowRoot.querySelector('.box').getBoundingClientRect();
const pairs = [...document.querySelectorAll('[data-ringside~=record]')].map((host) => ({
    area: seen(host),
    name: host.shadowRoot.querySelector('button[data-media=video]').getAttribute('aria-label')
        .replace(/^(Video call|Invite) | (\(|to a call).*$/g, ''),
}));
// It sticks where the page may have a style.
const top = Math.max(0, document.querySelector('th').getBoundingClientRect().bottom);
return [...document.querySelectorAll('tbody tr')].flatMap((row) => {
    const area = row.getBoundingClientRect();
    if (area.top < top || area.bottom > innerHeight) return [];
    const middle = (pair) => (pair.area.top + pair.area.bottom) / 2;
    const inside = pairs.filter((pair) => pair.area.width > 20
        && middle(pair) > area.top && middle(pair) < area.bottom);
    return [[inside.map((pair) => pair.name), row.cells[0].textContent]];
});
";

/// How many nodes of ours are in the table, beside it, and pairs in all.
const COUNT: &str = r"
return ['table [data-ringside]', '[data-ringside~=layer]', '[data-ringside~=record]']
    .map((css) => document.querySelectorAll(css).length);
";

const SHOW_JANE: &str = "document.getElementById('row-700').scrollIntoView({ block: 'center' })";

/// The audio button that calls Jane.
const JANES_BUTTON: &str = r"
const hosts = [...document.querySelectorAll('[data-ringside~=record]')];
return hosts.map((host) => host.shadowRoot.querySelector('button[data-media=audio]'))
    .find((button) => button.getAttribute('aria-label').includes('Jane Doe'));
";

/// Each row in sight has one pair, for its own person; there are few in all, and none
/// in the table. The buttons work by pointer and by keyboard, with the fallback too.
async fn long_table(scenario: &Scenario) -> Result<()> {
    let web = scenario.olivia.web();
    let jane = User::Jane.name();
    for strict in [false, true] {
        let page = ForeignPage::of(PAGE, false).await?;
        let page = if strict {
            // Its script and style are in the page, which such a policy forbids.
            ForeignPage::of(&with_rows(web, &page).await?, true).await?
        } else {
            page
        };
        web.goto(page.url()).await?;
        rows_have_their_own(scenario).await?;
        web.execute(SHOW_JANE, vec![]).await?;
        rows_have_their_own(scenario).await?;
        let [in_table, layers, pairs]: [usize; 3] = web.execute(COUNT, vec![]).await?.convert()?;
        ensure!(
            (in_table, layers) == (0, 1),
            "{in_table} in the table, {layers} layers"
        );
        ensure!(pairs < 200, "{pairs} pairs of a thousand");
        let button = web.execute(JANES_BUTTON, vec![]).await?.element()?;
        button.click().await?;
        cancel_call_to(scenario, jane).await?;
        // With the keyboard, from the last control of the row.
        let edit = "document.querySelector('#row-700 button').focus({ focusVisible: true })";
        web.execute(edit, vec![]).await?;
        wait::until_true("the buttons in the row", wait::STEP, async || {
            let counted: [usize; 3] = web.execute(COUNT, vec![]).await?.convert()?;
            Ok(counted[0] == 1)
        })
        .await?;
        rows_have_their_own(scenario).await?;
        web.action_chain()
            .send_keys(Key::Tab)
            .send_keys(Key::Enter)
            .perform()
            .await?;
        cancel_call_to(scenario, jane).await?;
        web.goto("about:blank").await?;
    }
    Ok(())
}

/// The page with the rows that its script has made, without script and style.
async fn with_rows(web: &WebDriver, page: &ForeignPage) -> Result<String> {
    web.goto(page.url()).await?;
    let html = r"
        const page = document.documentElement.cloneNode(true);
        for (const part of page.querySelectorAll('script, style, [data-ringside]')) part.remove();
        return page.outerHTML;";
    let html: String = web.execute(html, vec![]).await?.convert()?;
    Ok(["<!doctype html>", &html].concat())
}

async fn rows_have_their_own(scenario: &Scenario) -> Result<()> {
    let web = scenario.olivia.web();
    let mut rows = Value::Null;
    wait::until_true("a pair in each row", wait::STEP, async || {
        rows = web.execute(IN_SIGHT, vec![]).await?.json().clone();
        let rows = rows.as_array().context("rows")?;
        Ok(rows.len() > 5 && rows.iter().all(|row| row[0] == json!([row[1]])))
    })
    .await
    .with_context(|| format!("pairs and names: {rows}"))
}
