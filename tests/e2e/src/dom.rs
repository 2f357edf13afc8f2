//! Finding things on a page, through open shadow roots, by what a person or a
//! screen reader knows them as.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use thirtyfour::{WebDriver, WebElement};

use crate::wait;

/// Finds visible elements in the document and in every open shadow root below
/// it. Arguments: a selector, and the accessible name that they must have (or
/// null for any); a `*` at its end stands for any ending.
const DEEP: &str = r"
const [selector, name] = arguments;
const found = [];
const named = (element) => (element.getAttribute('aria-label') ?? element.textContent).trim();
const called = (element) => name === null || (name.endsWith('*')
    ? named(element).startsWith(name.slice(0, -1))
    : named(element) === name);
const visible = (element) => element.getClientRects().length > 0;
const walk = (root) => {
    for (const element of root.querySelectorAll('*')) {
        if (element.matches(selector) && called(element) && visible(element)) {
            found.push(element);
        }
        if (element.shadowRoot) walk(element.shadowRoot);
    }
};
walk(document);
return found;
";

const COUNT: &str = r"
const [selector] = arguments;
const count = (root) => root.querySelectorAll(selector).length
    + [...root.querySelectorAll('*')].reduce(
        (sum, element) => sum + (element.shadowRoot ? count(element.shadowRoot) : 0), 0);
return count(document);
";

/// All visible elements for a selector, in open shadow roots too.
///
/// # Errors
/// When the page does not answer.
pub async fn all(web: &WebDriver, selector: &str) -> Result<Vec<WebElement>> {
    deep(web, selector, Value::Null).await
}

/// All visible buttons with this accessible name; `*` at its end stands for
/// any ending.
///
/// # Errors
/// When the page does not answer.
pub async fn buttons(web: &WebDriver, name: &str) -> Result<Vec<WebElement>> {
    deep(web, "button, [role=button]", json!(name)).await
}

async fn deep(web: &WebDriver, selector: &str, name: Value) -> Result<Vec<WebElement>> {
    let found = web.execute(DEEP, vec![json!(selector), name]).await?;
    Ok(found.elements()?)
}

/// Waits for a button of this name.
///
/// # Errors
/// When it does not come in time.
pub async fn button(web: &WebDriver, name: &str) -> Result<WebElement> {
    wait::until(&format!("a button “{name}”"), wait::STEP, async || {
        Ok(buttons(web, name).await?.into_iter().next())
    })
    .await
}

/// Waits for a button and presses it, with a real click. A button that is
/// replaced at that moment is looked for again.
///
/// # Errors
/// When it does not come in time or something lies over it.
pub async fn press(web: &WebDriver, name: &str) -> Result<()> {
    wait::until(&format!("to press “{name}”"), wait::STEP, async || {
        let Some(button) = buttons(web, name).await?.into_iter().next() else {
            return Ok(None);
        };
        // What answers a call acts once it has been in sight for a while.
        if button.attr("aria-disabled").await?.as_deref() == Some("true") {
            return Ok(None);
        }
        button.click().await.context("click")?;
        Ok(Some(()))
    })
    .await
}

/// Waits until no visible button has this name.
///
/// # Errors
/// When one is still there when the time is over.
pub async fn gone(web: &WebDriver, name: &str) -> Result<()> {
    wait::until_true(&format!("“{name}” to go"), wait::STEP, async || {
        Ok(buttons(web, name).await?.is_empty())
    })
    .await
}

/// How many elements there are for a selector, seen or not, in open shadow
/// roots too.
///
/// # Errors
/// When the page does not answer.
pub async fn count(web: &WebDriver, selector: &str) -> Result<usize> {
    let counted = web.execute(COUNT, vec![json!(selector)]).await?;
    counted.convert().context("a number of elements")
}
