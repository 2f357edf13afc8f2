//! `cargo xtask setup`: make any machine ready, quickly where it is already.
//!
//! Tools go to the user's cache, system packages through the system's package
//! manager; nothing is put into the tree. What is missing is announced first,
//! then installed side by side. A task asks for what it needs and no more.

mod browsers;
mod lock;
mod npm;
mod plan;
mod prebuilt;
mod system;
mod tools;
mod wasm;

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use clap::Args;
use xshell::Shell;

pub(crate) use browsers::Browsers;
pub(crate) use wasm::WasmToolchain;

use crate::stage::stage;
use crate::workspace;

/// Something that a task needs of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// The compiler for WebAssembly.
    Wasm,
    /// clippy, for this machine's compiler and for the one for WebAssembly.
    Clippy,
    /// What turns the compiler's output into an extension.
    Build,
    /// Both browsers and their drivers.
    Browsers,
    /// What only checks need from npm.
    TestPackages,
    /// The front ends whose pages stories play.
    FrontEnds,
}

impl Need {
    const ALL: [Self; 6] = [
        Self::Wasm,
        Self::Clippy,
        Self::Build,
        Self::Browsers,
        Self::TestPackages,
        Self::FrontEnds,
    ];
}

/// How to set up.
#[derive(Args)]
pub(crate) struct Options {
    /// Only say what would be installed, and where
    #[arg(long)]
    dry_run: bool,
}

/// What a build of the extension needs.
pub(crate) struct BuildTools {
    /// The compiler for WebAssembly.
    pub(crate) wasm: WasmToolchain,
    /// wasm-pack and wasm-bindgen.
    cargo_bin: PathBuf,
    /// wasm-opt, wasm2js, esbuild.
    npm_modules: PathBuf,
}

/// What running the extension in browsers needs besides.
pub(crate) struct AllTools {
    pub(crate) build: BuildTools,
    /// Both browsers and their drivers.
    pub(crate) browsers: Browsers,
}

/// Packages from npm that only checks need.
pub(crate) struct TestPackages {
    modules: PathBuf,
}

impl TestPackages {
    /// Their `node_modules`.
    pub(crate) fn folder(&self) -> &Path {
        &self.modules
    }

    /// The programs among them.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.modules.join(".bin").join(name)
    }
}

/// Runs the command: everything that any task needs.
///
/// # Errors
/// Says in one sentence what to install, where this task cannot.
pub(crate) fn run(options: &Options) -> Result<()> {
    if !options.dry_run {
        prepare(&Need::ALL)?;
    }
    match plan::announce(&plan_for(&Need::ALL)?) {
        Some(plan) => println!("{plan}"),
        None => println!("setup: nothing is missing on this machine"),
    }
    Ok(())
}

/// Makes this machine ready to build the extension.
///
/// # Errors
/// Says in one sentence what to install, where this task cannot.
pub(crate) fn for_build() -> Result<BuildTools> {
    prepare(&[Need::Wasm, Need::Build])?;
    let sh = workspace::shell()?;
    Ok(BuildTools {
        wasm: wasm::ensure(&sh)?,
        cargo_bin: tools::place()?,
        npm_modules: npm::BUILD.ensure(&sh)?,
    })
}

/// Makes this machine ready to build the extension and run it in browsers.
///
/// # Errors
/// Says in one sentence what to install, where this task cannot.
pub(crate) fn for_browsers() -> Result<AllTools> {
    prepare(&[Need::Wasm, Need::Build, Need::Browsers])?;
    Ok(AllTools {
        build: for_build()?,
        browsers: browsers::find()?,
    })
}

/// Makes this machine ready to lint what is compiled to WebAssembly.
///
/// # Errors
/// Says in one sentence what to install, where this task cannot.
pub(crate) fn for_wasm() -> Result<WasmToolchain> {
    prepare(&[Need::Wasm])?;
    wasm::ensure(&workspace::shell()?)
}

/// Installs what only checks need from npm.
///
/// # Errors
/// Says in one sentence what to install, where this task cannot.
pub(crate) fn test_packages() -> Result<TestPackages> {
    prepare(&[Need::TestPackages])?;
    let modules = npm::TESTS.ensure(&workspace::shell()?)?;
    Ok(TestPackages { modules })
}

/// Installs the front ends whose pages stories play.
///
/// # Errors
/// Says in one sentence what to install, where this task cannot.
pub(crate) fn front_ends() -> Result<TestPackages> {
    prepare(&[Need::FrontEnds])?;
    let modules = npm::FRONT_ENDS.ensure(&workspace::shell()?)?;
    Ok(TestPackages { modules })
}

