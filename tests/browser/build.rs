//! Passes to the tests what they need of the workspace: the bundled Jitsi transport,
//! the fixture pages and the profiles of the catalogue.
//!
//! `cargo xtask test` makes the bundle. Without it everything still compiles,
//! and those tests fail with a message that says what is missing.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    let bundle = root.join("target/jitsi-meeting.js");
    println!("cargo::rerun-if-changed={}", bundle.display());
    let script = fs::read_to_string(bundle).unwrap_or_default();
    fs::write(Path::new(&out).join("jitsi-meeting.js"), script)?;

    let pages = root.join("tests/pages").canonicalize()?;
    let mut code = list("FILES", &pages, &["", "any", "crms"], "html")?;
    let sites = root.join("extension/sites").canonicalize()?;
    code += &list("CATALOGUE", &sites, &["crms"], "json")?;
    fs::write(Path::new(&out).join("pages.rs"), code)
}

/// A list of the files in these folders: their names below `root`, and their texts.
fn list(name: &str, root: &Path, folders: &[&str], ending: &str) -> io::Result<String> {
    println!("cargo::rerun-if-changed={}", root.display());
    let mut code = format!("/// Files by their names.\npub const {name}: &[(&str, &str)] = &[\n");
    for folder in folders {
        let files = fs::read_dir(root.join(folder))?.collect::<Result<Vec<_>, _>>()?;
        let mut files: Vec<_> = files.iter().map(fs::DirEntry::path).collect();
        files.retain(|file| file.extension().is_some_and(|found| found == ending));
        files.sort();
        for file in files {
            let name = file.strip_prefix(root).map_err(io::Error::other)?;
            writeln!(
                code,
                "({:?}, include_str!({file:?})),",
                name.display().to_string()
            )
            .map_err(io::Error::other)?;
        }
    }
    Ok(code + "];\n")
}
