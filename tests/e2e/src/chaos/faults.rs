//! Lets a fault strike, and ends what lasts.

use anyhow::{Context, Result};
use serde_json::json;
use thirtyfour::WindowHandle;

use super::plan::{Fault, Side};
use crate::{Person, Scenario, wait, worker};

/// Every path of the call API.
const CALLS: &str = "/api/jitsi-calls/";

pub(super) async fn strike(scenario: &Scenario, fault: Fault) -> Result<()> {
    let crm = &scenario.crm;
    let side = |side| match side {
        Side::Caller => &scenario.olivia,
        Side::Called => &scenario.jane,
    };
    match fault {
        Fault::WorkerEnded(who) => end_worker(scenario, side(who)).await,
        Fault::PageReloaded(who) => Ok(side(who).web().refresh().await?),
        Fault::TabOpened(who) => {
            let path = side(who).web().current_url().await?.path().to_owned();
            side(who).open_tab(&path).await.map(drop)
        }
        Fault::TabClosed(who) => close_tab(side(who)).await,
        Fault::ClockMoved(who, by) => worker::move_clock(&side(who).session, by).await,
        Fault::SocketsClosed => crm.close_sockets().await,
        Fault::SocketsRefused => crm.stop_pushing().await,
        Fault::SocketsMute => crm.mute_sockets(true, true).await,
        Fault::NetworkLost => {
            crm.fault(json!({"path_prefix": CALLS, "kind": {"drop": true}}))
                .await
        }
        Fault::AnswerLost => {
            let lost = json!({"path_prefix": CALLS, "method": "POST", "times": 1,
                "kind": {"drop": "answer"}});
            crm.fault(lost).await
        }
        Fault::ServerDown => {
            let down = json!({"status": 503, "body": "{\"error\": \"down\"}"});
            crm.fault(json!({"path_prefix": CALLS, "kind": down})).await
        }
        Fault::TokensExpired => crm.expire_tokens().await,
    }
    .with_context(|| format!("{fault:?}"))
}

/// Ends the faults that last.
pub(super) async fn lift(scenario: &Scenario) -> Result<()> {
    let crm = &scenario.crm;
    crm.no_faults().await?;
    crm.mute_sockets(false, false).await?;
    crm.refuse_sockets(false).await
}

async fn end_worker(scenario: &Scenario, person: &Person) -> Result<()> {
    // Chromium's words for a worker that is ended while it starts.
    scenario.expect_error("Failed to load the script unexpectedly");
    wait::until_true("a worker that runs", wait::STEP, async || {
        worker::kill(&person.session).await.map(|()| true)
    })
    .await
}

/// Closes the newest page of the CRM, unless it is the last one, and goes to
/// another.
async fn close_tab(person: &Person) -> Result<()> {
    let pages = pages(person).await?;
    if let [_, .., newest] = &*pages {
        person.web().switch_to_window(newest.clone()).await?;
        person.web().close_window().await?;
    }
    first_page(person).await
}

/// The tabs with pages of the CRM. Drivers list the extension's hidden pages as
/// well.
pub(super) async fn pages(person: &Person) -> Result<Vec<WindowHandle>> {
    let mut pages = Vec::new();
    for window in person.web().windows().await? {
        person.web().switch_to_window(window.clone()).await?;
        let address = person.web().current_url().await?;
        if address.as_str().starts_with(person.crm()) {
            pages.push(window);
        }
    }
    Ok(pages)
}

/// Makes the first page of the CRM the current one.
pub(super) async fn first_page(person: &Person) -> Result<()> {
    let first = pages(person).await?.into_iter().next();
    let first = first.context("no page of the CRM is left")?;
    Ok(person.web().switch_to_window(first).await?)
}
