//! Passes the bundled Jitsi transport to the tests that need it.
//!
//! `cargo xtask test` makes the bundle. Without it everything still compiles,
//! and those tests fail with a message that says what is missing.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let bundle = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/jitsi-meeting.js");
    println!("cargo::rerun-if-changed={}", bundle.display());
    let script = fs::read_to_string(bundle).unwrap_or_default();
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    fs::write(Path::new(&out).join("jitsi-meeting.js"), script)
}
