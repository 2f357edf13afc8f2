//! An administrator's policy, in the files from which browsers read one, for one
//! browser alone. Firefox looks in its user's home. Chromium looks in a folder of the
//! system: this browser gets another one in its place, by mounts of its own.

use std::{
    cell::OnceCell,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{Browser, Session, extension, windows};

/// Where Chromium and Chrome have their policies, in a folder `policies`.
const PLACES: [&str; 2] = ["/etc/chromium", "/etc/opt/chrome"];

/// What gives a command mounts of its own, also where one is not root.
const OWN_MOUNTS: [&str; 2] = ["--map-root-user", "--mount"];

/// The policy of one browser. Nothing is set at first.
pub struct Policy {
    browser: Browser,
    folder: TempDir,
    /// The extension's id: Chromium tells it as long as the worker runs.
    id: OnceCell<String>,
}

impl Policy {
    /// A policy for a browser that is yet to be started.
    ///
    /// # Errors
    /// When Chromium cannot be shown one on this machine without writing to the
    /// system's own folder.
    pub fn new(browser: Browser) -> Result<Self> {
        if browser == Browser::Chromium {
            ensure!(
                PLACES.iter().any(|place| Path::new(place).is_dir()),
                "Chromium reads policies in a folder in {}, and none of them is there: \
                 make the one that is your browser's",
                PLACES.join(" or ")
            );
            let tried = Command::new("unshare")
                .args(OWN_MOUNTS)
                .arg("true")
                .status();
            ensure!(
                tried.is_ok_and(|status| status.success()),
                "this machine lets no program have mounts of its own (try: unshare {} true), \
                 so that Chromium cannot be shown a policy without writing to the system's folder",
                OWN_MOUNTS.join(" ")
            );
        }
        let folder = TempDir::with_prefix("ringside-policy-").context("make a policy's folder")?;
        let policy = Self {
            browser,
            folder,
            id: OnceCell::new(),
        };
        fs::create_dir_all(policy.place())?;
        Ok(policy)
    }

    /// The folder, for [`Options::policies`](crate::Options::policies).
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Sets what the extension in this session gets. Chromium takes note of it at
    /// once, Firefox when it is started the next time.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn set(&self, session: &Session, settings: &Value) -> Result<()> {
        let id = match self.id.get() {
            Some(id) => id.clone(),
            None => id_in(session).await?,
        };
        let (file, policy) = match self.browser {
            Browser::Chromium => {
                let policy = json!({ "3rdparty": { "extensions": { &id: settings } } });
                ("ringside.json".to_owned(), policy)
            }
            Browser::Firefox => {
                let policy = json!({
                    "name": id, "description": "", "type": "storage", "data": settings,
                });
                (format!("{id}.json"), policy)
            }
        };
        self.id.get_or_init(|| id);
        // Never half of it: the browser may be reading.
        let written = self.folder.path().join("written");
        fs::write(&written, policy.to_string()).context("write the policy")?;
        fs::rename(&written, self.place().join(file)).context("put the policy where it is read")
    }

    fn place(&self) -> PathBuf {
        self.folder.path().join(match self.browser {
            Browser::Chromium => "policies/managed",
            Browser::Firefox => ".mozilla/managed-storage",
        })
    }
}

/// By which name the browser knows the extension.
async fn id_in(session: &Session) -> Result<String> {
    if session.browser == Browser::Firefox {
        return extension::id(session.extension());
    }
    let address = windows::extension(session).await?;
    let id = address.trim_start_matches("chrome-extension://");
    Ok(id.trim_end_matches('/').to_owned())
}

/// A command that starts a browser's driver, for both of which `folder` is in the place
/// of the one where the browser looks for policies.
pub(crate) fn seen_by(browser: Browser, program: &Path, folder: &Path) -> Command {
    if browser == Browser::Firefox {
        let mut command = Command::new(program);
        command.env("HOME", folder);
        return command;
    }
    const MOUNT: &str = "folder=$1; places=$2; shift 2
        for place in $places; do
            if [ -d $place ]; then mount --bind \"$folder\" $place || exit; fi
        done
        exec \"$@\"";
    let mut command = Command::new("unshare");
    command
        .args(OWN_MOUNTS)
        .args(["sh", "-c", MOUNT, "sh"])
        .arg(folder)
        .arg(PLACES.join(" "))
        .arg(program);
    command
}
