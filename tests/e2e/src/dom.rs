//! Finding things on a page, through open shadow roots, by what a person or a
//! screen reader knows them as.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use thirtyfour::{WebDriver, WebElement};

use crate::wait;

/// Finds elements in the document and in every open shadow root below it.
/// Arguments: a selector, and a beginning that the accessible name must have
/// (or null for any).
const DEEP: &str = r"
const [selector, name] = arguments;
const found = [];
const named = (element) => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim();
const visible = (element) => element.getClientRects().length > 0;
const walk = (root) => {
    for (const element of root.querySelectorAll('*')) {
        if (element.matches(selector) && (name === null || named(element).startsWith(name)) && visible(element)) {
            found.push(element);
        }
        if (element.shadowRoot) walk(element.shadowRoot);
    }
};
walk(document);
return found;
";

/// All visible elements for a selector, in open shadow roots too.
///
/// # Errors
/// When the page does not answer.
pub async fn all(web: &WebDriver, selector: &str) -> Result<Vec<WebElement>> {
    deep(web, selector, Value::Null).await
}

/// All visible buttons whose accessible name begins so.
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

/// Waits for a button whose accessible name begins so.
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
        button.click().await.context("click")?;
        Ok(Some(()))
    })
    .await
}

/// Waits until no visible button has a name that begins so.
///
/// # Errors
/// When one is still there when the time is over.
pub async fn gone(web: &WebDriver, name: &str) -> Result<()> {
    wait::until_true(&format!("“{name}” to go"), wait::STEP, async || {
        Ok(buttons(web, name).await?.is_empty())
    })
    .await
}
