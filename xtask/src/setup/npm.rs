//! Tools that are npm packages, exactly as the committed lock file says.

use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use super::system;
use crate::stage::{quietly, stage};
use crate::workspace;

/// Installs the packages; says which `node_modules` they are in.
///
/// # Errors
/// Where Node.js is missing or npm fails.
pub(super) fn ensure(sh: &Shell) -> Result<PathBuf> {
    let source = workspace::root().join("xtask").join("npm");
    let lock = sh.read_binary_file(source.join("package-lock.json"))?;
    let place = workspace::cache()?.join(format!("npm-{}", workspace::fingerprint(&[&lock])));
    let modules = place.join("node_modules");

    let node = system::find_program(&["node"]);
    let npm = system::find_program(&["npm", "npm.cmd"]);
    let (Some(_), Some(npm)) = (node, npm) else {
        anyhow::bail!("please install Node.js 20 or newer, with npm");
    };
    if modules.is_dir() {
        return Ok(modules);
    }
    stage(
        "install binaryen, esbuild and addons-linter from npm",
        || {
            // Installed beside its place and moved there: an interrupted install
            // is never taken for a complete one.
            let partial = place.with_extension(std::process::id().to_string());
            sh.create_dir(&partial)?;
            for file in ["package.json", "package-lock.json"] {
                sh.copy_file(source.join(file), &partial)?;
            }
            let _there = sh.push_dir(&partial);
            // No package here needs an install script.
            quietly(cmd!(sh, "{npm} ci --ignore-scripts --no-audit --no-fund"))?;
            if std::fs::rename(&partial, &place).is_err() {
                // Another checkout may have been quicker; its result is the same.
                sh.remove_path(&partial)?;
            }
            modules
                .is_dir()
                .then_some(modules)
                .context("npm installed nothing")
        },
    )
}
