//! A compiler for `wasm32-unknown-unknown` that can also build the standard
//! library from source (the content module is compiled for the first WebAssembly
//! version, and the ready-made library is not).
//!
//! Ordinary machines get both from rustup. Where rustup cannot download, Debian
//! has a current compiler with the library's whole source; the target's library
//! is then built once, into that compiler's own directory.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use super::system;
use crate::stage::{quietly, stage};
use crate::workspace;

const TARGET: &str = "wasm32-unknown-unknown";
/// Debian's compiler. Not the plain `rustc` package: that one is too old.
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
/// `RINGSIDE_WASM_RUST=debian` skips rustup, so that both ways can be tried on
/// a machine where rustup works.
const CHOICE: &str = "RINGSIDE_WASM_RUST";

/// The compiler that makes WebAssembly.
pub(crate) struct WasmToolchain {
    sysroot: PathBuf,
    /// Debian's compiler, where it is not the one on the search path.
    debian: bool,
    /// Where the compiler brings no linker of its own.
    linker: Option<PathBuf>,
}

impl WasmToolchain {
    /// Sets a shell up to compile to WebAssembly with this compiler.
    ///
    /// # Errors
    /// Where the search path cannot be put together.
    pub(super) fn apply(&self, sh: &Shell) -> Result<()> {
        sh.set_var("CARGO_TARGET_DIR", workspace::wasm_target());
        // Building the standard library is still called unstable; one pinned
        // compiler builds its own library here.
        sh.set_var("RUSTC_BOOTSTRAP", "1");
        if self.debian {
            sh.set_var("RUSTC", DEBIAN_RUSTC);
            // wasm-pack looks for `cargo` and `rustc` on the search path only.
            super::prepend_path(sh, [PathBuf::from("/usr/bin")])?;
        }
        if let Some(linker) = &self.linker {
            sh.set_var("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        Ok(())
    }

    /// Whether clippy exists for this compiler.
    pub(crate) fn has_clippy(&self) -> bool {
        !self.debian
    }

    /// Where the source of the standard library is.
    pub(crate) fn standard_library(&self) -> PathBuf {
        standard_library(&self.sysroot)
    }
}

/// Finds or makes the compiler.
///
/// # Errors
/// Says what to install, where this task cannot.
pub(super) fn ensure(sh: &Shell) -> Result<WasmToolchain> {
    let host = cmd!(sh, "rustc --print sysroot").quiet().read()?;
    let host = PathBuf::from(host);
    let force_debian = std::env::var(CHOICE).is_ok_and(|choice| choice == "debian");
    if !force_debian {
        if is_complete(&host) {
            return with_linker(sh, host, false);
        }
        if !debian_is_ready(sh) && rustup_adds_target(sh)? {
            return with_linker(sh, host, false);
        }
    }
    if !debian_is_ready(sh) {
        make_debian_ready(sh).context(
            "please install the Rust target wasm32-unknown-unknown and the component rust-src",
        )?;
    }
    let debian = debian_sysroot(sh)?;
    let debian_is_host = debian == host;
    with_linker(sh, debian, !debian_is_host)
}

fn standard_library(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib/src/rust")
}

fn target_libraries(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TARGET).join("lib")
}

fn is_complete(sysroot: &Path) -> bool {
    target_libraries(sysroot).is_dir()
        && standard_library(sysroot).join("library/std").is_dir()
        && (!sysroot.starts_with("/usr") || stamp(sysroot).is_file())
}

/// Asks rustup; a machine that cannot download is no error here.
fn rustup_adds_target(sh: &Shell) -> Result<bool> {
    if system::find_program(&["rustup"]).is_none() {
        return Ok(false);
    }
    stage("rustup target add wasm32-unknown-unknown", || {
        let _impatient = sh.push_env("RUSTUP_MAX_RETRIES", "0");
        let added = quietly(cmd!(sh, "rustup target add {TARGET}"))
            .and_then(|()| quietly(cmd!(sh, "rustup component add rust-src")));
        if added.is_err() {
            println!("rustup cannot download here; trying the system's packages");
        }
        Ok(added.is_ok())
    })
}

fn debian_sysroot(sh: &Shell) -> Result<PathBuf> {
    let sysroot = cmd!(sh, "{DEBIAN_RUSTC} --print sysroot").quiet().read()?;
    Ok(PathBuf::from(sysroot))
}

/// Records which compiler built the target's library: another one cannot read
/// it.
fn stamp(sysroot: &Path) -> PathBuf {
    target_libraries(sysroot).with_file_name("built-with")
}

fn debian_version(sh: &Shell) -> Option<String> {
    if !Path::new(DEBIAN_RUSTC).is_file() || !Path::new(DEBIAN_CARGO).is_file() {
        return None;
    }
    cmd!(sh, "{DEBIAN_RUSTC} -vV").quiet().read().ok()
}

fn debian_is_ready(sh: &Shell) -> bool {
    let Some(version) = debian_version(sh) else {
        return false;
    };
    debian_sysroot(sh).is_ok_and(|sysroot| {
        is_complete(&sysroot)
            && std::fs::read_to_string(stamp(&sysroot)).is_ok_and(|built| built == version)
    })
}

fn make_debian_ready(sh: &Shell) -> Result<()> {
    let has_source =
        |sh: &Shell| debian_sysroot(sh).is_ok_and(|root| standard_library(&root).is_dir());
    if debian_version(sh).is_none() || !has_source(sh) {
        system::install_packages(sh, &DEBIAN_PACKAGES)?;
    }
    let version = debian_version(sh).context("Debian's compiler is not there")?;
    if !has_source(sh) {
        bail!("{DEBIAN_RUSTC} has no library source beside it");
    }
    let sysroot = debian_sysroot(sh)?;
    stage(
        "build the standard library for wasm32 (a minute, once)",
        || {
            build_library(sh, &sysroot)?;
            // Last: its presence says that everything before it is complete.
            sh.write_file(stamp(&sysroot), &version)?;
            Ok(())
        },
    )
}

/// Compiles the standard library by way of an empty crate, and puts its parts
/// where the compiler looks for them.
fn build_library(sh: &Shell, sysroot: &Path) -> Result<()> {
    let scratch = sh.create_temp_dir()?;
    let manifest = "[package]\nname = \"empty\"\nedition = \"2024\"\n\n[workspace]\n";
    sh.write_file(scratch.path().join("Cargo.toml"), manifest)?;
    sh.write_file(scratch.path().join("src/lib.rs"), "#![no_std]\n")?;

    let target = scratch.path().join("target");
    let _there = sh.push_dir(scratch.path());
    let build = cmd!(
        sh,
        "{DEBIAN_CARGO} build --release --target {TARGET} -Zbuild-std=std,panic_abort,test"
    );
    quietly(
        build
            .env("RUSTC", DEBIAN_RUSTC)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", &target),
    )?;

    let place = target_libraries(sysroot);
    sh.remove_path(&place)?;
    sh.create_dir(&place)?;
    for file in sh.read_dir(target.join(TARGET).join("release/deps"))? {
        let is_library = file.extension().is_some_and(|kind| kind == "rlib");
        let is_empty_crate = file
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("libempty"));
        if is_library && !is_empty_crate {
            sh.copy_file(file, &place)?;
        }
    }
    Ok(())
}

