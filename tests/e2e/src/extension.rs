//! The extension under test, as the build left it.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::Browser;

/// The folder with the unpacked extension for a browser: under
/// `RINGSIDE_DIST`, or `dist/tests/` of this workspace.
///
/// # Errors
/// When nothing was built there.
pub fn unpacked(browser: Browser) -> Result<PathBuf> {
    built(browser, &dist())
}

/// The same as the stores get it, which is beside it.
///
/// # Errors
/// When nothing was built there.
pub fn of_the_stores(browser: Browser) -> Result<PathBuf> {
    built(browser, &dist().with_file_name("store"))
}

fn dist() -> PathBuf {
    std::env::var_os("RINGSIDE_DIST").map_or_else(
        || {
            let here = Path::new(env!("CARGO_MANIFEST_DIR"));
            here.ancestors().nth(2).unwrap_or(here).join("dist/tests")
        },
        PathBuf::from,
    )
}

fn built(browser: Browser, dist: &Path) -> Result<PathBuf> {
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
    pack_as(folder, target, None)
}

/// The same, with another version in its manifest.
///
/// # Errors
/// As [`pack`].
pub fn pack_as(folder: &Path, target: &Path, version: Option<&str>) -> Result<()> {
    let mut archive = ZipWriter::new(fs::File::create(target).context("create the archive")?);
    let mut manifest = manifest(folder)?;
    if let Some(version) = version {
        manifest["version"] = version.into();
    }
    archive.start_file(MANIFEST, options())?;
    archive.write_all(&serde_json::to_vec(&manifest)?)?;
    add(&mut archive, folder, folder)?;
    archive.finish().context("finish the archive")?;
    Ok(())
}

/// Uncompressed: it is read once, and compressing takes longer than the rest of
/// the installation.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored)
}

const MANIFEST: &str = "manifest.json";

/// The manifest of an unpacked extension.
///
/// # Errors
/// When there is none.
pub fn manifest(folder: &Path) -> Result<Value> {
    let manifest = fs::read(folder.join(MANIFEST)).context("read the manifest")?;
    serde_json::from_slice(&manifest).context("parse the manifest")
}

/// The extension's name in Firefox.
///
/// # Errors
/// When its manifest does not say.
pub fn id(folder: &Path) -> Result<String> {
    let manifest = manifest(folder)?;
    let id = manifest["browser_specific_settings"]["gecko"]["id"].as_str();
    Ok(id.context("the manifest has no id")?.to_owned())
}

fn add(archive: &mut ZipWriter<fs::File>, root: &Path, folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            add(archive, root, &path)?;
        } else {
            let name = path.strip_prefix(root)?.to_string_lossy().into_owned();
            if name == MANIFEST {
                continue;
            }
            archive.start_file(name, options())?;
            archive.write_all(&fs::read(&path)?)?;
        }
    }
    Ok(())
}
