//! One installation of a kind at a time, over all checkouts and threads.

use std::fs::{File, TryLockError};

use anyhow::{Context, Result};

use crate::workspace;

/// An exclusive lock on installing this kind of thing, released when dropped.
/// The system also releases it when the process ends.
#[must_use]
pub(super) struct Held {
    _file: File,
}

/// Waits until nobody else installs things of this kind.
///
/// # Errors
/// Where the cache cannot be written.
pub(super) fn hold(kind: &str) -> Result<Held> {
    let cache = workspace::cache()?;
    std::fs::create_dir_all(&cache)
        .with_context(|| format!("cannot make the tools' cache {}", cache.display()))?;
    let path = cache.join(format!("{kind}.lock"));
    let cannot = || format!("cannot lock {}", path.display());
    let file = File::create(&path).with_context(cannot)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            println!("  waiting for another set-up that installs {kind}");
            file.lock().with_context(cannot)?;
        }
        Err(TryLockError::Error(error)) => return Err(error).with_context(cannot),
    }
    Ok(Held { _file: file })
}
