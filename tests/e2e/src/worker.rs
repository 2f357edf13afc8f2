//! Killing the extension's worker, as browsers do whenever they like.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use thirtyfour::{common::command::ExtensionCommand, prelude::WebDriverResult};

use crate::{Browser, Session};

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
    let ended = privileged(session, TERMINATE).await?;
    ensure!(
        ended == json!(1),
        "ended {ended} event pages instead of one"
    );
    Ok(())
}

/// Runs a script on Firefox's privileged side; its last argument takes the
/// result.
///
/// # Errors
/// When Firefox was started without system access.
pub async fn privileged(session: &Session, script: &str) -> Result<Value> {
    context(session, "chrome").await?;
    let result = session.web.execute_async(script, vec![]).await;
    context(session, "content").await?;
    Ok(result?.json().clone())
}

async fn context(session: &Session, name: &'static str) -> WebDriverResult<()> {
    session
        .web
        .cmd(thirtyfour::common::command::Command::ExtensionCommand(
            Box::new(SetContext(name)),
        ))
        .await
        .map(|_| ())
}

#[derive(Debug)]
struct SetContext(&'static str);

impl ExtensionCommand for SetContext {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({"context": self.0}))
    }

    fn method(&self) -> reqwest::Method {
        reqwest::Method::POST
    }

    fn endpoint(&self) -> std::sync::Arc<str> {
        "/moz/context".into()
    }
}
