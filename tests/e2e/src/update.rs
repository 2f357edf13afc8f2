//! A newer version of the extension, as a store would offer it.

use std::path::Path;

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::{Browser, Session, extension, privileged, worker};

/// The version that is offered.
const NEWER: &str = "999";

/// Makes the extension one that can be updated: to be called before anything
/// else is done in the browser.
///
/// Firefox updates no extension that is there for a session only, so it is
/// installed again, as users do. Chromium's debugger cannot offer an update;
/// there the running version is marked, to be told from one that started anew.
///
/// # Errors
/// When the browser refuses.
pub async fn prepare(session: &Session) -> Result<()> {
    match session.browser {
        Browser::Chromium => {
            let mark = "globalThis.ringsideBefore = true";
            worker::evaluate(session, mark).await.map(drop)
        }
        Browser::Firefox => {
            let id = id(session)?;
            let archive = session.folder().join("installed.xpi");
            extension::pack(session.extension(), &archive)?;
            let installed = firefox(session, INSTALL, &id, &archive).await?;
            ensure!(installed == json!("installed"), "installed: {installed}");
            Ok(())
        }
    }
}

/// Offers the newer version.
///
/// # Errors
/// When the browser does not take it, or starts it at once.
pub async fn offer(session: &Session) -> Result<()> {
    match session.browser {
        Browser::Chromium => {
            let offer =
                format!("chrome.runtime.onUpdateAvailable.dispatch({{ version: '{NEWER}' }})");
            worker::evaluate(session, &offer).await.map(drop)
        }
        Browser::Firefox => {
            let archive = session.folder().join("newer.xpi");
            extension::pack_as(session.extension(), &archive, Some(NEWER))?;
            let offered = firefox(session, OFFER, &id(session)?, &archive).await?;
            ensure!(offered == json!("postponed"), "the update was {offered}");
            Ok(())
        }
    }
}

/// Whether the extension has started anew since it was offered.
///
/// # Errors
/// When the browser does not say.
pub async fn came(session: &Session) -> Result<bool> {
    match session.browser {
        Browser::Chromium => {
            let marked = "globalThis.ringsideBefore === true";
            Ok(worker::evaluate(session, marked).await? == json!(false))
        }
        Browser::Firefox => {
            let runs = firefox(session, RUNS, &id(session)?, Path::new("")).await?;
            Ok(runs == json!(NEWER))
        }
    }
}

/// The extension's name in Firefox.
fn id(session: &Session) -> Result<String> {
    extension::id(session.extension())
}

async fn firefox(session: &Session, script: &str, id: &str, archive: &Path) -> Result<Value> {
    let script = format!("{BEGIN}{script}{END}");
    let archive = archive.to_string_lossy().into_owned();
    privileged::run(session, &script, vec![json!(id), json!(archive)]).await
}

const BEGIN: &str = r"
const [id, path, done] = arguments;
const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
const archive = () => {
    const file = Cc['@mozilla.org/file/local;1'].createInstance(Ci.nsIFile);
    file.initWithPath(path);
    return AddonManager.getInstallForFile(file);
};
const work = async () => {
";

const END: &str = r"
};
work().then(done, (error) => done(String(error)));
";

/// In place of the one that is there for the session.
const INSTALL: &str = r"
    await (await AddonManager.getAddonByID(id)).uninstall();
    await (await archive()).install();
    return 'installed';
";

/// The extension asks for updates to wait, or it would be installed at once.
const OFFER: &str = r"
    const install = await archive();
    return new Promise((resolve) => {
        install.addListener({
            onInstallPostponed: () => resolve('postponed'),
            onInstallEnded: () => resolve('installed'),
            onInstallFailed: () => resolve('refused'),
        });
        install.install();
    });
";

const RUNS: &str = r"
    const addon = await AddonManager.getAddonByID(id);
    return addon?.isActive && WebExtensionPolicy.getByID(id)?.active ? addon.version : null;
";
