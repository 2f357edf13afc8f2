//! `cargo xtask setup`: make any machine ready, quickly where it is already.
//!
//! Tools go to the user's cache, system packages through the system's package
//! manager; nothing is put into the tree.

mod browsers;
mod cargo_tools;
mod npm;
mod system;
mod wasm;

use std::path::PathBuf;

use anyhow::Result;
use xshell::Shell;

pub(crate) use browsers::Browsers;
pub(crate) use wasm::WasmToolchain;

use crate::stage::stage;
use crate::workspace;

/// What a build of the extension needs.
pub(crate) struct BuildTools {
    /// The compiler for WebAssembly.
    pub(crate) wasm: WasmToolchain,
    /// wasm-pack and wasm-bindgen.
    cargo_bin: PathBuf,
    /// wasm-opt, wasm2js, esbuild, addons-linter.
    npm_modules: PathBuf,
}

/// What running the extension in browsers needs besides.
pub(crate) struct AllTools {
    /// The tools of a build.
    pub(crate) build: BuildTools,
    /// Both browsers and their drivers.
    pub(crate) browsers: Browsers,
}

/// Makes this machine ready to build the extension.
///
/// # Errors
/// Says in one sentence what to install, where this task cannot.
pub(crate) fn for_build() -> Result<BuildTools> {
    stage("setup", build_tools)
}

/// Makes this machine ready for everything.
///
/// # Errors
/// Says in one sentence what to install, where this task cannot.
pub(crate) fn everything() -> Result<AllTools> {
    stage("setup", || {
        // System packages first: they may bring the compiler's library source.
        let sh = Shell::new()?;
        let cargo_bin = workspace::cache()?.join("cargo").join("bin");
        let browsers = browsers::ensure(&sh, &cargo_bin)?;
        let build = build_tools()?;
        Ok(AllTools { build, browsers })
    })
}

fn build_tools() -> Result<BuildTools> {
    let sh = Shell::new()?;
    sh.change_dir(workspace::root());
    let npm_modules = npm::ensure(&sh)?;
    let wasm = wasm::ensure(&sh)?;
    let cargo_bin = cargo_tools::ensure(&sh)?;
    Ok(BuildTools {
        wasm,
        cargo_bin,
        npm_modules,
    })
}

impl BuildTools {
    /// A shell at the workspace's root that finds every tool.
    ///
    /// # Errors
    /// Where the search path cannot be put together.
    pub(crate) fn shell(&self) -> Result<Shell> {
        let sh = Shell::new()?;
        sh.change_dir(workspace::root());
        prepend_path(&sh, [self.npm_modules.join(".bin"), self.cargo_bin.clone()])?;
        Ok(sh)
    }

    /// The same shell, set up to compile to WebAssembly.
    ///
    /// # Errors
    /// Where the search path cannot be put together.
    pub(crate) fn wasm_shell(&self) -> Result<Shell> {
        let sh = self.shell()?;
        self.wasm.apply(&sh)?;
        // Our own tools come first whatever directory the compiler is in.
        prepend_path(&sh, [self.npm_modules.join(".bin"), self.cargo_bin.clone()])?;
        Ok(sh)
    }

    /// The directory `node_modules` of the committed lock file.
    pub(crate) fn npm_modules(&self) -> &std::path::Path {
        &self.npm_modules
    }
}

/// Puts directories before the search path of a shell.
fn prepend_path<const N: usize>(sh: &Shell, dirs: [PathBuf; N]) -> Result<()> {
    let old = sh.var_os("PATH").unwrap_or_default();
    let new = std::env::join_paths(dirs.into_iter().chain(std::env::split_paths(&old)))?;
    sh.set_var("PATH", new);
    Ok(())
}
