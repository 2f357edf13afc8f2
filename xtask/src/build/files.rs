//! The files of a built extension, and how they reach the disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Content by path inside the extension, with `/` between folders.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Folders under `extension/` that ship; of the first three all but the Rust.
const FOLDERS: [&str; 7] = [
    "background",
    "content",
    "pages",
    "_locales",
    "icons",
    "managed",
    "sites",
];

/// Everything that ships as it is in the tree, and the licenses.
pub(super) fn collect_static(root: &Path) -> Result<Files> {
    let mut files = Files::new();
    let extension = root.join("extension");
    for folder in FOLDERS {
        collect(&extension.join(folder), folder, &mut files)?;
    }
    for license in ["LICENSE-APACHE", "LICENSE-MIT"] {
        let text =
            fs::read(root.join(license)).with_context(|| format!("cannot read {license}"))?;
        files.insert(license.to_owned(), text);
    }
    Ok(files)
}

fn collect(dir: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    if !dir.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(dir).with_context(|| format!("cannot list {}", dir.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let inside = format!("{prefix}/{name}");
        let path = entry.path();
        if path.is_dir() {
            if name != "src" && name != "module" {
                collect(&path, &inside, files)?;
            }
        } else if ships(&name) {
            let content =
                fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            files.insert(inside, content);
        }
    }
    Ok(())
}

fn ships(name: &str) -> bool {
    let is_source = name == "Cargo.toml" || name.ends_with(".rs") || name.ends_with(".md");
    // Editors leave hidden and backup files about.
    let is_litter = name.starts_with('.') || name.ends_with('~');
    !is_source && !is_litter
}

/// Makes a directory hold exactly these files, and touches none that is right
/// already: browsers reload an unpacked extension from it.
pub(super) fn sync(files: &Files, dist: &Path) -> Result<()> {
    let stale = read_back(dist)?;
    for path in stale.keys().filter(|path| !files.contains_key(*path)) {
        fs::remove_file(dist.join(path))?;
    }
    for (path, content) in files {
        if stale.get(path) == Some(content) {
            continue;
        }
        let place = dist.join(path);
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&place, content).with_context(|| format!("cannot write {}", place.display()))?;
    }
    Ok(())
}

/// Everything in a built extension's directory.
pub(crate) fn read_back(dist: &Path) -> Result<Files> {
    let mut files = Files::new();
    collect_any(dist, "", &mut files)?;
    Ok(files)
}

fn collect_any(dir: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    if !dir.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let inside = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect_any(&entry.path(), &format!("{inside}/"), files)?;
        } else {
            files.insert(inside, fs::read(entry.path())?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_and_temporary_files_are_not_copied() {
        assert!(ships("loader.js") && ships("call.html") && ships("en.json"));
        assert!(!ships("Cargo.toml") && !ships("lib.rs") && !ships(".popup.html.swp"));
    }

    #[test]
    fn a_directory_ends_with_exactly_the_files() -> Result<()> {
        let sh = xshell::Shell::new()?;
        let dir = sh.create_temp_dir()?;
        let files = |paths: &[&str]| -> Files {
            let pair = |path: &&str| ((*path).to_owned(), path.as_bytes().to_vec());
            paths.iter().map(pair).collect()
        };
        let first = files(&["a.js", "pages/old.html"]);
        let second = files(&["a.js", "pages/new.html"]);
        sync(&first, dir.path())?;
        sync(&second, dir.path())?;
        assert_eq!(read_back(dir.path())?, second);
        Ok(())
    }
}
