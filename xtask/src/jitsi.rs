//! The Jitsi side of the protocol tests: the transport that real servers
//! ship, bundled from npm. Nothing of it is in the tree or in the extension.

use std::fs;

use anyhow::{Context, Result};
use xshell::cmd;

use crate::setup::{BuildTools, TestPackages};
use crate::stage::quietly;
use crate::workspace;

/// Bundles the meeting of `tests/jitsi` to where `tests/browser/build.rs`
/// finds it. An unchanged bundle is left alone, so that nothing is compiled
/// anew.
///
/// # Errors
/// Where esbuild or the file system fails.
pub(crate) fn bundle(tools: &BuildTools, modules: &TestPackages) -> Result<()> {
    let sh = tools.shell()?;
    // The entry is in the tree, its imports are in the cache.
    sh.set_var("NODE_PATH", modules.folder());
    let target = workspace::root().join("target");
    let entry = workspace::root().join("tests/jitsi/meeting.js");
    let made = target.join("jitsi-meeting.new.js");
    quietly(cmd!(
        sh,
        "esbuild {entry} --bundle --format=iife --platform=browser --charset=ascii --log-level=warning --outfile={made}"
    ))?;
    let bundle = target.join("jitsi-meeting.js");
    let new = fs::read(&made).context("esbuild left no bundle")?;
    if fs::read(&bundle).ok().as_ref() != Some(&new) {
        fs::write(&bundle, new)?;
    }
    fs::remove_file(made)?;
    Ok(())
}
