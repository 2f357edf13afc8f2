//! clippy, of the same version as each compiler that is used: another
//! version's cannot read what that compiler made.

use anyhow::{Context, Result, bail};
use xshell::{Cmd, Shell, cmd};

use super::super::plan::Planned;
use super::super::system;
use super::{Way, debian, way};
use crate::stage::{quietly, stage};

const CARGO_CLIPPY: &str = "/usr/bin/cargo-clippy";
const CLIPPY_DRIVER: &str = "/usr/bin/clippy-driver";
const PACKAGE: [&str; 1] = ["rust-web-clippy"];

/// clippy as a command, to be given its arguments.
pub(super) fn command(sh: &Shell, debian: bool) -> Cmd<'_> {
    if debian {
        // By its path: `cargo clippy` would find rustup's first.
        cmd!(sh, "{CARGO_CLIPPY} clippy").env("CARGO", debian::CARGO)
    } else {
        cmd!(sh, "cargo clippy")
    }
}

/// What is missing.
pub(in super::super) fn plan(sh: &Shell) -> Result<Vec<Planned>> {
    let mut plan = Vec::new();
    if !host_has_clippy(sh) {
        plan.push(if system::find_program(&["rustup"]).is_some() {
            Planned {
                what: "the component clippy".to_owned(),
                how: "with rustup, beside the compiler".to_owned(),
                obstacle: None,
            }
        } else {
            system::plan_packages(sh, &PACKAGE)
        });
    } else if !debian_has_clippy(sh) {
        let planned = system::plan_packages(sh, &PACKAGE);
        match way(sh)? {
            Way::Host => {}
            Way::DebianIsReady | Way::Debian => plan.push(planned),
            Way::Rustup => plan.push(planned.only_if("rustup cannot download")),
        }
    }
    Ok(plan)
}

/// Makes sure that whatever is compiled can be linted too.
///
/// # Errors
/// Where that fails, because code must not count as linted that was not.
pub(in super::super) fn ensure(sh: &Shell) -> Result<()> {
    if !host_has_clippy(sh) {
        if system::find_program(&["rustup"]).is_some() {
            stage("rustup component add clippy", || {
                quietly(cmd!(sh, "rustup component add clippy"))
            })?;
        } else {
            system::install_packages(sh, &PACKAGE).context("please install clippy")?;
        }
        if !host_has_clippy(sh) {
            bail!("`cargo clippy --version` still fails; please install clippy");
        }
    }
    if way(sh)? == Way::Host || debian_has_clippy(sh) {
        return Ok(());
    }
    system::install_packages(sh, &PACKAGE)
        .and_then(|()| {
            if debian_has_clippy(sh) {
                Ok(())
            } else {
                bail!("{CLIPPY_DRIVER} is not of the version of {}", debian::RUSTC)
            }
        })
        .context(
            "please install clippy for the compiler that makes WebAssembly here, or leave \
             that part out with `cargo xtask test --without-wasm-clippy`",
        )
}

fn host_has_clippy(sh: &Shell) -> bool {
    let version = cmd!(sh, "cargo clippy --version").quiet().ignore_stderr();
    version.read().is_ok()
}

/// clippy's driver is a compiler, and says which.
fn debian_has_clippy(sh: &Shell) -> bool {
    let said = cmd!(sh, "{CLIPPY_DRIVER} --rustc -vV")
        .quiet()
        .ignore_stderr();
    let Ok(said) = said.read() else {
        return false;
    };
    let release = |text: &str| {
        let mut lines = text.lines();
        lines
            .find(|line| line.starts_with("release: "))
            .map(str::to_owned)
    };
    debian::version(sh).is_some_and(|version| release(&version) == release(&said))
}
