//! Removes comments and white space from the style sheets before they are
//! compiled in: every CRM page would pay for them.

use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let out = env::var("OUT_DIR")?;
    for name in ["buttons.css", "overlay.css"] {
        let sheet = Path::new(&root).join("src").join(name);
        println!("cargo::rerun-if-changed={}", sheet.display());
        let small = smaller(&fs::read_to_string(sheet)?);
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
