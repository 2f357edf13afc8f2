//! A linker for WebAssembly, where the compiler does not bring one.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::Shell;

use super::super::plan::Planned;
use super::super::system;

const NAMES: [&str; 3] = ["wasm-ld", "wasm-ld-22", "wasm-ld-19"];
const PACKAGE: [&str; 1] = ["lld-19"];

/// What is missing, where the compiler is one of these installations.
pub(super) fn plan(sh: &Shell, sysroots: &[PathBuf]) -> Option<Planned> {
    let found = sysroots.iter().any(|sysroot| own(sysroot).is_some())
        || system::find_program(&NAMES).is_some();
    (!found).then(|| system::plan_packages(sh, &PACKAGE))
}

/// Nothing where the first installation, the compiler's, brings a linker; else
/// where there is one.
///
/// # Errors
/// Where there is none and LLVM's cannot be installed.
pub(super) fn ensure(sh: &Shell, sysroots: &[PathBuf]) -> Result<Option<PathBuf>> {
    let mut sysroots = sysroots.iter();
    if sysroots
        .next()
        .is_some_and(|compiler| own(compiler).is_some())
    {
        return Ok(None);
    }
    if let Some(linker) = sysroots.find_map(|sysroot| own(sysroot)) {
        return Ok(Some(linker));
    }
    if system::find_program(&NAMES).is_none() {
        system::install_packages(sh, &PACKAGE).context("please install LLVM's linker, lld")?;
    }
    let linker = system::find_program(&NAMES).context("lld brought no wasm-ld")?;
    Ok(Some(linker))
}

/// The linker inside a Rust installation.
fn own(sysroot: &Path) -> Option<PathBuf> {
    let hosts = std::fs::read_dir(sysroot.join("lib/rustlib")).ok()?;
    hosts
        .flatten()
        .map(|host| {
            let linker = format!("rust-lld{}", std::env::consts::EXE_SUFFIX);
            host.path().join("bin").join(linker)
        })
        .find(|linker| linker.is_file())
}
