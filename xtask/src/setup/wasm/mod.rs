//! A compiler for `wasm32-unknown-unknown` that can also build the standard
//! library from source (the content module is compiled for the first WebAssembly
//! version, and the ready-made library is not).
//!
//! Ordinary machines get both from rustup. Where rustup cannot download, Debian
//! has a current compiler with the library's whole source (`debian`).

mod clippy;
mod debian;
mod linker;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Cmd, Shell, cmd};

pub(super) use clippy::{ensure as ensure_clippy, plan as plan_clippy};

use super::plan::Planned;
use super::{lock, system};
use crate::stage::{quietly, stage};
use crate::workspace;

const TARGET: &str = "wasm32-unknown-unknown";
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
    /// A shell that compiles to WebAssembly with this compiler.
    ///
    /// # Errors
    /// Where the search path cannot be put together.
    pub(crate) fn shell(&self) -> Result<Shell> {
        let sh = workspace::shell()?;
        sh.set_var("CARGO_TARGET_DIR", workspace::wasm_target());
        // Building the standard library is still called unstable; one pinned
        // compiler builds its own library here.
        sh.set_var("RUSTC_BOOTSTRAP", "1");
        if self.debian {
            sh.set_var("RUSTC", debian::RUSTC);
            // wasm-pack looks for `cargo` and `rustc` on the search path only.
            super::prepend_path(&sh, [PathBuf::from("/usr/bin")])?;
        }
        if let Some(linker) = &self.linker {
            sh.set_var("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        Ok(sh)
    }

    /// The clippy that belongs to this compiler, to be run in its shell.
    pub(crate) fn clippy<'a>(&self, sh: &'a Shell) -> Cmd<'a> {
        clippy::command(sh, self.debian)
    }

    /// Where the source of the standard library is.
    pub(crate) fn standard_library(&self) -> PathBuf {
        standard_library(&self.sysroot)
    }
}

/// Which way this machine gets its compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// The compiler on the search path has all that is needed.
    Host,
    /// Debian's has.
    DebianIsReady,
    /// rustup may be able to add it to the compiler on the search path;
    /// where it cannot, Debian's is made ready.
    Rustup,
    /// Debian's is to be made ready.
    Debian,
}

fn way(sh: &Shell) -> Result<Way> {
    let force_debian = std::env::var(CHOICE).is_ok_and(|choice| choice == "debian");
    Ok(if !force_debian && is_complete(&host_sysroot(sh)?) {
        Way::Host
    } else if debian::is_ready(sh) {
        Way::DebianIsReady
    } else if !force_debian && system::find_program(&["rustup"]).is_some() {
        Way::Rustup
    } else {
        Way::Debian
    })
}

/// What is missing.
pub(super) fn plan(sh: &Shell) -> Result<Vec<Planned>> {
    let mut plan = match way(sh)? {
        Way::Host | Way::DebianIsReady => Vec::new(),
        Way::Debian => debian::plan(sh),
        Way::Rustup => {
            let sysroot = host_sysroot(sh)?;
            let first = Planned {
                what: format!("the Rust target {TARGET}, the component rust-src"),
                how: format!("with rustup, into {}", sysroot.display()),
                obstacle: None,
            };
            // Said now, since set-up does not stop to ask later.
            let instead = debian::plan(sh).into_iter();
            let instead = instead.map(|planned| planned.only_if("rustup cannot download"));
            std::iter::once(first).chain(instead).collect()
        }
    };
    plan.extend(linker::plan(sh, &way(sh)?.sysroots(sh)?));
    Ok(plan)
}

impl Way {
    /// Where a linker may come from.
    fn sysroots(self, sh: &Shell) -> Result<Vec<PathBuf>> {
        let host = host_sysroot(sh)?;
        Ok(match self {
            Self::Host | Self::Rustup => vec![host],
            Self::DebianIsReady | Self::Debian => {
                debian::sysroot(sh).into_iter().chain([host]).collect()
            }
        })
    }
}

/// Finds or makes the compiler.
///
/// # Errors
/// Says what to install, where this task cannot.
pub(super) fn ensure(sh: &Shell) -> Result<WasmToolchain> {
    let host = host_sysroot(sh)?;
    let sysroot = match way(sh)? {
        Way::Host => host.clone(),
        Way::DebianIsReady => debian::sysroot(sh)?,
        Way::Rustup if rustup_adds_target(sh)? => host.clone(),
        Way::Rustup | Way::Debian => {
            debian::make_ready(sh).context(
                "please install the Rust target wasm32-unknown-unknown and the component rust-src",
            )?;
            debian::sysroot(sh)?
        }
    };
    let linker = linker::ensure(sh, &[sysroot.clone(), host.clone()])?;
    Ok(WasmToolchain {
        debian: sysroot != host,
        sysroot,
        linker,
    })
}

/// The installation of the compiler on the search path.
fn host_sysroot(sh: &Shell) -> Result<PathBuf> {
    let sysroot = cmd!(sh, "rustc --print sysroot").quiet().read()?;
    Ok(PathBuf::from(sysroot))
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
        && (!sysroot.starts_with("/usr") || debian::stamp(sysroot).is_file())
}

/// Asks rustup; a machine that cannot download is no error here.
fn rustup_adds_target(sh: &Shell) -> Result<bool> {
    let _alone = lock::hold("rustup")?;
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
