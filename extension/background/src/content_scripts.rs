//! Where the content script runs: on the sites that were granted and not
//! switched off.

use wasm_bindgen_futures::spawn_local;

use super::diagnostics::log;
use super::preferences::Preferences;
use ringside::settings::Settings;
use ringside_web::browser::{Error, permissions, scripting, storage, tabs};

/// Registers the content script; `open_too` runs it in tabs that are open
/// already as well, as after the installation, an update, or a grant.
pub(super) fn register(preferences: &Preferences, open_too: bool) {
    let off = preferences.read(Settings::patterns_off);
    spawn_local(async move {
        storage::close_to_pages().await;
        if let Err(cause) = try_register(&off, open_too).await {
            log(&format!("cannot register on the granted sites: {cause}"));
        }
    });
}

async fn try_register(off: &[String], open_too: bool) -> Result<(), Error> {
    let mut patterns = permissions::origins().await?;
    patterns.retain(|pattern| !off.contains(pattern));
    scripting::register(&patterns).await?;
    if open_too && !patterns.is_empty() {
        for tab in tabs::at(&patterns).await? {
            // Fails for tabs that show an error page or are being closed; they
            // need no script.
            let _ = scripting::inject(tab).await;
        }
    }
    Ok(())
}
