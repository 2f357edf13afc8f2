//! Front ends that nobody here wrote, bundled from their packages
//! (`tests/front-ends/`): on each page everybody in sight has one pair of
//! buttons, before and after all that the page does by itself.

use anyhow::{Context, Result, ensure};
use ringside_e2e::{Scenario, foreign::ForeignPage, in_browsers, wait};
use serde::Deserialize;
use serde_json::{Value, json};
use thirtyfour::WebDriver;

in_browsers! {
    chromium = Chromium in AsFound: #[beside] grids, #[beside] editors;
    firefox = Firefox in AsFound: #[beside] grids, #[beside] editors;
}

/// Those on which everything holds; docs/front-ends.md has the others.
const GRIDS: &[&str] = &[
    "ag-grid",
    "ag-grid-pinned",
    "datatables",
    "mui-data-grid",
    "tabulator",
    "tanstack-virtual",
    "vaadin-grid",
    "virtuoso",
];

/// Their rows show whom the data say, sorted, filtered, edited and scrolled.
async fn grids(scenario: &Scenario) -> Result<()> {
    for name in GRIDS {
        plays(scenario.olivia.web(), name).await.context(*name)?;
    }
    Ok(())
}

/// Who is written about in an editor has no buttons there.
async fn editors(scenario: &Scenario) -> Result<()> {
    plays(scenario.olivia.web(), "editors").await
}

/// What a page says of itself (`tests/front-ends/shared/page.js`).
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Look {
    faults: Vec<String>,
    in_sight: Vec<String>,
}

/// Plays a page from its first sight through all its steps.
async fn plays(web: &WebDriver, name: &str) -> Result<()> {
    let page = ForeignPage::bundled(name).await?;
    web.goto(page.url()).await?;
    let mut steps = Vec::<String>::new();
    // Some packages have their data some frames later.
    wait::until_true("the page", wait::STEP, async || {
        let told = web.execute("return window.frontEnd.steps", vec![]).await?;
        steps = told.convert()?;
        Ok(true)
    })
    .await?;
    is_right(web, &Value::Null).await.context("at first")?;
    for step in &steps {
        let play = "return window.frontEnd.play(arguments[0])";
        let awaited = web.execute(play, vec![json!(step)]).await?.json().clone();
        is_right(web, &awaited)
            .await
            .with_context(|| format!("after “{step}”"))?;
    }
    let asked = page.asked();
    ensure!(asked.is_empty(), "the page's server was asked: {asked:?}");
    web.goto("about:blank").await?;
    Ok(())
}

/// Everybody in sight, this person among them, has one pair, and no box moved for it.
async fn is_right(web: &WebDriver, awaited: &Value) -> Result<()> {
    let mut look = Look::default();
    wait::until_true("pairs for all in sight", wait::STEP, async || {
        let told = web.execute("return window.frontEnd.look()", vec![]).await?;
        look = told.convert()?;
        let is_there = match awaited.as_str() {
            Some(email) => look.in_sight.iter().any(|shown| shown == email),
            None => !look.in_sight.is_empty(),
        };
        Ok(is_there && look.faults.is_empty())
    })
    .await
    .with_context(|| {
        format!(
            "{awaited}: {:#?}; in sight: {:?}",
            look.faults, look.in_sight
        )
    })?;
    let moved = web
        .execute("return window.frontEnd.moved()", vec![])
        .await?;
    let moved = moved.json();
    ensure!(moved["pairs"] != 0, "there are no pairs");
    ensure!(moved["faults"] == json!([]), "boxes moved: {moved:#}");
    Ok(())
}
