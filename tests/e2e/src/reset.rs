//! Making a browser as good as new between stories: tabs, windows, the site's
//! storage, and the extension with all that it has stored.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::{Browser, Options, Session, extension, privileged, wait, windows, worker};

/// Leaves nothing in a browser of a story whose servers were at these origins,
/// and proves it.
///
/// # Errors
/// When something cannot be reset, or is still there.
pub(crate) async fn reset(session: &mut Session, origins: &[String]) -> Result<()> {
    one_blank_tab(session).await.context("close the tabs")?;
    match session.browser {
        Browser::Chromium => {
            reload_extension(session)
                .await
                .context("start the extension anew")?;
            forget_sites_in_chromium(session, origins).await?;
        }
        Browser::Firefox => {
            install_anew(session)
                .await
                .context("install the extension anew")?;
        }
    }
    session.console.forget();
    assert_clean(session).await
}

/// Closes every tab and window but one, which is blank and of the usual size.
async fn one_blank_tab(session: &Session) -> Result<()> {
    let web = &session.web;
    let mut all = web.windows().await?.into_iter();
    // The first is the oldest, and never a window that the extension opened.
    let first = all.next().context("there is no tab")?;
    for window in all {
        web.switch_to_window(window).await?;
        web.close_window().await?;
    }
    web.switch_to_window(first).await?;
    web.goto("about:blank").await?;
    let (width, height) = Options::default().size;
    web.set_window_rect(0, 0, width, height).await?;
    windows::are(web, 1).await
}

/// Forgets everything, and starts anew: what is only in the worker's memory
/// goes with it.
const RELOAD: &str = r"(async () => {
    globalThis.ringsideReloads = true;
    await chrome.alarms.clearAll();
    for (const id of Object.keys(await chrome.notifications.getAll())) {
        await chrome.notifications.clear(id);
    }
    await chrome.scripting.unregisterContentScripts();
    await chrome.storage.local.clear();
    await chrome.storage.session.clear();
    setTimeout(() => chrome.runtime.reload());
    return true;
})()";

/// Whether a new worker runs that has registered the content script.
const READY: &str = r"(async () => globalThis.ringsideReloads === undefined
    && (await chrome.scripting.getRegisteredContentScripts()).some(({ id }) => id === 'ringside'))()";

/// How long a worker that runs takes to answer, and more.
const ANSWER: Duration = Duration::from_millis(250);

async fn reload_extension(session: &Session) -> Result<()> {
    worker::evaluate(session, RELOAD).await?;
    wait::until_true("the extension to start anew", wait::STEP, async || {
        // The old worker never answers when it ends meanwhile.
        let ready = tokio::time::timeout(ANSWER, worker::evaluate(session, READY));
        Ok(ready.await.context("no answer")?? == json!(true))
    })
    .await
}

async fn forget_sites_in_chromium(session: &Session, origins: &[String]) -> Result<()> {
    let tools = session.web.cdp();
    let extension = windows::extension(session).await?;
    let extension = extension.trim_end_matches('/').to_owned();
    for origin in origins.iter().chain([&extension]) {
        // Not all of it: the extension's worker and its storage are there, too.
        let types = "cookies,local_storage,indexeddb,cache_storage";
        let what = json!({"origin": origin, "storageTypes": types});
        tools.send_raw("Storage.clearDataForOrigin", what).await?;
    }
    for command in ["Network.clearBrowserCookies", "Network.clearBrowserCache"] {
        tools.send_raw(command, json!({})).await?;
    }
    Ok(())
}

/// Takes the extension away, with what it has stored, and forgets what Firefox
/// keeps of sites, and the notifications that are shown.
const FORGET: &str = r"
const [id, done] = arguments;
const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
const uninstall = async () => (await AddonManager.getAddonByID(id)).uninstall();
Services.wm.getMostRecentWindow('navigator:browser').ringsideAlerts.clear();
const { CLEAR_ALL_CACHES, CLEAR_COOKIES, CLEAR_DOM_STORAGES, CLEAR_PERMISSIONS } = Ci.nsIClearDataService;
const what = CLEAR_ALL_CACHES | CLEAR_COOKIES | CLEAR_DOM_STORAGES | CLEAR_PERMISSIONS;
const forget = () => Services.clearData.deleteData(what, done);
uninstall().then(forget, (error) => done(String(error)));
";

async fn install_anew(session: &Session) -> Result<()> {
    let id = extension::id(session.extension())?;
    let failed = privileged::run(session, FORGET, vec![json!(id)]).await?;
    ensure!(failed == json!(0), "not everything was forgotten: {failed}");
    session.install().await
}

/// What is there of an earlier story.
const LEFT: &str = r"
const [done] = arguments;
const look = async () => ({
    stored: await chrome.storage.local.get(null),
    session: await chrome.storage.session.get(null),
    page: { ...localStorage },
    notifications: Object.keys(await chrome.notifications.getAll()),
    alarms: await chrome.alarms.getAll(),
    tabs: (await chrome.tabs.query({})).length,
    cookies: document.cookie,
});
look().then(done, (error) => done(String(error)));
";

/// The page for it stays open: the next story begins with a link, and a blank
/// page before it would take a process of its own.
async fn assert_clean(session: &Session) -> Result<()> {
    let web = &session.web;
    web.goto(format!("{}{BARE_PAGE}", windows::extension(session).await?))
        .await?;
    let left = web.execute_async(LEFT, vec![]).await?.json().clone();
    let mut left = left.as_object().context("no answer")?.clone();
    if let Some(session) = left.get_mut("session").and_then(Value::as_object_mut) {
        // The new worker's own: that it has started.
        session.remove("diagnostics");
    }
    let wanted = json!({
        "stored": {}, "session": {}, "page": {}, "notifications": [], "alarms": [], "tabs": 1,
        "cookies": "",
    });
    ensure!(
        json!(left) == wanted,
        "left from the story before: {left:?}"
    );
    let errors = session.console.errors();
    ensure!(errors.is_empty(), "printed without a story: {errors:?}");
    Ok(())
}

/// A page of the extension that does nothing by itself.
const BARE_PAGE: &str = "pages/tokens.css";
