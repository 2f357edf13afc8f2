//! What the browser lets the extension do. The stores' build in the hands of
//! somebody who has agreed to what it asks for: nobody can press Chromium's own
//! question under a driver. And somebody who takes back what was granted, in the
//! browser's own settings.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::{Browser, Session, extension, privileged, windows};

/// The stores' build as this browser is to have it. Firefox, as it is started
/// here, agrees to everything. For Chromium it is copied to `target`, and the
/// copy has this match pattern granted, as an administrator can do.
///
/// # Errors
/// When nothing was built, or cannot be copied.
pub fn of_the_stores(browser: Browser, pattern: &str, target: &Path) -> Result<PathBuf> {
    let built = extension::of_the_stores(browser)?;
    if browser == Browser::Firefox {
        return Ok(built);
    }
    copy(&built, target)?;
    let mut manifest = extension::manifest(target)?;
    manifest["host_permissions"] = json!([pattern]);
    let path = target.join("manifest.json");
    fs::write(path, manifest.to_string()).context("write the manifest")?;
    Ok(target.to_owned())
}

/// Takes all sites from the extension, as a person does in the browser's list of
/// extensions.
///
/// # Errors
/// When the browser does not do it.
pub async fn withdraw(session: &Session) -> Result<()> {
    set(session, false).await
}

/// Gives the extension its sites back.
///
/// # Errors
/// When the browser does not do it.
pub async fn give_back(session: &Session) -> Result<()> {
    set(session, true).await
}

async fn set(session: &Session, granted: bool) -> Result<()> {
    let done = match session.browser {
        Browser::Chromium => {
            let address = windows::extension(session).await?;
            let id = address
                .trim_start_matches("chrome-extension://")
                .trim_end_matches('/');
            let access = if granted { "ON_ALL_SITES" } else { "ON_CLICK" };
            set_in_chromium(session, id, access).await?
        }
        Browser::Firefox => {
            let id = extension::id(session.extension())?;
            let what = if granted { "add" } else { "remove" };
            privileged::run(session, SET_IN_FIREFOX, vec![json!(id), json!(what)]).await?
        }
    };
    ensure!(done == json!(true), "the sites were not set: {done}");
    Ok(())
}

async fn set_in_chromium(session: &Session, id: &str, access: &str) -> Result<Value> {
    let web = &session.web;
    let here = web.window().await?;
    let tab = web.new_tab().await?;
    web.switch_to_window(tab).await?;
    web.goto("chrome://extensions").await?;
    let done = web
        .execute_async(SET_IN_CHROMIUM, vec![json!(id), json!(access)])
        .await;
    web.close_window().await?;
    web.switch_to_window(here).await?;
    Ok(done?.json().clone())
}

/// What the browser's own page does when “Site access” is set there.
const SET_IN_CHROMIUM: &str = "
const [extensionId, hostAccess, done] = arguments;
chrome.developerPrivate.updateExtensionConfiguration({ extensionId, hostAccess })
    .then(() => done(true), (error) => done(String(error)));
";

/// What about:addons does when the switch of a site is pressed.
const SET_IN_FIREFOX: &str = "
const [id, what, done] = arguments;
const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
const { extension } = WebExtensionPolicy.getByID(id);
const origins = extension.manifest.host_permissions;
ExtensionPermissions[what](id, { permissions: [], origins }, extension)
    .then(() => done(true), (error) => done(String(error)));
";

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("read {}", from.display()))? {
        let path = entry?.path();
        let target = to.join(path.file_name().context("a file without a name")?);
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}
