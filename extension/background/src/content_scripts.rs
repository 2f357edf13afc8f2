//! Where our scripts run: on the sites that were granted and not switched off.

use futures_util::lock::Mutex;
use wasm_bindgen_futures::spawn_local;

use super::diagnostics::log;
use super::own_windows::{OwnWindows, Step};
use super::preferences::Preferences;
use ringside::domain::pattern;
use ringside::own_window;
use ringside::settings::Settings;
use ringside_web::browser::{Error, permissions, scripting, storage, tabs};

pub(super) struct ContentScripts {
    preferences: &'static Preferences,
    own_windows: &'static OwnWindows,
    /// Locked while scripts are registered: the browser refuses one that is
    /// registered already.
    turn: Mutex<()>,
}

impl ContentScripts {
    pub(super) fn new(preferences: &'static Preferences, own_windows: &'static OwnWindows) -> Self {
        Self {
            preferences,
            own_windows,
            turn: Mutex::new(()),
        }
    }

    /// Registers the scripts; `open_too` runs the content script in tabs that
    /// are open already as well, as after the installation, an update, or a
    /// grant.
    pub(super) fn register(&'static self, open_too: bool) {
        spawn_local(async move {
            let _turn = self.turn.lock().await;
            storage::close_to_pages().await;
            if let Err(cause) = self.try_register(open_too).await {
                log(("cannot register on the granted sites", &cause));
            }
        });
    }

    async fn try_register(&self, open_too: bool) -> Result<(), Error> {
        let granted = permissions::origins().await?;
        let (off, own_windows) = self.preferences.read(|settings| {
            let own_windows = own_window::patterns(settings, &granted);
            (settings.patterns_off(), own_windows)
        });
        // First what has to be there before a page can call.
        let registered = scripting::register(scripting::OWN_WINDOW, &own_windows).await;
        self.preferences.read(|settings: &Settings| {
            for site in settings.sites.iter().filter(|site| site.own_window) {
                let cause = registered.as_ref().err();
                self.own_windows
                    .note(&site.origin, Step::Registering, cause);
            }
        });
        // Not where nobody has enabled it, however much the browser grants.
        let mut patterns = self.preferences.read(|settings| {
            let enabled = settings.sites.iter().filter(|site| site.enabled);
            pattern::narrow(&granted, enabled.map(|site| site.origin.as_str()))
        });
        patterns.retain(|pattern| !off.contains(pattern));
        for script in [scripting::GUARD, scripting::LOADER] {
            scripting::register(script, &patterns).await?;
        }
        if open_too && !patterns.is_empty() {
            for tab in tabs::at(&patterns).await? {
                // Fails for tabs that show an error page or are being closed;
                // they need no script.
                for script in [scripting::GUARD, scripting::LOADER] {
                    let _ = scripting::inject(script, tab).await;
                }
            }
        }
        Ok(())
    }
}
