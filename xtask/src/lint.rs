//! clippy over everything: natively, then what is compiled to WebAssembly. Code
//! that is not linted is listed.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::setup;
use crate::stage::quietly;
use crate::workspace;

/// Where the workspace's own Rust is.
const SOURCES: [&str; 5] = ["src", "extension", "demo", "tests", "xtask"];

/// Lints natively, and lints (or, where asked to, only compiles) the given
/// packages for WebAssembly.
///
/// # Errors
/// What clippy says.
pub(crate) fn run(sh: &Shell, wasm: &[&str], without_wasm_clippy: bool) -> Result<()> {
    quietly(cmd!(
        sh,
        "cargo clippy --quiet --workspace --all-targets -- -D warnings"
    ))?;
    // Some code only exists for WebAssembly, the browser tests above all. The
    // library's unit tests are native ones.
    let compiler = setup::for_wasm()?;
    let sh = compiler.shell()?;
    if without_wasm_clippy {
        println!("{}", not_linted()?);
        let _strict = sh.push_env("RUSTFLAGS", "-D warnings");
        return quietly(cmd!(sh, "cargo check --quiet {wasm...} --lib --test *"));
    }
    let clippy = compiler.clippy(&sh).arg("--quiet").args(wasm);
    quietly(clippy.args(["--lib", "--test", "*", "--", "-D", "warnings"]))
}

/// Says which code only a clippy for WebAssembly sees.
///
/// # Errors
/// Where the sources cannot be read.
pub(crate) fn not_linted() -> Result<String> {
    let mut text = "NOT LINTED (--without-wasm-clippy), only compiled: the code that \
                    exists for one kind of machine alone, in"
        .to_owned();
    for path in for_one_machine()? {
        text.push_str(&format!("\n  {}", path.display()));
    }
    Ok(text)
}

/// The files with code behind a condition on the machine. The native lint sees
/// all others whole: every crate compiles natively too.
fn for_one_machine() -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in SOURCES {
        search(&workspace::root().join(folder), &mut found)?;
    }
    found.sort();
    let found = found.into_iter();
    Ok(found
        .map(|path| match path.strip_prefix(workspace::root()) {
            Ok(short) => short.to_owned(),
            Err(_) => path,
        })
        .collect())
}

fn search(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let cannot = || format!("cannot read {}", folder.display());
    for entry in std::fs::read_dir(folder).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        if path.is_dir() {
            search(&path, found)?;
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            if is_for_one_machine(&text) {
                found.push(path);
            }
        }
    }
    Ok(())
}

/// Whether a condition on the machine hides any of this code.
fn is_for_one_machine(code: &str) -> bool {
    code.lines().map(str::trim_start).any(|line| {
        (line.starts_with("#[cfg") || line.starts_with("#![cfg")) && line.contains("target_")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_for_one_machine_is_found() {
        assert!(is_for_one_machine(
            "//! x\n#![cfg(target_arch = \"wasm32\")]\n"
        ));
        assert!(is_for_one_machine(
            "    #[cfg(not(target_family = \"wasm\"))]\n"
        ));
        assert!(!is_for_one_machine("// cfg(target_arch)\n#[cfg(test)]\n"));
    }

    #[test]
    fn what_is_not_linted_is_named() {
        let text = not_linted().unwrap();
        let toast = Path::new("tests/browser/tests/toast/main.rs");
        assert!(text.contains(&toast.display().to_string()), "{text}");
    }

    /// Otherwise the native lint would silently skip a whole crate.
    #[test]
    fn no_library_is_for_one_machine_as_a_whole() {
        for path in for_one_machine().unwrap() {
            let text = std::fs::read_to_string(workspace::root().join(&path)).unwrap();
            let is_whole = text.lines().any(|line| line.starts_with("#![cfg(target_"));
            let is_browser_test = path.starts_with("tests/browser/tests");
            assert!(!is_whole || is_browser_test, "{}", path.display());
        }
    }
}
