//! The stores' build in the hands of somebody who has agreed to what it asks the
//! browser for: nobody can press Chromium's own question under a driver.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde_json::json;

use crate::{Browser, extension};

/// The stores' build as this browser is to have it. Firefox, as it is started
/// here, agrees to everything. For Chromium it is copied to `target`, and the
/// copy has this match pattern granted, as an administrator can do.
///
/// # Errors
/// When nothing was built, or cannot be copied.
pub fn of_the_stores(browser: Browser, pattern: &str, target: &Path) -> Result<PathBuf> {
    let built = extension::of_the_stores(browser)?;
    if browser == Browser::Firefox {
        return Ok(built);
    }
    copy(&built, target)?;
    let mut manifest = extension::manifest(target)?;
    manifest["host_permissions"] = json!([pattern]);
    let path = target.join("manifest.json");
    fs::write(path, manifest.to_string()).context("write the manifest")?;
    Ok(target.to_owned())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("read {}", from.display()))? {
        let path = entry?.path();
        let target = to.join(path.file_name().context("a file without a name")?);
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}
