//! The system's own programs and packages.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::stage::{quietly, stage};

/// The first of these programs that is on the search path.
pub(super) fn find_program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let dirs: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| dirs.iter().map(move |dir| dir.join(name)))
        .map(|file| {
            if cfg!(windows) {
                file.with_extension("exe")
            } else {
                file
            }
        })
        .find(|file| file.is_file())
}

/// Installs Debian packages, where this is Debian and we may.
///
/// # Errors
/// Where it is not Debian, we are not root, or apt-get fails: then the error
/// says what to install.
pub(super) fn install_packages(sh: &Shell, packages: &[&str]) -> Result<()> {
    static LISTS_ARE_FRESH: AtomicBool = AtomicBool::new(false);

    let wanted = packages.join(" ");
    if !Path::new("/usr/bin/apt-get").exists() {
        bail!("this machine has no apt-get to install them with (Debian calls them {wanted})");
    }
    if cmd!(sh, "id -u").quiet().read().unwrap_or_default() != "0" {
        bail!("run `apt-get install {wanted}` as root");
    }
    stage(&format!("apt-get install {wanted}"), || {
        let _quiet = sh.push_env("DEBIAN_FRONTEND", "noninteractive");
        if !LISTS_ARE_FRESH.swap(true, Ordering::Relaxed) {
            quietly(cmd!(sh, "apt-get update -q"))?;
        }
        quietly(cmd!(
            sh,
            "apt-get install -y -q --no-install-recommends {packages...}"
        ))
        .with_context(|| format!("apt-get could not install {wanted}"))
    })
}
