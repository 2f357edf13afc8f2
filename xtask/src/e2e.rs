//! Tasks that run in real browsers: the demo and the benchmark. Both are
//! programs of the end-to-end crate, which knows how to drive browsers.

use anyhow::{Context, Result, anyhow};
use clap::Args;
use xshell::{Shell, cmd};

use crate::manifest::Browser;
use crate::setup::{self, AllTools};
use crate::stage::{quietly, stage};
use crate::{build, workspace};

/// What to hand to the program.
#[derive(Args)]
pub(crate) struct Options {
    /// Arguments of the program itself; `-- --help` lists them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Builds the extension, then runs a program of the end-to-end crate with it.
///
/// # Errors
/// Where set-up, build or the program fails.
pub(crate) fn run(program: &str, options: &Options) -> Result<()> {
    // The program needs nothing of set-up to compile, and set-up and the
    // build leave a core idle half of the time.
    let tools = std::thread::scope(|scope| {
        let compiling = scope.spawn(|| compile(&format!("the {program}"), &["--bin", program]));
        let tools = setup::for_browsers()?;
        build::with_tools(&tools.build, build::Options::TESTED)?;
        let compiled = compiling.join().map_err(|_| anyhow!("a job panicked"))?;
        compiled.map(|()| tools)
    })?;
    let sh = shell(&tools)?;
    let arguments = &options.arguments;
    cmd!(
        sh,
        "cargo run --quiet -p ringside-e2e --bin {program} -- {arguments...}"
    )
    .quiet()
    .run()
    .with_context(|| format!("the {program} failed"))
}

/// Builds the extension while the stories are compiled, for the same reason.
///
/// # Errors
/// Where either fails.
pub(crate) fn build_beside_stories() -> Result<()> {
    let tools = setup::for_build()?;
    std::thread::scope(|scope| {
        let compiling = scope.spawn(|| compile("the stories", &["--tests"]));
        build::with_tools(&tools, build::Options::TESTED)?;
        compiling.join().map_err(|_| anyhow!("a job panicked"))?
    })
}

fn compile(what: &str, targets: &[&str]) -> Result<()> {
    let sh = workspace::shell()?;
    stage(&format!("compile {what}"), || {
        quietly(cmd!(sh, "cargo build --quiet -p ringside-e2e {targets...}"))
    })
}

/// A shell whose programs know the browsers and drivers (`CHROMIUM`,
/// `CHROMEDRIVER`, `FIREFOX`, `GECKODRIVER`) and the folder of built extensions
/// (`RINGSIDE_DIST`, holding `chrome` and `firefox`).
///
/// # Errors
/// Where the search path cannot be put together.
pub(crate) fn shell(tools: &AllTools) -> Result<Shell> {
    let sh = tools.build.shell()?;
    tools.browsers.apply(&sh);
    let chrome = build::dist(Browser::Chrome, build::Options::TESTED);
    if let Some(dist) = chrome.parent() {
        sh.set_var("RINGSIDE_DIST", dist);
    }
    Ok(sh)
}