fn with_linker(sh: &Shell, sysroot: PathBuf, debian: bool) -> Result<WasmToolchain> {
    let linker = find_linker(sh, &sysroot)?;
    Ok(WasmToolchain {
        sysroot,
        debian,
        linker,
    })
}

/// A linker for WebAssembly, where the compiler does not bring one.
fn find_linker(sh: &Shell, sysroot: &Path) -> Result<Option<PathBuf>> {
    if own_linker(sysroot).is_some() {
        return Ok(None);
    }
    let host = cmd!(sh, "rustc --print sysroot").quiet().read()?;
    if let Some(linker) = own_linker(Path::new(&host)) {
        return Ok(Some(linker));
    }
    let names = ["wasm-ld", "wasm-ld-22", "wasm-ld-19"];
    if system::find_program(&names).is_none() {
        system::install_packages(sh, &["lld-19"]).context("please install LLVM's linker, lld")?;
    }
    let linker = system::find_program(&names).context("lld brought no wasm-ld")?;
    Ok(Some(linker))
}

/// The linker inside a Rust installation.
fn own_linker(sysroot: &Path) -> Option<PathBuf> {
    let hosts = std::fs::read_dir(sysroot.join("lib/rustlib")).ok()?;
    hosts
        .flatten()
        .map(|host| {
            let linker = format!("rust-lld{}", std::env::consts::EXE_SUFFIX);
            host.path().join("bin").join(linker)
        })
        .find(|linker| linker.is_file())
}
