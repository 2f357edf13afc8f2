//! `cargo xtask test`: every check, the quickest first.

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use xshell::{Cmd, Shell, cmd};

use crate::manifest::{self, Browser};
use crate::setup::{self, AllTools, Need};
use crate::stage::{quietly, stage};
use crate::{architecture, build, e2e, front_ends, jitsi, lint, soak, workspace};

/// What is compiled to WebAssembly, as cargo's arguments.
const WASM: [&str; 22] = [
    "--target",
    "wasm32-unknown-unknown",
    "--package",
    "ringside-web",
    "--package",
    "ringside-background",
    "--package",
    "ringside-content",
    "--package",
    "ringside-content-module",
    "--package",
    "ringside-overlay",
    "--package",
    "ringside-overlay-module",
    "--package",
    "ringside-pages",
    "--package",
    "ringside-picker",
    "--package",
    "ringside-picker-module",
    "--package",
    "ringside-browser-tests",
];

/// Which checks to run.
#[derive(Args)]
pub(crate) struct Options {
    /// Run only these stages (with what they need)
    #[arg(long, value_enum, value_name = "STAGE")]
    only: Vec<Stage>,
    /// Leave these stages out
    #[arg(long, value_enum, value_name = "STAGE")]
    skip: Vec<Stage>,
    /// Only end-to-end tests whose name contains this
    #[arg(long, value_name = "NAME", default_value = "")]
    name: String,
    /// Do not lint the code that exists for WebAssembly only, where clippy
    /// cannot be had for it; says what was left out
    #[arg(long)]
    without_wasm_clippy: bool,
    /// Only the call machine, in 1,000 random orders of events from a new seed
    #[arg(long, conflicts_with_all = ["only", "skip", "name"])]
    soak: bool,
    /// The seed of an earlier soak, to see it again
    #[arg(long, requires = "soak")]
    seed: Option<u64>,
}

/// One check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// rustfmt finds nothing to change
    Format,
    /// The sources are as the map in ARCHITECTURE.md says
    Architecture,
    /// clippy finds nothing to say, natively and for WebAssembly
    Lint,
    /// The documentation builds without warnings
    Docs,
    /// Tests that need no browser
    Native,
    /// The extension builds within its budgets
    Build,
    /// addons-linter and the manifest's own rules
    Package,
    /// The library's tests in Chromium
    Chromium,
    /// The library's tests in Firefox
    Firefox,
    /// Two people, two browsers, the real extension
    E2e,
}

impl Options {
    fn wants(&self, wanted: Stage) -> bool {
        let chosen = self.only.is_empty() || self.only.contains(&wanted);
        chosen && !self.skip.contains(&wanted)
    }

    /// What the wanted stages need, each once.
    fn needs(&self) -> Vec<Need> {
        let stages = Stage::value_variants().iter().copied();
        let wanted = stages.filter(|stage| self.wants(*stage));
        let mut needs: Vec<Need> = wanted.flat_map(Stage::needs).copied().collect();
        if self.needs_build() {
            needs.extend(Stage::Build.needs());
        }
        if self.without_wasm_clippy {
            needs.retain(|need| *need != Need::Clippy);
        }
        needs.sort();
        needs.dedup();
        needs
    }

    /// Whether a stage is wanted, or another one that needs it.
    fn needs_build(&self) -> bool {
        // Leaving the build out means that the last one is good enough.
        let users = [Stage::Build, Stage::Package, Stage::E2e];
        !self.skip.contains(&Stage::Build) && users.iter().any(|stage| self.wants(*stage))
    }
}

impl Stage {
    /// What a machine must have to run it, but for a build.
    fn needs(self) -> &'static [Need] {
        match self {
            Self::Format | Self::Architecture | Self::Docs | Self::Native => &[],
            Self::Lint => &[Need::Wasm, Need::Clippy],
            Self::Build => &[Need::Wasm, Need::Build],
            Self::Package => &[Need::TestPackages],
            Self::Chromium | Self::Firefox => {
                &[Need::Wasm, Need::Build, Need::Browsers, Need::TestPackages]
            }
            Self::E2e => &[Need::Wasm, Need::Build, Need::Browsers, Need::FrontEnds],
        }
    }
}

