//! Crashes of tabs.

use anyhow::{Context, Result, bail, ensure};
use futures_util::{SinkExt, StreamExt};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use thirtyfour::WindowHandle;
use tokio_tungstenite::{connect_async, tungstenite::Message};

use crate::{Browser, Session, privileged, wait};

/// A tab to crash. It stays where it is, and its page is gone.
pub struct CrashTarget {
    tab: WindowHandle,
    /// The process of its page, which Firefox has to be told.
    process: Option<Pid>,
}

impl CrashTarget {
    /// The current tab.
    ///
    /// # Errors
    /// When the browser does not say what it is.
    pub async fn current(session: &Session) -> Result<Self> {
        let process = match session.browser {
            Browser::Chromium => None,
            Browser::Firefox => {
                let [selected, ..] = &processes(session).await?[..] else {
                    bail!("there is no tab");
                };
                Pid::from_raw(*selected)
            }
        };
        let tab = session.web.window().await?;
        Ok(Self { tab, process })
    }

    /// Crashes it. Whoever has it as the current tab goes on in another one.
    ///
    /// # Errors
    /// When the browser does not let us, or the tab lives on.
    pub async fn crash(self, session: &Session) -> Result<()> {
        match self.process {
            None => crash_renderer(session, &self.tab).await,
            Some(process) => kill_content_process(session, process).await,
        }
    }
}

async fn crash_renderer(session: &Session, tab: &WindowHandle) -> Result<()> {
    let debugger = session.debugger().context("no debugger address")?;
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
    bail!("the debugger did not see a crash")
}

/// Closes tabs that have crashed. The current tab, which has not, stays.
///
/// # Errors
/// When the browser does not close them.
pub async fn close_crashed_tabs(session: &Session, crashed: &[WindowHandle]) -> Result<()> {
    match session.browser {
        Browser::Chromium => {
            let current = session.web.window().await?;
            for tab in crashed {
                session.web.switch_to_window(tab.clone()).await?;
                session.web.close_window().await?;
            }
            session.web.switch_to_window(current).await?;
        }
        // Its driver cannot reach a tab whose page is gone.
        Browser::Firefox => {
            let tabs = privileged::run(session, CLOSE_OTHERS, vec![]).await?;
            ensure!(tabs == json!(1), "{tabs} tabs are left");
        }
    }
    Ok(())
}

const CLOSE_OTHERS: &str = r"
const [done] = arguments;
const { gBrowser } = Services.wm.getMostRecentWindow('navigator:browser');
for (const tab of gBrowser.tabs.filter((tab) => !tab.selected)) gBrowser.removeTab(tab);
done(gBrowser.tabs.length);
";

/// The processes of all tabs' pages, the selected tab's first.
const PROCESSES: &str = r"
const [done] = arguments;
const { gBrowser } = Services.wm.getMostRecentWindow('navigator:browser');
const process = (tab) => tab.linkedBrowser.browsingContext?.currentWindowGlobal?.osPid ?? -1;
const others = gBrowser.tabs.filter((tab) => !tab.selected);
done([gBrowser.selectedTab, ...others].map(process));
";

async fn processes(session: &Session) -> Result<Vec<i32>> {
    let processes = privileged::run(session, PROCESSES, vec![]).await?;
    serde_json::from_value(processes).context("the processes of tabs")
}

/// Under a driver Firefox ends when a tab crashes; with people it does not.
const LIVE_ON: &str = r"
const [done] = arguments;
const { TabCrashHandler } = ChromeUtils.importESModule('resource:///modules/ContentCrashHandlers.sys.mjs');
if (!TabCrashHandler.ringside) {
    TabCrashHandler.ringside = true;
    Services.obs.removeObserver(TabCrashHandler, 'ipc:content-shutdown');
}
done(true);
";

async fn kill_content_process(session: &Session, process: Pid) -> Result<()> {
    let lives = privileged::run(session, LIVE_ON, vec![]).await?;
    ensure!(lives == json!(true), "Firefox would end: {lives}");
    let pid = process.as_raw_nonzero().get();
    let all = processes(session).await?;
    let tabs = all.iter().filter(|one| **one == pid).count();
    ensure!(tabs == 1, "{tabs} tabs in process {pid}: {all:?}");
    kill_process(process, Signal::KILL).context("kill the tab's process")?;
    wait::until_true("the tab to crash", wait::STEP, async || {
        Ok(!processes(session).await?.contains(&pid))
    })
    .await
}
