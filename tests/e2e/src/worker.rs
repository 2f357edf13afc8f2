//! Killing the extension's worker, as browsers do whenever they like.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio_tungstenite::{connect_async, tungstenite::Message};

use crate::{Browser, Session, privileged, windows};

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

/// Whether the worker runs, as far as that matters: Firefox's event page can be
/// asked for what it has stored in any case.
///
/// # Errors
/// When the browser does not tell.
pub async fn runs(session: &Session) -> Result<bool> {
    match session.browser {
        Browser::Chromium => Ok(!service_workers(session).await?.is_empty()),
        Browser::Firefox => Ok(true),
    }
}

/// Chromium's service workers of extensions, as its debugger lists them.
async fn service_workers(session: &Session) -> Result<Vec<Value>> {
    let debugger = session.debugger().context("no debugger address")?;
    let mut targets: Vec<Value> = reqwest::get(format!("http://{debugger}/json/list"))
        .await?
        .json()
        .await?;
    targets.retain(|target| {
        let url = target["url"].as_str();
        target["type"] == "service_worker"
            && url.is_some_and(|url| url.starts_with("chrome-extension://"))
    });
    Ok(targets)
}

/// How long a worker may take to answer a script. One that ends in between
/// never does: Chromium leaves the question open.
const ANSWER: Duration = Duration::from_secs(5);

/// Runs a script in Chromium's worker, as its console does. Returns what the
/// script comes to.
///
/// # Errors
/// When no worker runs, the script fails, or the worker ends meanwhile.
pub async fn evaluate(session: &Session, script: &str) -> Result<Value> {
    let answer = tokio::time::timeout(ANSWER, ask(session, script)).await;
    answer.context("the worker did not answer")?
}

async fn ask(session: &Session, script: &str) -> Result<Value> {
    let workers = service_workers(session).await?;
    let worker = workers.first().context("no service worker runs")?;
    let address = worker["webSocketDebuggerUrl"].as_str();
    let (mut socket, _) = connect_async(address.context("no debugger")?).await?;
    let params = json!({"expression": script, "awaitPromise": true, "returnByValue": true});
    let ask = json!({"id": 1, "method": "Runtime.evaluate", "params": params});
    socket.send(Message::text(ask.to_string())).await?;
    while let Some(message) = socket.next().await {
        let answer: Value = serde_json::from_str(message?.to_text()?)?;
        if answer["id"] == 1 {
            let failed = &answer["result"]["exceptionDetails"];
            ensure!(failed.is_null(), "the worker says {failed}");
            return Ok(answer["result"]["result"]["value"].clone());
        }
    }
    bail!("the worker closed the connection")
}

async fn kill_service_worker(session: &Session) -> Result<()> {
    let debugger = session.debugger().context("no debugger address")?;
    let workers = service_workers(session).await?;
    let workers: Vec<&str> = workers
        .iter()
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

/// Makes the browser refuse to register scripts for the page's own world from
/// now on, until the extension starts anew. In Firefox a page of the extension
/// has to be the current one.
///
/// # Errors
/// When the worker cannot be told.
pub async fn refuse_own_world(session: &Session) -> Result<()> {
    match session.browser {
        Browser::Chromium => {
            let script = format!("({REFUSE})(globalThis)");
            evaluate(session, &script).await.map(drop)
        }
        Browser::Firefox => {
            let script = format!(
                "const [done] = arguments;
                chrome.runtime.getBackgroundPage().then({REFUSE}).then(done, (error) => done(String(error)));"
            );
            let done = session.web.execute_async(script, vec![]).await?;
            ensure!(done.json() == &json!(true), "refused {:?}", done.json());
            Ok(())
        }
    }
}

/// Moves the clock that the worker reads by so many milliseconds, until the
/// worker starts anew. Alarms fire by it, as they do when the whole computer's
/// clock is set.
///
/// # Errors
/// When the worker cannot be reached.
pub async fn move_clock(session: &Session, by: i64) -> Result<()> {
    change(session, &format!("({MOVE_CLOCK})(worker, {by})")).await
}

/// Lets the worker store nothing any more in the storage of its session, until
/// it starts anew.
///
/// # Errors
/// When the worker cannot be reached.
pub async fn store_nothing(session: &Session) -> Result<()> {
    let changed = "((worker) => {
        worker.chrome.storage.session.set = () => new Promise(() => {});
        return true;
    })(worker)";
    change(session, changed).await
}

/// Changes something in the worker, by an expression with `worker` in it that
/// comes to `true`. In Firefox this goes through a page of the extension, which is
/// closed again.
async fn change(session: &Session, expression: &str) -> Result<()> {
    match session.browser {
        Browser::Chromium => {
            let script = format!("{{ const worker = globalThis; {expression} }}");
            evaluate(session, &script).await?;
        }
        Browser::Firefox => {
            let here = windows::open_page(session, "options.html").await?;
            let script = format!(
                "const [done] = arguments;
                chrome.runtime.getBackgroundPage().then((worker) => {expression})
                    .then(done, (error) => done(String(error)));"
            );
            let done = session.web.execute_async(script, vec![]).await;
            session.web.close_window().await?;
            session.web.switch_to_window(here).await?;
            let done = done?.json().clone();
            ensure!(done == json!(true), "the worker was not changed: {done}");
        }
    }
    Ok(())
}

const MOVE_CLOCK: &str = "(worker, by) => {
    // One that has just started has none.
    const { alarms } = worker.chrome;
    const now = worker.Date.now.bind(worker.Date);
    worker.Date.now = () => now() + by;
    const create = alarms.create.bind(alarms);
    alarms.create = (name, { when }) => create(name, { when: when - by });
    return true;
}";

const REFUSE: &str = "(worker) => {
    const { scripting } = worker.chrome;
    const register = scripting.registerContentScripts.bind(scripting);
    scripting.registerContentScripts = (scripts) => scripts.some(({ world }) => world === 'MAIN')
        ? Promise.reject(new Error('refused for a test'))
        : register(scripts);
    return true;
}";

/// Presses one of the extension's keyboard shortcuts. Chromium's driver cannot
/// press keys of the browser, so there the worker gets the same event.
///
/// # Errors
/// When there is no such shortcut.
pub async fn command(session: &Session, name: &str) -> Result<()> {
    match session.browser {
        Browser::Chromium => {
            let script = format!("chrome.commands.onCommand.dispatch('{name}')");
            evaluate(session, &script).await.map(drop)
        }
        Browser::Firefox => {
            let pressed = privileged::run(session, PRESS, vec![json!(name)]).await?;
            ensure!(pressed == json!(true), "no shortcut “{name}”: {pressed}");
            Ok(())
        }
    }
}

/// The key of the browser's window that stands for an extension's command.
const PRESS: &str = r#"
const [name, done] = arguments;
const policy = WebExtensionPolicy.getActiveExtensions().find((policy) => policy.temporarilyInstalled);
const { shortcuts } = policy.extension;
const window = Services.wm.getMostRecentWindow('navigator:browser');
shortcuts.allCommands().then((commands) => {
    const { shortcut } = commands.find((command) => command.name === name);
    const wanted = shortcut.split('+').at(-1).toLowerCase();
    const keys = [...window.document.querySelectorAll('keyset[id^="ext-keyset"] key')];
    const key = keys.find((key) => key.getAttribute('key').toLowerCase() === wanted);
    key.doCommand();
    done(true);
}).catch((error) => done(String(error)));
"#;

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
