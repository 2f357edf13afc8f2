//! Turns the site profiles and the texts into Rust code, so that no CRM page
//! has to parse them, and a broken one does not compile.

mod catalogue;
mod profiles;
/// The fields of a profile, for this script and for the extension.
#[path = "../src/site/profile/schema.rs"]
mod schema;
mod texts;

use std::path::Path;
use std::{env, fs};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let root = Path::new(&root);
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);

    println!("cargo::rerun-if-changed=build");
    let sites = root.join("extension/sites");
    println!("cargo::rerun-if-changed={}", sites.display());
    fs::write(out.join("profiles.rs"), profiles::code(&sites)?)?;
    fs::write(
        out.join("catalogue.rs"),
        catalogue::code(&sites.join("crms"))?,
    )?;

    let messages = root.join("extension/_locales/en/messages.json");
    println!("cargo::rerun-if-changed={}", messages.display());
    let code = texts::code(&fs::read_to_string(&messages)?)
        .map_err(|error| format!("{}: {error}", messages.display()))?;
    fs::write(out.join("texts.rs"), code)?;
    Ok(())
}
