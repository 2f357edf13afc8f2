//! What announces a call beside the CRM's page: sound, notifications, the
//! toolbar.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::{Browser, Person, Session, privileged, wait, worker};

/// Follows what the extension plays, from a page of it. Firefox plays in the
/// event page, Chromium in an offscreen document, which is there only for that.
///
/// # Errors
/// When the browser does not let us.
pub async fn listen(person: &Person) -> Result<()> {
    if person.session.browser == Browser::Firefox {
        person.web().execute_async(FOLLOW_SOUND, vec![]).await?;
    }
    Ok(())
}

/// A Firefox without a screen closes each notification at once, so it gets a
/// stand-in that keeps them.
pub(crate) async fn keep_notifications(session: &Session) -> Result<()> {
    privileged::run(session, KEEP_NOTIFICATIONS, vec![]).await?;
    Ok(())
}

const FOLLOW_SOUND: &str = r"
const [done] = arguments;
browser.runtime.getBackgroundPage().then((page) => {
    if (!page.ringsidePlayed) {
        const media = page.HTMLMediaElement.prototype;
        const { play } = media;
        page.ringsidePlayed = [];
        media.play = function () {
            page.ringsidePlayed.push(this);
            return play.call(this);
        };
    }
    done(true);
});
";

/// Takes the place of the service that puts notifications on the screen.
const KEEP_NOTIFICATIONS: &str = r"
const [done] = arguments;
const window = Services.wm.getMostRecentWindow('navigator:browser');
if (!window.ringsideAlerts) {
    const shown = window.ringsideAlerts = new Map();
    const service = {
        QueryInterface: ChromeUtils.generateQI(['nsIAlertsService']),
        showAlert(alert, listener) {
            shown.set(alert.name, listener);
            listener.observe(null, 'alertshow', alert.cookie);
        },
        closeAlert(name) {
            const listener = shown.get(name);
            shown.delete(name);
            listener?.observe(null, 'alertfinished', '');
        },
    };
    const factory = {
        QueryInterface: ChromeUtils.generateQI(['nsIFactory']),
        createInstance: (iid) => service.QueryInterface(iid),
    };
    const registrar = Components.manager.QueryInterface(Ci.nsIComponentRegistrar);
    const name = '@mozilla.org/alerts-service;1';
    registrar.registerFactory(Services.uuid.generateUUID(), 'Ringside', name, factory);
}
done(true);
";

/// Clicks on the notification that is shown, beside its buttons if it has any.
///
/// # Errors
/// When none is shown.
pub async fn click(session: &Session) -> Result<()> {
    match session.browser {
        Browser::Chromium => dispatch(session, "onClicked", None).await,
        Browser::Firefox => {
            let clicked = privileged::run(session, CLICK, vec![]).await?;
            ensure!(clicked == json!(1), "there are {clicked} notifications");
            Ok(())
        }
    }
}

const CLICK: &str = r"
const [done] = arguments;
const window = Services.wm.getMostRecentWindow('navigator:browser');
const listeners = [...window.ringsideAlerts.values()];
listeners.forEach((listener) => listener.observe(null, 'alertclickcallback', ''));
done(listeners.length);
";

/// Presses a button of the notification that is shown; only Chromium's have
/// some.
///
/// # Errors
/// When none is shown.
pub async fn press(session: &Session, button: u32) -> Result<()> {
    ensure!(session.browser == Browser::Chromium, "there are no buttons");
    dispatch(session, "onButtonClicked", Some(button)).await
}

async fn dispatch(session: &Session, event: &str, button: Option<u32>) -> Result<()> {
    let arguments = button.map_or(String::new(), |button| format!(", {button}"));
    let script = format!(
        "chrome.notifications.getAll().then((all) => {{
            const [shown] = Object.keys(all);
            if (shown) chrome.notifications.{event}.dispatch(shown{arguments});
            return shown !== undefined;
        }})"
    );
    let shown = worker::evaluate(session, &script).await?;
    ensure!(shown == Value::Bool(true), "no notification is shown");
    Ok(())
}

/// What is announced now: notifications, whether it sounds, the toolbar's words.
const ANNOUNCED: &str = r"
const [done] = arguments;
const sounds = async () => {
    if (chrome.offscreen) {
        const open = await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] });
        return open.length === 1;
    }
    const page = await browser.runtime.getBackgroundPage();
    const playing = page.ringsidePlayed.filter((audio) => !audio.paused && audio.currentTime > 0);
    return playing.length === 1;
};
const look = async () => [
    Object.keys(await chrome.notifications.getAll()).length,
    await sounds(),
    await chrome.action.getTitle({}),
];
look().then(done, (error) => done(String(error)));
";

/// Waits until this many notifications are shown, it sounds or does not, and
/// the toolbar says this. The current tab has one of the extension's pages.
///
/// # Errors
/// When it is not so in time; names what there is.
pub async fn announces(person: &Person, wanted: (u64, bool, &str)) -> Result<()> {
    let mut seen = Value::Null;
    wait::until_true("what announces a call", wait::STEP, async || {
        seen = person
            .web()
            .execute_async(ANNOUNCED, vec![])
            .await?
            .json()
            .clone();
        Ok(seen[0] == wanted.0 && seen[1] == wanted.1 && seen[2] == wanted.2)
    })
    .await
    .with_context(|| format!("wanted {wanted:?}, there is {seen}"))
}
