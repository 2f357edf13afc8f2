//! Times taken inside pages, where they happen, not where a driver hears of
//! them. All browsers of a machine share its clock.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use serde_json::json;
use thirtyfour::WebDriver;

use crate::{wait, words};

/// Notes when somebody clicks anywhere, in Ringside's shadow roots too (they are open in
/// builds for tests), when an incoming call shows and when it goes. The
/// banner is looked for in the open shadow roots on the document element, where
/// Ringside's surface is: every 5 ms, and with each change of them, because
/// browsers hold the timers of hidden tabs back.
const WATCH: &str = r"
const [answer] = arguments;
window.ringsideClock?.stop();
const clock = window.ringsideClock = { click: null, ring: null, quiet: null };
const now = () => performance.timeOrigin + performance.now();
// One function, so that no listener is added twice.
const clicked = window.ringsideClicked ??= () => { window.ringsideClock.click = now(); };
document.addEventListener('click', clicked, true);
const named = (button) => (button.getAttribute('aria-label') ?? button.textContent).trim();
const rings = () => [...document.documentElement.children]
    .flatMap((host) => [...host.shadowRoot?.querySelectorAll('button') ?? []])
    .some((button) => named(button) === answer && button.getClientRects().length > 0);
const look = () => {
    // What falls on Ringside is kept from the page.
    for (const { shadowRoot } of document.querySelectorAll('[data-ringside]')) {
        shadowRoot?.addEventListener('click', clicked, true);
    }
    for (const { shadowRoot } of document.documentElement.children) {
        if (shadowRoot) changes.observe(shadowRoot, { childList: true, subtree: true, attributes: true });
    }
    if (rings()) {
        clock.ring ??= now();
    } else if (clock.ring !== null) {
        clock.quiet = now();
        clock.stop();
    }
};
const changes = new MutationObserver(look);
changes.observe(document.documentElement, { childList: true });
const timer = setInterval(look, 5);
clock.stop = () => {
    clearInterval(timer);
    changes.disconnect();
};
look();
";

/// Starts to take times on the current page, forgetting earlier ones.
///
/// # Errors
/// When the page does not answer.
pub async fn watch(web: &WebDriver) -> Result<()> {
    web.execute(WATCH, vec![json!(words::ANSWER)]).await?;
    Ok(())
}

/// When the last click was, in milliseconds since 1970.
///
/// # Errors
/// When there was none in time.
pub async fn click(web: &WebDriver) -> Result<f64> {
    read(web, "click").await
}

/// When an incoming call showed, in milliseconds since 1970.
///
/// # Errors
/// When none showed in time.
pub async fn ring(web: &WebDriver) -> Result<f64> {
    read(web, "ring").await
}

/// Whether an incoming call has shown since the watch began.
///
/// # Errors
/// When the page does not answer, or was not watched.
pub async fn rang(web: &WebDriver) -> Result<bool> {
    let script = "return window.ringsideClock.ring !== null";
    let rang = web.execute(script, vec![]).await?;
    rang.json().as_bool().context("not watched")
}

/// When the incoming call that showed was gone, in milliseconds since 1970.
///
/// # Errors
/// When it did not go in time.
pub async fn quiet(web: &WebDriver) -> Result<f64> {
    read(web, "quiet").await
}

async fn read(web: &WebDriver, what: &str) -> Result<f64> {
    let script = format!("return window.ringsideClock?.{what} ?? null");
    wait::until(what, wait::STEP, async || {
        Ok(web.execute(&*script, vec![]).await?.json().as_f64())
    })
    .await
    .with_context(|| format!("the time of the {what}"))
}

/// When the current page had loaded, in milliseconds since 1970.
///
/// # Errors
/// When it does not load in time.
pub async fn loaded(web: &WebDriver) -> Result<f64> {
    let script = "const [page] = performance.getEntriesByType('navigation');
        return page?.loadEventEnd ? performance.timeOrigin + page.loadEventEnd : null";
    wait::until("the page", wait::STEP, async || {
        Ok(web.execute(script, vec![]).await?.json().as_f64())
    })
    .await
}

/// This machine's time, in milliseconds since 1970.
#[must_use]
pub fn now() -> f64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0.0, |since| since.as_secs_f64() * 1000.0)
}
