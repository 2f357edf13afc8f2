//! The system's own programs and packages.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use super::lock;
use super::plan::Planned;
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

/// What `install_packages` would do.
pub(super) fn plan_packages(sh: &Shell, packages: &[&str]) -> Planned {
    Planned {
        what: packages.join(", "),
        how: "from Debian with apt-get, as root, for the whole machine".to_owned(),
        obstacle: obstacle(sh, packages),
    }
}

/// Why packages cannot be installed here, if so, and what to do instead.
fn obstacle(sh: &Shell, packages: &[&str]) -> Option<String> {
    let wanted = packages.join(" ");
    if !Path::new("/usr/bin/apt-get").exists() {
        return Some(format!(
            "this machine has no apt-get to install them with (Debian calls them {wanted})"
        ));
    }
    let is_root = cmd!(sh, "id -u").quiet().read().unwrap_or_default() == "0";
    (!is_root).then(|| format!("run `apt-get install {wanted}` as root"))
}

/// Installs Debian packages, where this is Debian and we may.
///
/// # Errors
/// Where it is not Debian, we are not root, or apt-get fails: then the error
/// says what to install.
pub(super) fn install_packages(sh: &Shell, packages: &[&str]) -> Result<()> {
    static LISTS_ARE_FRESH: AtomicBool = AtomicBool::new(false);

    if let Some(obstacle) = obstacle(sh, packages) {
        bail!("{obstacle}");
    }
    let wanted = packages.join(" ");
    // apt-get admits one at a time, and fails where another one runs.
    let _alone = lock::hold("packages")?;
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
