//! Tools that are crates: wasm-pack, wasm-bindgen, geckodriver.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::stage::{quietly, stage};
use crate::workspace;

/// A command-line tool and the crate it comes from.
struct Tool<'a> {
    krate: &'a str,
    binary: &'a str,
    version: &'a str,
    locked: bool,
}

/// Installs wasm-pack and wasm-bindgen; says which directory they are in.
///
/// # Errors
/// Where cargo cannot install one of them.
pub(super) fn ensure(sh: &Shell) -> Result<PathBuf> {
    let root = workspace::cache()?.join("cargo");
    let bin = root.join("bin");
    let wasm_bindgen = workspace::locked_version("wasm-bindgen")?;
    install(
        sh,
        &bin,
        &Tool {
            krate: "wasm-bindgen-cli",
            binary: "wasm-bindgen",
            version: &wasm_bindgen,
            // Its own lock file names crates that not every registry mirror
            // serves; the version that matters, its own, is given.
            locked: false,
        },
    )?;
    install(
        sh,
        &bin,
        &Tool {
            krate: "wasm-pack",
            binary: "wasm-pack",
            version: "0.15.1",
            locked: true,
        },
    )?;
    Ok(bin)
}

/// Installs geckodriver; says where it is.
///
/// # Errors
/// Where cargo cannot install it.
pub(super) fn geckodriver(sh: &Shell, bin: &Path) -> Result<PathBuf> {
    let tool = Tool {
        krate: "geckodriver",
        binary: "geckodriver",
        version: "0.37.1",
        locked: true,
    };
    install(sh, bin, &tool)?;
    Ok(bin.join(exe(tool.binary)))
}

fn install(sh: &Shell, bin: &Path, tool: &Tool<'_>) -> Result<()> {
    let binary = bin.join(exe(tool.binary));
    if installed_version(sh, &binary).as_deref() == Some(tool.version) {
        return Ok(());
    }
    let root = bin.parent().context("the tools' directory has no parent")?;
    let (krate, version) = (tool.krate, tool.version);
    let locked: &[&str] = if tool.locked { &["--locked"] } else { &[] };
    stage(
        &format!("compile {krate} {version} (a few minutes, once)"),
        || {
            let install = cmd!(
                sh,
                "cargo install {krate} --version {version} {locked...} --force --root {root}"
            );
            quietly(install)
        },
    )
}

/// The version a tool says it is, from a first line like `name 1.2.3 (…)`.
fn installed_version(sh: &Shell, binary: &Path) -> Option<String> {
    if !binary.is_file() {
        return None;
    }
    let said = cmd!(sh, "{binary} --version").quiet().ignore_stderr();
    let said = said.read().ok()?;
    said.split_whitespace().nth(1).map(str::to_owned)
}

fn exe(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}
