//! Pages of front ends that nobody here wrote, bundled from their npm packages
//! for stories. Nothing of them is in the tree or in the extension.

use std::ffi::OsStr;
use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::cmd;

use crate::setup::{self, BuildTools};
use crate::stage::{quietly, stage};
use crate::workspace;

/// Bundles each script of `tests/front-ends` to where the stories find it.
///
/// # Errors
/// Where esbuild or the file system fails.
pub(crate) fn bundle(tools: &BuildTools) -> Result<()> {
    let modules = setup::front_ends()?;
    stage("bundle front ends", || {
        let sh = tools.shell()?;
        // The pages are in the tree, their imports are in the cache.
        sh.set_var("NODE_PATH", modules.folder());
        let folder = workspace::root().join("target/front-ends");
        // A page that is gone must not be played.
        sh.remove_path(&folder)?;
        let pages = pages()?;
        quietly(cmd!(
            sh,
            "esbuild {pages...} --bundle --minify --format=iife --platform=browser --charset=ascii --log-level=warning --outdir={folder}"
        ))
    })
}

fn pages() -> Result<Vec<PathBuf>> {
    let folder = workspace::root().join("tests/front-ends");
    let files = std::fs::read_dir(&folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .map(|file| Ok(file?.path()))
        .collect::<Result<Vec<_>>>()?;
    let is_script = |file: &PathBuf| file.extension() == Some(OsStr::new("js"));
    Ok(files.into_iter().filter(is_script).collect())
}
