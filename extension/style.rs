//! Style sheets as they are compiled in: every page would pay for comments and
//! white space. For build scripts.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

/// Writes these sheets of the crate's `src`, without what nobody needs, to where
/// the crate includes them from.
pub(crate) fn write(names: &[&str]) -> Result<(), Box<dyn Error>> {
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let out = env::var("OUT_DIR")?;
    println!("cargo::rerun-if-changed=../style.rs");
    for name in names {
        let sheet = Path::new(&root).join("src").join(name);
        let name = sheet.file_name().unwrap_or_default();
        println!("cargo::rerun-if-changed={}", sheet.display());
        let small = smaller(&fs::read_to_string(&sheet)?);
        fs::write(Path::new(&out).join(name), small)?;
    }
    Ok(())
}

/// A style sheet without comments, and with white space only where it may
/// matter. Enough for sheets whose strings contain no such characters.
fn smaller(sheet: &str) -> String {
    let mut small = String::new();
    for part in sheet.split("/*") {
        let code = part.split_once("*/").map_or(part, |(_, code)| code);
        for word in code.split_whitespace() {
            let apart = !small.ends_with(['{', '}', ';', ':', ',']) && !small.is_empty();
            if apart && !word.starts_with(['{', '}']) {
                small.push(' ');
            }
            small.push_str(word);
        }
    }
    small
}
