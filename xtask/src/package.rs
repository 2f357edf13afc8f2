//! `cargo xtask package`: the packages for the stores.
//!
//! The same sources give the same bytes: entries are sorted, and carry no time
//! and no owner. Reviewers build it again and compare.

use std::io::{Cursor, Write};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::build::{self, Files};
use crate::manifest::Browser;
use crate::stage::{quietly, stage};
use crate::{setup, workspace};

/// Builds for the stores and packs it, with the sources that Firefox's
/// reviewers ask for.
///
/// # Errors
/// Where a build fails or an archive cannot be written.
pub(crate) fn run() -> Result<()> {
    let options = build::Options::STORE;
    let tools = setup::for_build()?;
    build::with_tools(&tools, options)?;
    stage("package", || {
        let sh = tools.shell()?;
        let name = |what: &str| format!("ringside-{}-{what}.zip", env!("CARGO_PKG_VERSION"));
        let place = workspace::root().join("dist").join("store");
        for browser in Browser::ALL {
            let files = build::read_back(&build::dist(browser, options))?;
            let archive = archive(&files)?;
            let path = place.join(name(browser.name()));
            sh.write_file(&path, &archive)?;
            println!("  {} ({} KB)", path.display(), archive.len().div_ceil(1024));
        }
        sources(&sh, &place.join(name("sources")))
    })
}

/// The committed sources.
fn sources(sh: &Shell, path: &std::path::Path) -> Result<()> {
    if !cmd!(sh, "git status --porcelain")
        .quiet()
        .read()?
        .is_empty()
    {
        println!("  the tree has changes that are not committed: its sources are not packed");
        return Ok(());
    }
    quietly(cmd!(
        sh,
        "git archive --format=zip --prefix=ringside/ --output={path} HEAD"
    ))?;
    println!("  {}", path.display());
    Ok(())
}

/// An archive of these files, the same bytes for the same files.
fn archive(files: &Files) -> Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    for (path, content) in files {
        archive.start_file(path.as_str(), options)?;
        archive
            .write_all(content)
            .with_context(|| format!("cannot pack {path}"))?;
    }
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_give_the_same_bytes_at_any_time() {
        let files: Files = [("b.js", "later"), ("a/manifest.json", "{}")]
            .map(|(path, content)| (path.to_owned(), content.into()))
            .into();
        let bytes = archive(&files).unwrap();
        let mut read = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        let epoch = zip::DateTime::default();
        for (index, (path, _)) in files.iter().enumerate() {
            let entry = read.by_index(index).unwrap();
            assert_eq!(entry.name().unwrap(), path.as_str());
            assert_eq!(entry.last_modified(), Some(epoch));
        }
        assert_eq!(read.len(), files.len());
        assert_eq!(archive(&files).unwrap(), bytes);
    }
}
