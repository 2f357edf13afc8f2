//! Finding things on a page, through open shadow roots, by what a person or a
//! screen reader knows them as.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use thirtyfour::{WebDriver, WebElement, session::scriptret::ScriptRet};

use crate::wait;

/// Finds visible elements in the document and in every open shadow root below
/// it. Arguments: a selector, and the accessible name that they must have (or
/// null for any); a `*` at its end stands for any ending.
const DEEP: &str = r"
const [selector, name] = arguments;
const named = (element) => (element.getAttribute('aria-label') ?? element.textContent).trim();
const called = (element) => name === null || (name.endsWith('*')
    ? named(element).startsWith(name.slice(0, -1))
    : named(element) === name);
const visible = (element) => element.getClientRects().length > 0;
let look = () => {
    const found = [];
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
};
";

/// Looks until what was found is `wanted`, and returns it, or what is found after
/// a while: looking in the page costs much less than asking for a look.
const PATIENTLY: &str = r"
const done = arguments[arguments.length - 1];
const end = performance.now() + 400;
const again = () => {
    const found = look();
    if (wanted(found) || performance.now() >= end) done(found);
    else setTimeout(again, 20);
};
again();
";

const COUNT: &str = r"
const [selector] = arguments;
const count = (root) => root.querySelectorAll(selector).length
    + [...root.querySelectorAll('*')].reduce(
        (sum, element) => sum + (element.shadowRoot ? count(element.shadowRoot) : 0), 0);
return count(document);
";

const BUTTONS: &str = "button, [role=button]";

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
    deep(web, BUTTONS, json!(name)).await
}

async fn deep(web: &WebDriver, selector: &str, name: Value) -> Result<Vec<WebElement>> {
    let script = [DEEP, "return look();"].concat();
    let found = web.execute(script, vec![json!(selector), name]).await?;
    Ok(found.elements()?)
}

/// Looks into the page for a while, until the script's `wanted` holds of what is
/// found.
async fn patiently(
    web: &WebDriver,
    (selector, name): (&str, Value),
    wanted: &str,
) -> Result<ScriptRet> {
    let script = [DEEP, wanted, PATIENTLY].concat();
    Ok(web
        .execute_async(script, vec![json!(selector), name])
        .await?)
}

/// A button that can be used. What answers a call can be used once it has been
/// in sight for a while.
const USABLE: &str = "const wanted = (found) => found.length > 0
    && found[0].ariaDisabled !== 'true';";

const THERE: &str = "const wanted = (found) => found.length > 0;";
const GONE: &str = "const wanted = (found) => found.length === 0;";

/// Waits for a button of this name.
///
/// # Errors
/// When it does not come in time.
pub async fn button(web: &WebDriver, name: &str) -> Result<WebElement> {
    wait::until(&format!("a button “{name}”"), wait::STEP, async || {
        let found = patiently(web, (BUTTONS, json!(name)), THERE).await?;
        Ok(found.elements()?.into_iter().next())
    })
    .await
}

/// Waits for a visible element, in open shadow roots too.
///
/// # Errors
/// When it does not come in time.
pub async fn visible(web: &WebDriver, selector: &str) -> Result<WebElement> {
    wait::until(selector, wait::STEP, async || {
        let found = patiently(web, (selector, Value::Null), THERE).await?;
        Ok(found.elements()?.into_iter().next())
    })
    .await
}

/// Waits until no element of a selector is visible.
///
/// # Errors
/// When one still is when the time is over.
pub async fn none(web: &WebDriver, selector: &str) -> Result<()> {
    wait::until_true(&format!("no {selector}"), wait::STEP, async || {
        let found = patiently(web, (selector, Value::Null), GONE).await?;
        Ok(found.elements()?.is_empty())
    })
    .await
}

/// Waits for an element of the page itself, seen or not.
///
/// # Errors
/// When it does not come in time.
pub async fn find(web: &WebDriver, css: &str) -> Result<WebElement> {
    const LOOK: &str = "const look = () => document.querySelector(arguments[0]);
        const wanted = (found) => found !== null;";
    wait::until(css, wait::STEP, async || {
        let script = [LOOK, PATIENTLY].concat();
        let found = web.execute_async(script, vec![json!(css)]).await?;
        Ok(found.element().ok())
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
        let found = patiently(web, (BUTTONS, json!(name)), USABLE).await?;
        let Some(button) = found.elements()?.into_iter().next() else {
            return Ok(None);
        };
        if button.attr("aria-disabled").await?.as_deref() == Some("true") {
            return Ok(None);
        }
        match button.click().await {
            Err(_) if web.execute("return 1", vec![]).await.is_err() => {
                // The frame that it was in has gone together with the driver's
                // answer: a call's goes when one hangs up.
                Ok(Some(()))
            }
            clicked => clicked.context("click").map(Some),
        }
    })
    .await
}

/// Waits until no visible button has this name.
///
/// # Errors
/// When one is still there when the time is over.
pub async fn gone(web: &WebDriver, name: &str) -> Result<()> {
    wait::until_true(&format!("“{name}” to go"), wait::STEP, async || {
        let found = patiently(web, (BUTTONS, json!(name)), GONE).await?;
        Ok(found.elements()?.is_empty())
    })
    .await
}

/// Waits until what the elements of a selector say contains `text`.
///
/// # Errors
/// When it does not in time; names what they say.
pub async fn says(web: &WebDriver, selector: &str, text: &str) -> Result<()> {
    let wanted = "const parts = look;
        look = () => parts().map((element) => element.innerText).join('');
        const wanted = (said) => said.includes(arguments[2]);";
    let script = [DEEP, wanted, PATIENTLY].concat();
    let mut said = String::new();
    wait::until_true(&format!("“{text}”"), wait::STEP, async || {
        said.clear();
        let arguments = vec![json!(selector), Value::Null, json!(text)];
        let found = web.execute_async(script.as_str(), arguments).await?;
        said.push_str(found.json().as_str().unwrap_or_default());
        Ok(said.contains(text))
    })
    .await
    .with_context(|| format!("it says “{said}”"))
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
