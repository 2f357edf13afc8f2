//! Windows and tabs beside the one that a person looks at.

use anyhow::{Context, Result};
use serde_json::Value;
use thirtyfour::{WebDriver, WindowHandle};

use crate::{Browser, Session, privileged, wait};

/// The page that holds a call in a window of its own.
pub const CALL_PAGE: &str = "/pages/call.html";

/// Waits for a window or tab whose address contains `part`. The current one
/// stays the current one.
///
/// # Errors
/// When none comes in time.
pub async fn find(web: &WebDriver, part: &str) -> Result<WindowHandle> {
    let here = web.window().await?;
    let mut seen = Vec::new();
    let found = wait::until(&format!("a window at {part}"), wait::STEP, async || {
        seen.clear();
        for window in web.windows().await? {
            web.switch_to_window(window.clone()).await?;
            let address = web.current_url().await?;
            if address.as_str().contains(part) {
                return Ok(Some(window));
            }
            seen.push(address);
        }
        Ok(None)
    })
    .await;
    web.switch_to_window(here).await?;
    found.with_context(|| format!("there are {seen:?}"))
}

/// Closes a window or tab whose address contains `part`, as a person does. The
/// current one stays the current one.
///
/// # Errors
/// When there is none.
pub async fn close(web: &WebDriver, part: &str) -> Result<()> {
    let here = web.window().await?;
    web.switch_to_window(find(web, part).await?).await?;
    web.close_window().await?;
    web.switch_to_window(here).await?;
    Ok(())
}

/// Waits until there are this many windows and tabs.
///
/// # Errors
/// When there are not, when the time is over.
pub async fn are(web: &WebDriver, count: usize) -> Result<()> {
    wait::until_true(&format!("{count} windows"), wait::STEP, async || {
        Ok(web.windows().await?.len() == count)
    })
    .await
}

/// Opens one of the extension's pages in a tab of its own, which is then the
/// current one and the one in front. Returns the tab before.
///
/// # Errors
/// When it does not open.
pub async fn open_page(session: &Session, page: &str) -> Result<WindowHandle> {
    let web = &session.web;
    let address = format!("{}pages/{page}", extension(session).await?);
    let here = web.window().await?;
    let tab = web.new_tab().await?;
    web.switch_to_window(tab).await?;
    web.goto(&address)
        .await
        .with_context(|| format!("open {page}"))?;
    // The options cannot be used before they show what is stored.
    wait::until_true(&format!("{page} to be usable"), wait::STEP, async || {
        let inert = web.execute(INERT, vec![]).await?;
        Ok(inert.json() == &Value::from(false))
    })
    .await?;
    Ok(here)
}

const INERT: &str = "return document.querySelector('[inert]') !== null";

/// Runs a script that returns a promise in a page of the extension that does
/// nothing by itself, in a tab of its own. Returns what the promise comes to.
///
/// # Errors
/// When the page does not open, or the promise is broken.
pub async fn in_extension(session: &Session, script: &str, arguments: Value) -> Result<Value> {
    let here = open_page(session, "tokens.css").await?;
    let script = format!(
        "const [given, done] = arguments;
        ({script})(given).then((value) => done({{ value }}), (error) => done(String(error)));"
    );
    let done = session.web.execute_async(script, vec![arguments]).await;
    session.web.close_window().await?;
    session.web.switch_to_window(here).await?;
    let done = done?.json().clone();
    let value = done.get("value");
    Ok(value.with_context(|| format!("it says {done}"))?.clone())
}

/// Sets a number in the options, in a tab of its own.
///
/// # Errors
/// When the options do not open, or do not keep it.
pub async fn set_option(session: &Session, name: &str, number: u32) -> Result<()> {
    set(session, name, Value::from(number.to_string())).await
}

