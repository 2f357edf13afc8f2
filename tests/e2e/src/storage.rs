//! The extension's local storage: full, damaged, from a newer version.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::{Browser, Session, windows};

/// Fills the storage to its last byte (Chromium), or has the browser refuse
/// whatever the worker writes (Firefox, whose storage is as large as the disk),
/// until the worker starts anew.
///
/// # Errors
/// When it cannot be filled.
pub async fn fill(session: &Session) -> Result<()> {
    let script = match session.browser {
        Browser::Chromium => FILL,
        Browser::Firefox => REFUSE,
    };
    let done = windows::in_extension(session, script, Value::Null).await?;
    ensure!(done == json!(true), "not filled: {done}");
    Ok(())
}

/// Makes room again.
///
/// # Errors
/// When the extension's page does not open.
pub async fn free(session: &Session) -> Result<()> {
    let script = match session.browser {
        Browser::Chromium => {
            "async () => { await chrome.storage.local.remove('filler'); return true; }"
        }
        Browser::Firefox => ALLOW,
    };
    windows::in_extension(session, script, Value::Null)
        .await
        .map(drop)
}

/// Stores texts, by their keys, behind the extension's back.
///
/// # Errors
/// When the extension's page does not open, or cannot store them.
pub async fn store(session: &Session, texts: Value) -> Result<()> {
    let script = "async (texts) => { await chrome.storage.local.set(texts); return true; }";
    windows::in_extension(session, script, texts)
        .await
        .map(drop)
}

/// Everything that is stored.
///
/// # Errors
/// When the extension's page does not open.
pub async fn stored(session: &Session) -> Result<Value> {
    let script = "() => chrome.storage.local.get(null)";
    let mut all = windows::in_extension(session, script, Value::Null).await?;
    all.as_object_mut()
        .context("nothing is stored")?
        .remove("filler");
    Ok(all)
}

/// Everything that is stored until the browser closes, as one text.
///
/// # Errors
/// When the extension's page does not open.
pub async fn session_text(session: &Session) -> Result<String> {
    let script = "() => chrome.storage.session.get(null)";
    let all = windows::in_extension(session, script, Value::Null).await?;
    Ok(all.to_string())
}

const FILL: &str = "async () => {
    const { local } = chrome.storage;
    const room = async () => local.QUOTA_BYTES - await local.getBytesInUse(null);
    // The key and the quotes around the text count as well.
    await local.set({ filler: '' });
    await local.set({ filler: 'x'.repeat(await room()) });
    return await room() === 0;
}";

const REFUSE: &str = "async () => {
    const worker = await chrome.runtime.getBackgroundPage();
    const { local } = worker.chrome.storage;
    worker.ringsideSet = local.set.bind(local);
    local.set = () => worker.Promise.reject(new worker.Error('QuotaExceededError'));
    return true;
}";

const ALLOW: &str = "async () => {
    const worker = await chrome.runtime.getBackgroundPage();
    if (worker.ringsideSet) worker.chrome.storage.local.set = worker.ringsideSet;
    return true;
}";
