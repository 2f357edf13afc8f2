//! Where things are: the tree, what is built from it, and the user's cache.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::Shell;

/// The workspace's root directory.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// A shell there.
///
/// # Errors
/// Where there is no current directory.
pub(crate) fn shell() -> Result<Shell> {
    let sh = Shell::new()?;
    sh.change_dir(root());
    Ok(sh)
}

/// All Rust sources below a folder, joined.
#[cfg(test)]
pub(crate) fn sources(folder: &Path) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.push_str(&sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            all.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
    all
}

/// What is compiled to WebAssembly goes to a directory of its own: another
/// compiler may build it than the host's, and build scripts and proc macros
/// would be rebuilt back and forth.
pub(crate) fn wasm_target() -> PathBuf {
    root().join("target").join("wasm")
}

/// Tools that are the same for every checkout: `$XDG_CACHE_HOME/ringside`, or
/// `~/.cache/ringside`.
///
/// # Errors
/// Where the environment names no home directory.
pub(crate) fn cache() -> Result<PathBuf> {
    if let Some(cache) = std::env::var_os("XDG_CACHE_HOME").filter(|dir| !dir.is_empty()) {
        return Ok(PathBuf::from(cache).join("ringside"));
    }
    let home = std::env::home_dir().context("set HOME, so that tools can be kept in its cache")?;
    Ok(home.join(".cache").join("ringside"))
}

/// The version that `Cargo.lock` holds of a package.
///
/// # Errors
/// Where the lock file cannot be read or does not name the package.
#[cfg(test)]
pub(crate) fn locked_version(package: &str) -> Result<String> {
    let path = root().join("Cargo.lock");
    let lock = std::fs::read_to_string(&path).context("cannot read Cargo.lock")?;
    version_in_lock(&lock, package)
        .with_context(|| format!("Cargo.lock does not name {package}"))
        .map(str::to_owned)
}

/// The version that a lock file's text holds of a package.
pub(crate) fn version_in_lock<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?;
    version.strip_prefix("version = \"")?.strip_suffix('"')
}

/// A hash of inputs (FNV-1a). Not for secrets.
pub(crate) fn fingerprint(parts: &[&[u8]]) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        // The length keeps ["ab", "c"] and ["a", "bc"] apart.
        for byte in part.len().to_le_bytes().iter().chain(*part) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_exactly_the_named_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(version_in_lock(lock, "wasm"), None);
    }

    #[test]
    fn fingerprints_depend_on_content_and_division() {
        assert_eq!(fingerprint(&[b"ab", b"c"]), fingerprint(&[b"ab", b"c"]));
        assert_ne!(fingerprint(&[b"ab", b"c"]), fingerprint(&[b"a", b"bc"]));
        assert_ne!(fingerprint(&[b"ab"]), fingerprint(&[b"ac"]));
    }
}