/// Turns a switch of the options on or off, in a tab of its own.
///
/// # Errors
/// When the options do not open, or do not keep it.
pub async fn set_switch(session: &Session, name: &str, on: bool) -> Result<()> {
    set(session, name, Value::from(on)).await
}

/// Sets a time of the day (`07:30`) in the options, in a tab of its own.
///
/// # Errors
/// When the options do not open, or do not keep it.
pub async fn set_time(session: &Session, name: &str, time: &str) -> Result<()> {
    set(session, name, Value::from(time)).await
}

async fn set(session: &Session, name: &str, value: Value) -> Result<()> {
    let web = &session.web;
    let here = open_page(session, "options.html").await?;
    let name = Value::from(name);
    wait::until_true("the option to be kept", wait::STEP, async || {
        let set = web
            .execute(SET_OPTION, vec![name.clone(), value.clone()])
            .await?;
        if set.json() == &value {
            return Ok(true);
        }
        web.refresh().await?;
        Ok(false)
    })
    .await?;
    web.close_window().await?;
    web.switch_to_window(here).await?;
    Ok(())
}

/// Changes a field that was filled from storage already (the ring time never
/// is empty). Returns what it was before.
const SET_OPTION: &str = r"
const [name, wanted] = arguments;
if (document.getElementById('ring_seconds').value === '') {
    return null;
}
const field = document.getElementById(name);
const what = typeof wanted === 'boolean' ? 'checked' : 'value';
const before = field[what];
if (before !== wanted) {
    field[what] = wanted;
    field.dispatchEvent(new Event('change', { bubbles: true }));
}
return before;
";

/// Firefox's address of the extension, which differs from profile to profile.
const ADDRESS: &str = r"
const [done] = Array.from(arguments).slice(-1);
const policy = WebExtensionPolicy.getActiveExtensions().find((policy) => policy.temporarilyInstalled);
done(policy.getURL(''));
";

/// The extension's own address, with a slash at the end.
pub(crate) async fn extension(session: &Session) -> Result<String> {
    match session.browser {
        Browser::Firefox => {
            let address = privileged::run(session, ADDRESS, vec![]).await?;
            Ok(address.as_str().context("no address")?.to_owned())
        }
        Browser::Chromium => {
            let debugger = session.debugger().context("no debugger address")?;
            let targets: Vec<Value> = reqwest::get(format!("http://{debugger}/json/list"))
                .await?
                .json()
                .await?;
            let page = targets
                .iter()
                .filter_map(|target| target["url"].as_str())
                .find_map(|url| url.strip_prefix("chrome-extension://"))
                .and_then(|rest| rest.split('/').next())
                .context("the extension does not run")?;
            Ok(format!("chrome-extension://{page}/"))
        }
    }
}

/// Opens a tab in a container of its own, in Firefox. At once with its page: a
/// blank page that is still being loaded would take the place of the next one.
const CONTAINER: &str = r"
const done = arguments[arguments.length - 1];
Services.prefs.setBoolPref('privacy.userContext.enabled', true);
const browser = Services.wm.getMostRecentWindow('navigator:browser').gBrowser;
browser.addTab(arguments[0], {
    userContextId: 1,
    triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal(),
});
done(true);
";

/// Opens this page in another container of Firefox, where nobody is signed in
/// anywhere. It is the current one then.
///
/// # Errors
/// When it does not open.
pub async fn open_container(session: &Session, url: &str) -> Result<()> {
    let web = &session.web;
    let before = web.windows().await?;
    privileged::run(session, CONTAINER, vec![url.into()]).await?;
    let tab = wait::until("the container's tab", wait::STEP, async || {
        let now = web.windows().await?;
        Ok(now.into_iter().find(|tab| !before.contains(tab)))
    })
    .await?;
    web.switch_to_window(tab).await?;
    wait::until_true("the container's page", wait::STEP, async || {
        let there = "return document.readyState === 'complete' && location.href";
        Ok(*web.execute(there, vec![]).await?.json() == *url)
    })
    .await
}