/// Runs the stages in order; the first that fails ends the run.
///
/// # Errors
/// The failing stage's whole output.
pub(crate) fn run(options: &Options) -> Result<()> {
    if options.soak {
        return stage("soak", || soak::run(options.seed));
    }
    stage("test", || {
        // All of it first: a run that will lack something says so at once.
        setup::prepare(&options.needs())?;
        let sh = workspace::shell()?;
        let without_wasm_clippy = options.without_wasm_clippy;
        let run = |wanted: Stage, work: &dyn Fn() -> Result<()>| -> Result<()> {
            if !options.wants(wanted) {
                return Ok(());
            }
            let value = wanted.to_possible_value();
            stage(
                value.as_ref().map_or("check", |value| value.get_name()),
                work,
            )
        };
        run(Stage::Format, &|| {
            quietly(cmd!(sh, "cargo fmt --all --check"))?;
            // A workspace of its own.
            let codecs = "xtask/codecs/Cargo.toml";
            quietly(cmd!(sh, "cargo fmt --manifest-path {codecs} --all --check"))
        })?;
        run(Stage::Architecture, &architecture::check)?;
        run(Stage::Lint, &|| lint::run(&sh, &WASM, without_wasm_clippy))?;
        run(Stage::Docs, &|| docs(&sh))?;
        run(Stage::Native, &|| native(&sh))?;
        if options.needs_build() && options.wants(Stage::E2e) {
            e2e::build_beside_stories()?;
        } else if options.needs_build() {
            build::with_tools(&setup::for_build()?, build::Options::TESTED)?;
        }
        // What the stores get is linted, and one story plays it.
        if options.needs_build() {
            build::with_tools(&setup::for_build()?, build::Options::STORE)?;
        }
        run(Stage::Package, &|| package(&sh))?;
        run(Stage::Chromium, &|| in_browser(Browser::Chrome))?;
        run(Stage::Firefox, &|| in_browser(Browser::Firefox))?;
        run(Stage::E2e, &|| {
            end_to_end(&setup::for_browsers()?, &options.name)
        })?;
        if without_wasm_clippy && options.wants(Stage::Lint) {
            println!("{}", lint::not_linted()?);
        }
        Ok(())
    })
}

fn docs(sh: &Shell) -> Result<()> {
    let _strict = sh.push_env("RUSTDOCFLAGS", "-D warnings");
    quietly(cmd!(
        sh,
        "cargo doc --quiet --workspace --no-deps --document-private-items"
    ))
}

/// Compiles without output, then prints that of the tests.
fn native(sh: &Shell) -> Result<()> {
    const WHAT: [&str; 3] = ["--workspace", "--exclude", "ringside-e2e"];
    quietly(cmd!(sh, "cargo test --quiet {WHAT...} --no-run"))?;
    aloud(cmd!(sh, "cargo test --quiet {WHAT...}"))?;
    aloud(cmd!(sh, "node --test --test-reporter=spec tests/loader/"))
}

/// The built extension as the stores see it.
fn package(sh: &Shell) -> Result<()> {
    for browser in Browser::ALL {
        let dist = build::dist(browser, build::Options::STORE);
        let manifest = manifest::for_build(workspace::root(), browser, build::Options::STORE)?;
        let files = build::read_back(&dist)?;
        let missing = manifest::missing_files(&manifest, &files);
        if !missing.is_empty() {
            bail!(
                "{}: the manifest names {}",
                browser.name(),
                missing.join(", ")
            );
        }
    }
    let firefox = build::dist(Browser::Firefox, build::Options::STORE);
    let addons_linter = setup::test_packages()?.program("addons-linter");
    let linter = cmd!(sh, "{addons_linter} --output text {firefox}");
    let output = linter.quiet().ignore_status().output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    println!("{}", said.trim_end());
    if !output.status.success() {
        bail!("addons-linter found errors");
    }
    Ok(())
}