/// Says what is missing, then installs it, side by side.
///
/// # Errors
/// Says in one sentence what to install, where this task cannot.
pub(crate) fn prepare(needs: &[Need]) -> Result<()> {
    let plan = plan_for(needs)?;
    let Some(announcement) = plan::announce(&plan) else {
        return Ok(());
    };
    println!("{announcement}");
    plan::check(&plan)?;
    stage("setup", || install(needs))
}

fn plan_for(needs: &[Need]) -> Result<Vec<plan::Planned>> {
    let sh = workspace::shell()?;
    let mut plan = Vec::new();
    for need in needs {
        match need {
            Need::Wasm => plan.extend(wasm::plan(&sh)?),
            Need::Clippy => plan.extend(wasm::plan_clippy(&sh)?),
            Need::Build => plan.extend(npm::BUILD.plan(&sh)?),
            Need::Browsers => plan.extend(browsers::plan(&sh)),
            Need::TestPackages => plan.extend(npm::TESTS.plan(&sh)?),
            Need::FrontEnds => plan.extend(npm::FRONT_ENDS.plan(&sh)?),
        }
    }
    plan.extend(tools::plan(&tool_groups(needs))?);
    Ok(plan)
}

/// Each of these waits for something else most of the time (a download, the
/// package manager), but for the one that compiles.
fn install(needs: &[Need]) -> Result<()> {
    type Job = Box<dyn FnOnce(&Shell) -> Result<()> + Send>;
    let wants = |need| needs.contains(&need);
    let mut jobs: Vec<Job> = Vec::new();
    let groups = tool_groups(needs);
    if !groups.is_empty() {
        jobs.push(Box::new(move |sh| tools::ensure(sh, &groups).map(|_| ())));
    }
    if wants(Need::Browsers) {
        jobs.push(Box::new(browsers::install));
    }
    let (compiler, clippy) = (wants(Need::Wasm), wants(Need::Clippy));
    if compiler || clippy {
        // One after the other: which clippy it is, the compiler says.
        jobs.push(Box::new(move |sh| {
            wasm::ensure(sh)?;
            if clippy {
                wasm::ensure_clippy(sh)
            } else {
                Ok(())
            }
        }));
    }
    let packages = [
        (wants(Need::Build), npm::BUILD),
        (wants(Need::TestPackages), npm::TESTS),
        (wants(Need::FrontEnds), npm::FRONT_ENDS),
    ];
    jobs.push(Box::new(move |sh| {
        for (wanted, packages) in packages {
            if wanted {
                packages.ensure(sh)?;
            }
        }
        Ok(())
    }));
    std::thread::scope(|scope| {
        let jobs: Vec<_> = jobs
            .into_iter()
            .map(|job| scope.spawn(move || job(&workspace::shell()?)))
            .collect();
        let ends: Vec<Result<()>> = jobs
            .into_iter()
            .map(|job| job.join().map_err(|_| anyhow!("a job panicked"))?)
            .collect();
        ends.into_iter().collect()
    })
}

fn tool_groups(needs: &[Need]) -> Vec<tools::Group> {
    [
        (Need::Build, tools::Group::Build),
        (Need::Browsers, tools::Group::Browsers),
    ]
    .into_iter()
    .filter(|(need, _)| needs.contains(need))
    .map(|(_, group)| group)
    .collect()
}

impl BuildTools {
    /// A shell at the workspace's root that finds every tool.
    ///
    /// # Errors
    /// Where the search path cannot be put together.
    pub(crate) fn shell(&self) -> Result<Shell> {
        let sh = workspace::shell()?;
        prepend_path(&sh, [self.npm_modules.join(".bin"), self.cargo_bin.clone()])?;
        Ok(sh)
    }

    /// The same shell, set up to compile to WebAssembly.
    ///
    /// # Errors
    /// Where the search path cannot be put together.
    pub(crate) fn wasm_shell(&self) -> Result<Shell> {
        let sh = self.wasm.shell()?;
        // Our own tools come first whatever directory the compiler is in.
        prepend_path(&sh, [self.npm_modules.join(".bin"), self.cargo_bin.clone()])?;
        Ok(sh)
    }
}

/// Puts directories before the search path of a shell.
fn prepend_path<const N: usize>(sh: &Shell, dirs: [PathBuf; N]) -> Result<()> {
    let old = sh.var_os("PATH").unwrap_or_default();
    let new = std::env::join_paths(dirs.into_iter().chain(std::env::split_paths(&old)))?;
    sh.set_var("PATH", new);
    Ok(())
}
