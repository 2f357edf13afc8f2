//! `cargo xtask watch`: build again whenever a source file changes.

use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::Result;

use crate::stage::stage;
use crate::{build, setup, workspace};

/// What the built extension is made from.
const SOURCES: [&str; 5] = [
    "src",
    "extension",
    "manifest.json",
    "Cargo.toml",
    "Cargo.lock",
];
/// Editors save in several steps: wait until nothing has changed for this long.
const QUIET: Duration = Duration::from_millis(300);

/// Builds at once and after each change, until interrupted.
///
/// # Errors
/// Only where set-up fails: a build that fails waits for the next change.
pub(crate) fn run(options: build::Options) -> Result<()> {
    let tools = setup::for_build()?;
    let mut built = None;
    loop {
        let now = newest();
        if now == built {
            thread::sleep(QUIET);
            continue;
        }
        built = once_quiet(now);
        if let Err(cause) = stage("build", || build::with_tools(&tools, options)) {
            eprintln!("{cause:?}");
        }
        println!("waiting for changes");
    }
}

/// The state of the sources, once they have stopped changing.
fn once_quiet(mut before: Sources) -> Sources {
    loop {
        thread::sleep(QUIET);
        let now = newest();
        if now == before {
            return now;
        }
        before = now;
    }
}

/// How many files there are, and when the last one changed. A removed file
/// changes the first, a saved one the second.
type Sources = Option<(usize, SystemTime)>;

fn newest() -> Sources {
    let roots = SOURCES.iter().map(|source| workspace::root().join(source));
    let each = roots.filter_map(|root| newest_under(&root));
    each.reduce(|(files, latest), (more, time)| (files + more, latest.max(time)))
}

fn newest_under(path: &Path) -> Sources {
    let about = path.metadata().ok()?;
    if about.is_file() {
        return Some((1, about.modified().ok()?));
    }
    let entries = path.read_dir().ok()?.flatten();
    entries
        .filter_map(|entry| newest_under(&entry.path()))
        .reduce(|(files, latest), (more, time)| (files + more, latest.max(time)))
}
