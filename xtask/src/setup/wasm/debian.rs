//! Debian's compiler: current, with the whole source of the standard library,
//! but without that library for WebAssembly, which is built here once and put
//! into the compiler's own directory.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use super::super::plan::Planned;
use super::super::{lock, system};
use super::{TARGET, is_complete, standard_library, target_libraries};
use crate::stage::{quietly, stage};

/// Not the plain `rustc` package's: that one is too old.
pub(super) const RUSTC: &str = "/usr/bin/rustc";
pub(super) const CARGO: &str = "/usr/bin/cargo";
const PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

/// What is missing.
pub(super) fn plan(sh: &Shell) -> Vec<Planned> {
    let packages = needs_packages(sh).then(|| system::plan_packages(sh, &PACKAGES));
    // Not there to ask, it will be Debian's usual one.
    let sysroot = sysroot(sh).unwrap_or_else(|_| PathBuf::from("/usr"));
    let library = Planned {
        what: format!("the standard library for {TARGET}"),
        how: format!(
            "built from Debian's source (a minute), into the compiler's {}",
            target_libraries(&sysroot).display()
        ),
        obstacle: None,
    };
    packages.into_iter().chain([library]).collect()
}

/// Where Debian's compiler is installed.
pub(super) fn sysroot(sh: &Shell) -> Result<PathBuf> {
    let sysroot = cmd!(sh, "{RUSTC} --print sysroot").quiet().ignore_stderr();
    Ok(PathBuf::from(sysroot.read()?))
}

/// Records which compiler built the target's library: another one cannot read
/// it.
pub(super) fn stamp(sysroot: &Path) -> PathBuf {
    target_libraries(sysroot).with_file_name("built-with")
}

/// The compiler's version, where the compiler and its cargo are there.
pub(super) fn version(sh: &Shell) -> Option<String> {
    if !Path::new(RUSTC).is_file() || !Path::new(CARGO).is_file() {
        return None;
    }
    cmd!(sh, "{RUSTC} -vV").quiet().read().ok()
}

/// Whether the compiler is there with its library for WebAssembly.
pub(super) fn is_ready(sh: &Shell) -> bool {
    let Some(version) = version(sh) else {
        return false;
    };
    sysroot(sh).is_ok_and(|sysroot| {
        is_complete(&sysroot)
            && std::fs::read_to_string(stamp(&sysroot)).is_ok_and(|built| built == version)
    })
}

fn has_source(sh: &Shell) -> bool {
    sysroot(sh).is_ok_and(|root| standard_library(&root).is_dir())
}

fn needs_packages(sh: &Shell) -> bool {
    version(sh).is_none() || !has_source(sh)
}

/// Installs the compiler and builds the library.
///
/// # Errors
/// Where a package cannot be installed or the library cannot be built.
pub(super) fn make_ready(sh: &Shell) -> Result<()> {
    if needs_packages(sh) {
        system::install_packages(sh, &PACKAGES)?;
    }
    let version = version(sh).context("Debian's compiler is not there")?;
    if !has_source(sh) {
        bail!("{RUSTC} has no library source beside it");
    }
    let _alone = lock::hold("library")?;
    if is_ready(sh) {
        return Ok(());
    }
    let sysroot = sysroot(sh)?;
    let place = target_libraries(&sysroot);
    stage(
        &format!(
            "build the standard library for wasm32 into {} (a minute, once)",
            place.display()
        ),
        || {
            // The stamp goes first and comes last: its presence says that
            // everything else is complete.
            sh.remove_path(stamp(&sysroot))?;
            build_library(sh, &place)?;
            sh.write_file(stamp(&sysroot), &version)?;
            Ok(())
        },
    )
}

/// Compiles the standard library by way of an empty crate, and puts its parts
/// where the compiler looks for them.
fn build_library(sh: &Shell, place: &Path) -> Result<()> {
    let scratch = sh.create_temp_dir()?;
    let manifest = "[package]\nname = \"empty\"\nedition = \"2024\"\n\n[workspace]\n";
    sh.write_file(scratch.path().join("Cargo.toml"), manifest)?;
    sh.write_file(scratch.path().join("src/lib.rs"), "#![no_std]\n")?;

    let target = scratch.path().join("target");
    let _there = sh.push_dir(scratch.path());
    let build = cmd!(
        sh,
        "{CARGO} build --release --target {TARGET} -Zbuild-std=std,panic_abort,test"
    );
    quietly(
        build
            .env("RUSTC", RUSTC)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", &target),
    )?;

    sh.remove_path(place)?;
    sh.create_dir(place)?;
    for file in sh.read_dir(target.join(TARGET).join("release/deps"))? {
        let is_library = file.extension().is_some_and(|kind| kind == "rlib");
        let is_empty_crate = file
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("libempty"));
        if is_library && !is_empty_crate {
            sh.copy_file(file, place)?;
        }
    }
    Ok(())
}
