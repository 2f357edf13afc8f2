//! The extension under test, as the build left it.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::Browser;

/// The folder with the unpacked extension for a browser: under
/// `RINGSIDE_DIST`, or `dist/` of this workspace.
///
/// # Errors
/// When nothing was built there.
pub fn unpacked(browser: Browser) -> Result<PathBuf> {
    let dist = std::env::var_os("RINGSIDE_DIST").map_or_else(
        || {
            let here = Path::new(env!("CARGO_MANIFEST_DIR"));
            here.ancestors().nth(2).unwrap_or(here).join("dist")
        },
        PathBuf::from,
    );
    let folder = dist.join(match browser {
        Browser::Chromium => "chrome",
        Browser::Firefox => "firefox",
    });
    let folder = fs::canonicalize(&folder)
        .with_context(|| format!("no extension in {}: build it first", folder.display()))?;
    ensure!(
        folder.join("manifest.json").is_file(),
        "no manifest in {}: build the extension first",
        folder.display()
    );
    Ok(folder)
}

/// Packs a folder into an add-on archive at `target`.
///
/// # Errors
/// When a file cannot be read or the archive not be written.
pub fn pack(folder: &Path, target: &Path) -> Result<()> {
    let mut archive = ZipWriter::new(fs::File::create(target).context("create the archive")?);
    add(&mut archive, folder, folder)?;
    archive.finish().context("finish the archive")?;
    Ok(())
}

fn add(archive: &mut ZipWriter<fs::File>, root: &Path, folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            add(archive, root, &path)?;
        } else {
            let name = path.strip_prefix(root)?.to_string_lossy().into_owned();
            archive.start_file(name, SimpleFileOptions::default())?;
            archive.write_all(&fs::read(&path)?)?;
        }
    }
    Ok(())
}
