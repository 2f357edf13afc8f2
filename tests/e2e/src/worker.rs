//! Killing the extension's worker, as browsers do whenever they like.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::{Browser, Session, privileged};

/// Ends the worker (Chromium) or the event page (Firefox). The next event
/// starts it again.
///
/// # Errors
/// When there is none, or the browser refuses.
pub async fn kill(session: &Session) -> Result<()> {
    match session.browser {
        Browser::Chromium => kill_service_worker(session).await,
        Browser::Firefox => kill_event_page(session).await,
    }
}

async fn kill_service_worker(session: &Session) -> Result<()> {
    let debugger = session.debugger().context("no debugger address")?;
    let targets: Vec<Value> = reqwest::get(format!("http://{debugger}/json/list"))
        .await?
        .json()
        .await?;
    let workers: Vec<&str> = targets
        .iter()
        .filter(|target| {
            target["type"] == "service_worker"
                && target["url"]
                    .as_str()
                    .is_some_and(|url| url.starts_with("chrome-extension://"))
        })
        .filter_map(|target| target["id"].as_str())
        .collect();
    ensure!(!workers.is_empty(), "no service worker runs");
    for id in workers {
        reqwest::get(format!("http://{debugger}/json/close/{id}"))
            .await?
            .error_for_status()
            .context("close the service worker")?;
    }
    Ok(())
}

/// Firefox's "terminate the background page", from its privileged side. The
/// same call as in about:debugging.
const TERMINATE: &str = r"
const [done] = Array.from(arguments).slice(-1);
const policies = WebExtensionPolicy.getActiveExtensions()
    .filter((policy) => policy.temporarilyInstalled);
Promise.all(policies.map((policy) => policy.extension.terminateBackground({
    ignoreDevToolsAttached: true, disableResetIdleForTest: true,
}))).then(() => done(policies.length), (error) => done(String(error)));
";

async fn kill_event_page(session: &Session) -> Result<()> {
    let ended = privileged::run(session, TERMINATE, vec![]).await?;
    ensure!(
        ended == json!(1),
        "ended {ended} event pages instead of one"
    );
    Ok(())
}
