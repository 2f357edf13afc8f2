//! Crashes of tabs.

use anyhow::{Context, Result, ensure};
use futures_util::{SinkExt, StreamExt};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tokio_tungstenite::{connect_async, tungstenite::Message};

use crate::{Browser, Session, privileged, wait};

/// Crashes the current tab. It stays where it is, and its page is gone; go on
/// in another one.
///
/// # Errors
/// When the browser does not let us, or the tab lives on.
pub async fn current_tab(session: &Session) -> Result<()> {
    match session.browser {
        Browser::Chromium => crash_renderer(session).await,
        Browser::Firefox => kill_content_process(session).await,
    }
}

async fn crash_renderer(session: &Session) -> Result<()> {
    let debugger = session.debugger().context("no debugger address")?;
    let tab = session.web.window().await?;
    let address = format!("ws://{debugger}/devtools/page/{tab}");
    let (mut socket, _) = connect_async(address).await.context("reach the tab")?;
    for (id, method) in ["Inspector.enable", "Page.crash"].iter().enumerate() {
        let command = json!({"id": id, "method": method});
        socket.send(Message::text(command.to_string())).await?;
    }
    while let Some(message) = socket.next().await {
        let said: Value = serde_json::from_str(message?.to_text()?)?;
        if said["method"] == "Inspector.targetCrashed" {
            return Ok(());
        }
    }
    anyhow::bail!("the debugger did not see a crash")
}

/// The process of the selected tab's page, and those of the other tabs.
const PROCESSES: &str = r"
const [done] = arguments;
const { gBrowser } = Services.wm.getMostRecentWindow('navigator:browser');
const process = (tab) => tab.linkedBrowser.browsingContext?.currentWindowGlobal?.osPid ?? -1;
const others = gBrowser.tabs.filter((tab) => !tab.selected);
done([process(gBrowser.selectedTab), others.map(process)]);
";

/// Under a driver Firefox ends when a tab crashes; with people it does not.
const LIVE_ON: &str = r"
const [done] = arguments;
const { TabCrashHandler } = ChromeUtils.importESModule('resource:///modules/ContentCrashHandlers.sys.mjs');
Services.obs.removeObserver(TabCrashHandler, 'ipc:content-shutdown');
done(true);
";

async fn kill_content_process(session: &Session) -> Result<()> {
    let lives = privileged::run(session, LIVE_ON, vec![]).await?;
    ensure!(lives == json!(true), "Firefox would end: {lives}");
    let processes = privileged::run(session, PROCESSES, vec![]).await?;
    let others = processes[1].as_array().context("no tabs")?;
    ensure!(
        !others.contains(&processes[0]),
        "tabs share a process: {processes}"
    );
    let pid = processes[0].as_i64().context("no process")?;
    let pid = Pid::from_raw(i32::try_from(pid)?).context("no process")?;
    kill_process(pid, Signal::KILL).context("kill the tab's process")?;
    wait::until_true("the tab to crash", wait::STEP, async || {
        let now = privileged::run(session, PROCESSES, vec![]).await?;
        Ok(now[0] != processes[0])
    })
    .await
}