/// The library's tests that need a browser, in one of them.
fn in_browser(browser: Browser) -> Result<()> {
    let tools = setup::for_browsers()?;
    jitsi::bundle(&tools.build, &setup::test_packages()?)?;
    let sh = tools.build.wasm_shell()?;
    quietly(cmd!(
        sh,
        "cargo test --quiet --target wasm32-unknown-unknown --package ringside-browser-tests --no-run"
    ))?;
    // For all tests of a file together. The usual 20 seconds are few for a
    // machine that is busy with something else.
    sh.set_var("WASM_BINDGEN_TEST_TIMEOUT", "120");
    let browsers = &tools.browsers;
    // Each run gets its own driver only: with both, wasm-pack tests in Firefox
    // twice.
    let kind = match browser {
        Browser::Chrome => {
            sh.set_var("CHROMEDRIVER", &browsers.chromedriver);
            "--chrome"
        }
        Browser::Firefox => {
            sh.set_var("GECKODRIVER", &browsers.geckodriver);
            "--firefox"
        }
    };
    aloud(cmd!(
        sh,
        "wasm-pack --log-level warn test --headless {kind} --mode no-install tests/browser"
    ))
}

fn end_to_end(tools: &AllTools, name: &str) -> Result<()> {
    front_ends::bundle(&tools.build)?;
    let sh = e2e::shell(tools)?;
    quietly(cmd!(sh, "cargo test --quiet -p ringside-e2e --no-run"))?;
    let filter: &[&str] = if name.is_empty() { &[] } else { &[name] };
    aloud(cmd!(sh, "cargo test -p ringside-e2e {filter...}"))
}

/// Runs a command whose output is the point: test results.
pub(crate) fn aloud(command: Cmd<'_>) -> Result<()> {
    let shown = command.to_string();
    command
        .quiet()
        .run()
        .with_context(|| format!("`{shown}` failed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(only: &[Stage], skip: &[Stage]) -> Options {
        Options {
            only: only.to_vec(),
            skip: skip.to_vec(),
            name: String::new(),
            without_wasm_clippy: false,
            soak: false,
            seed: None,
        }
    }

    #[test]
    fn a_stage_asks_the_machine_for_no_more_than_it_needs() {
        assert_eq!(options(&[Stage::Format, Stage::Native], &[]).needs(), []);
        let linter = options(&[Stage::Package], &[Stage::Build]);
        assert_eq!(linter.needs(), [Need::TestPackages]);
        let stories = options(&[Stage::E2e], &[]);
        assert_eq!(
            stories.needs(),
            [Need::Wasm, Need::Build, Need::Browsers, Need::FrontEnds]
        );
        assert_eq!(options(&[], &[]).needs().len(), 6);
    }

    #[test]
    fn leaving_out_a_lint_must_be_asked_for() {
        let mut lint = options(&[Stage::Lint], &[]);
        assert_eq!(lint.needs(), [Need::Wasm, Need::Clippy]);
        lint.without_wasm_clippy = true;
        assert_eq!(lint.needs(), [Need::Wasm]);
    }

    #[test]
    fn everything_runs_unless_told_otherwise() {
        let all = options(&[], &[]);
        assert!(
            Stage::value_variants()
                .iter()
                .all(|stage| all.wants(*stage))
        );
    }

    #[test]
    fn a_chosen_stage_runs_alone_but_with_the_build_it_needs() {
        let chosen = options(&[Stage::E2e], &[]);
        assert!(chosen.wants(Stage::E2e) && !chosen.wants(Stage::Native));
        assert!(chosen.needs_build());
        assert!(!options(&[Stage::Native], &[]).needs_build());
    }

    #[test]
    fn skipping_the_build_takes_the_last_one() {
        assert!(!options(&[Stage::E2e], &[Stage::Build]).needs_build());
        assert!(!options(&[], &[Stage::E2e]).wants(Stage::E2e));
    }
}
