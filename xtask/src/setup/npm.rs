//! Tools that are npm packages, exactly as committed lock files say.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use super::plan::Planned;
use super::{lock, system};
use crate::stage::{quietly, stage};
use crate::workspace;

/// The oldest Node.js that the packages run on.
const NODE: u32 = 20;

/// Packages that are installed together: a folder with a lock file.
#[derive(Clone, Copy)]
pub(super) struct Packages {
    /// Below `xtask/`.
    folder: &'static str,
}

/// What makes the extension: wasm-opt, wasm2js, esbuild.
pub(super) const BUILD: Packages = Packages { folder: "npm" };
/// What only checks need: addons-linter, and Jitsi's transport, which is the
/// other side of the protocol tests.
pub(super) const TESTS: Packages = Packages {
    folder: "npm/tests",
};
/// Front ends that nobody here wrote, of which stories play pages.
pub(super) const FRONT_ENDS: Packages = Packages {
    folder: "npm/front-ends",
};

impl Packages {
    fn source(self) -> PathBuf {
        workspace::root().join("xtask").join(self.folder)
    }

    /// The names, for people.
    fn names(self) -> Result<String> {
        let path = self.source().join("package.json");
        let text =
            std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let json: serde_json::Value = serde_json::from_slice(&text)?;
        let names = json["dependencies"].as_object();
        let names = names.with_context(|| format!("{} names no packages", path.display()))?;
        Ok(names
            .keys()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", "))
    }

    /// Where they are installed. Other packages get another place.
    fn place(self) -> Result<PathBuf> {
        let path = self.source().join("package-lock.json");
        let lock =
            std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(workspace::cache()?.join(format!("npm-{}", workspace::fingerprint(&[&lock]))))
    }

    /// What is missing.
    pub(super) fn plan(self, sh: &Shell) -> Result<Option<Planned>> {
        let place = self.place()?;
        if place.join("node_modules").is_dir() {
            return Ok(None);
        }
        Ok(Some(Planned {
            what: self.names()?,
            how: format!("from npm, into {}", place.display()),
            obstacle: find_npm(sh).err().map(|error| error.to_string()),
        }))
    }

    /// Installs them where they are missing; says which `node_modules` they
    /// are in.
    ///
    /// # Errors
    /// Where Node.js is missing or npm fails.
    pub(super) fn ensure(self, sh: &Shell) -> Result<PathBuf> {
        let npm = find_npm(sh)?;
        let place = self.place()?;
        let modules = place.join("node_modules");
        if modules.is_dir() {
            return Ok(modules);
        }
        let _alone = lock::hold("npm")?;
        if modules.is_dir() {
            return Ok(modules);
        }
        stage(&format!("install {} from npm", self.names()?), || {
            // Installed beside its place and moved there: an interrupted install
            // is never taken for a complete one.
            let partial = place.with_extension("partial");
            sh.remove_path(&partial)?;
            sh.create_dir(&partial)?;
            for file in ["package.json", "package-lock.json"] {
                sh.copy_file(self.source().join(file), &partial)?;
            }
            let _there = sh.push_dir(&partial);
            // No package here needs an install script.
            quietly(cmd!(sh, "{npm} ci --ignore-scripts --no-audit --no-fund"))?;
            if !partial.join("node_modules").is_dir() {
                bail!("npm installed nothing");
            }
            std::fs::rename(&partial, &place)
                .with_context(|| format!("cannot make {}", place.display()))?;
            Ok(modules)
        })
    }
}

fn find_npm(sh: &Shell) -> Result<PathBuf> {
    let node = system::find_program(&["node"]);
    let npm = system::find_program(&["npm", "npm.cmd"]);
    let (Some(node), Some(npm)) = (node, npm) else {
        bail!("please install Node.js {NODE} or newer, with npm");
    };
    let said = cmd!(sh, "{node} --version").quiet().read()?;
    match major(&said) {
        Some(found) if found >= NODE => Ok(npm),
        _ => bail!("please install Node.js {NODE} or newer; this one says {said}"),
    }
}

/// 20 of `v20.19.2`.
fn major(version: &str) -> Option<u32> {
    version
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_node_says_of_its_version() {
        assert_eq!(major("v20.19.2\n"), Some(20));
        assert_eq!(major("v8.0.0"), Some(8));
        assert_eq!(major("node"), None);
    }

    #[test]
    fn a_build_installs_nothing_that_only_checks_need() {
        let build = BUILD.names().unwrap();
        assert_eq!(build, "binaryen, esbuild");
        assert_ne!(BUILD.place().unwrap(), TESTS.place().unwrap());
        assert_ne!(TESTS.place().unwrap(), FRONT_ENDS.place().unwrap());
    }
}
