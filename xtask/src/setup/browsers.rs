//! Both browsers and the programs that drive them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::Shell;

use super::plan::Planned;
use super::{system, tools};

/// Both browsers and their drivers, as absolute paths.
pub(crate) struct Browsers {
    pub(crate) chromium: PathBuf,
    pub(crate) chromedriver: PathBuf,
    pub(crate) firefox: PathBuf,
    pub(crate) geckodriver: PathBuf,
}

impl Browsers {
    /// Tells the programs a shell runs where the browsers are.
    ///
    /// Not for wasm-pack: it tests in Firefox twice where both drivers are
    /// named.
    pub(crate) fn apply(&self, sh: &Shell) {
        sh.set_var("CHROMIUM", &self.chromium);
        sh.set_var("CHROMEDRIVER", &self.chromedriver);
        sh.set_var("FIREFOX", &self.firefox);
        sh.set_var("GECKODRIVER", &self.geckodriver);
    }
}

/// A program that a variable may name, or the search path or a usual place has.
struct Wanted {
    variable: &'static str,
    names: &'static [&'static str],
    places: &'static [&'static str],
    package: &'static str,
}

const CHROMIUM: Wanted = Wanted {
    variable: "CHROMIUM",
    names: &["chromium", "chromium-browser"],
    places: &["/Applications/Chromium.app/Contents/MacOS/Chromium"],
    package: "chromium",
};
const CHROMEDRIVER: Wanted = Wanted {
    variable: "CHROMEDRIVER",
    names: &["chromedriver"],
    places: &["/usr/lib/chromium-browser/chromedriver"],
    package: "chromium-driver",
};
const FIREFOX: Wanted = Wanted {
    variable: "FIREFOX",
    names: &["firefox-esr", "firefox"],
    places: &["/Applications/Firefox.app/Contents/MacOS/firefox"],
    package: "firefox-esr",
};

impl Wanted {
    fn find(&self) -> Option<PathBuf> {
        std::env::var_os(self.variable)
            .map(PathBuf::from)
            .filter(|path| path.is_file())
            .or_else(|| system::find_program(self.names))
            .or_else(|| {
                let mut places = self.places.iter().map(Path::new);
                places.find(|path| path.is_file()).map(Path::to_owned)
            })
    }
}

/// Debian's names of what is missing.
fn missing() -> Vec<&'static str> {
    [CHROMIUM, CHROMEDRIVER, FIREFOX]
        .iter()
        .filter(|program| program.find().is_none())
        .map(|program| program.package)
        .collect()
}

/// What is missing, but for geckodriver: that one is compiled.
pub(super) fn plan(sh: &Shell) -> Option<Planned> {
    let missing = missing();
    (!missing.is_empty()).then(|| system::plan_packages(sh, &missing))
}

/// Installs the browsers and Chromium's driver, where they are missing.
///
/// # Errors
/// Says what to install, where this task cannot.
pub(super) fn install(sh: &Shell) -> Result<()> {
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    system::install_packages(sh, &missing)
        .context("please install Chromium, chromedriver and Firefox")
}

/// Finds the browsers and drivers.
///
/// # Errors
/// Says what to install, where something is missing.
pub(super) fn find() -> Result<Browsers> {
    let found = |program: &Wanted| {
        program.find().with_context(|| {
            let variable = program.variable;
            let name = program.package;
            format!("please install {name}, or set {variable} to where it is")
        })
    };
    Ok(Browsers {
        chromium: found(&CHROMIUM)?,
        chromedriver: found(&CHROMEDRIVER)?,
        firefox: found(&FIREFOX)?,
        geckodriver: tools::geckodriver()?,
    })
}
