//! `cargo xtask build`: the extension for both browsers, from one source.

mod compile;
mod files;
mod memory;
mod own_window;
mod rename;
mod shrink;

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::setup::{self, BuildTools};
use crate::stage::stage;
use crate::{manifest, size, workspace};

pub(crate) use compile::{MODULES, Module, wasm_pack};
pub(crate) use files::{Files, read_back};
pub(crate) use shrink::{Shrunk, shrink_package};

/// How to build.
#[derive(Args, Clone, Copy)]
pub(crate) struct Options {
    /// For the stores: no site is granted at install, no fixed extension id;
    /// into `dist/store/`
    #[arg(long)]
    pub(crate) store: bool,
    /// For tests and the demo alone: a driver can look into what is added to a
    /// page, and this machine's own pages are granted; into `dist/tests/`
    #[arg(long, conflicts_with = "store")]
    pub(crate) tests: bool,
    /// Larger modules, quicker: skips most of wasm-opt's work
    #[arg(long, conflicts_with = "store")]
    pub(crate) dev: bool,
}

impl Options {
    /// The build that the stores get.
    pub(crate) const STORE: Self = Self {
        store: true,
        tests: false,
        dev: false,
    };

    /// The build that the demo and the tests use.
    pub(crate) const TESTED: Self = Self {
        store: false,
        tests: true,
        dev: false,
    };
}

/// Runs the command.
///
/// # Errors
/// Where a stage fails, or a module is larger than its budget.
pub(crate) fn run(options: Options) -> Result<()> {
    let tools = setup::for_build()?;
    with_tools(&tools, options)
}

/// Builds with tools that are there already.
///
/// # Errors
/// Where a stage fails, or a module is larger than its budget.
pub(crate) fn with_tools(tools: &BuildTools, options: Options) -> Result<()> {
    for module in &MODULES {
        stage(&format!("compile {}", module.name), || {
            compile::compile(tools, module, options)
        })?;
    }
    let code = stage("shrink", || shrink::shrink(tools, options))?;
    stage("assemble dist", || assemble(&code, options))?;
    size::report(tools, &code, !options.dev)
}

/// Where the build for a browser goes.
pub(crate) fn dist(browser: manifest::Browser, options: Options) -> PathBuf {
    let dist = workspace::root().join("dist");
    let dist = match (options.store, options.tests) {
        (true, _) => dist.join("store"),
        (false, true) => dist.join("tests"),
        (false, false) => dist,
    };
    dist.join(browser.name())
}

/// Puts code, static files and each browser's manifest into its directory.
fn assemble(code: &Files, options: Options) -> Result<()> {
    let mut files = files::collect_static(workspace::root())?;
    own_window::fill_in(&mut files)?;
    files.extend(code.clone());
    for browser in manifest::Browser::ALL {
        let manifest = manifest::for_build(workspace::root(), browser, options)?;
        let missing = manifest::missing_files(&manifest, &files);
        if !missing.is_empty() {
            println!(
                "  the manifest names what is not there: {}",
                missing.join(", ")
            );
        }
        let mut files = files.clone();
        files.insert("manifest.json".to_owned(), manifest::to_bytes(&manifest)?);
        let dist = dist(browser, options);
        files::sync(&files, &dist)?;
        println!("  {} ({} files)", dist.display(), files.len());
    }
    Ok(())
}
