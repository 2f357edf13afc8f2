//! Prebuilt tools, downloaded by cargo-binstall where this machine has it.

use std::path::Path;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::stage::quietly;

/// Fetches crates' programs into a folder; returns whether all were found.
/// Otherwise they are compiled, which is no error.
///
/// # Errors
/// Where the folder cannot be written.
pub(super) fn fetch(
    sh: &Shell,
    binstall: &Path,
    crates: &[String],
    programs: &[&str],
    place: &Path,
) -> Result<bool> {
    let partial = place.with_extension("prebuilt");
    sh.remove_path(&partial)?;
    sh.create_dir(&partial)?;
    // From the makers only: what others compiled, we compile ourselves.
    let fetched = quietly(cmd!(
        sh,
        "{binstall} --no-confirm --no-symlinks --strategies crate-meta-data
            --install-path {partial} {crates...}"
    ));
    let all_came = programs
        .iter()
        .all(|program| partial.join(super::tools::exe(program)).is_file());
    let usable = fetched.is_ok() && all_came;
    if usable {
        sh.create_dir(place)?;
        for program in programs {
            let program = super::tools::exe(program);
            std::fs::rename(partial.join(&program), place.join(&program))
                .with_context(|| format!("cannot put {program} into {}", place.display()))?;
        }
    }
    sh.remove_path(&partial)?;
    Ok(usable)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A stand-in that makes these programs, and ends so.
    fn fetch_with(made: &str, status: u8) -> (bool, Vec<String>) {
        let sh = Shell::new().unwrap();
        let scratch = sh.create_temp_dir().unwrap();
        let binstall = scratch.path().join("cargo-binstall");
        let script = format!(
            "#!/bin/sh\nwhile [ \"$1\" != --install-path ]; do shift; done\n\
             cd \"$2\" && touch {made}\nexit {status}\n"
        );
        sh.write_file(&binstall, script).unwrap();
        std::fs::set_permissions(&binstall, PermissionsExt::from_mode(0o755)).unwrap();
        let place = scratch.path().join("tools");
        let crates = ["a@=1.0.0".to_owned()];
        let came = fetch(&sh, &binstall, &crates, &["a", "b"], &place).unwrap();
        let files = sh.read_dir(&place).unwrap_or_default();
        let names = files.iter().filter_map(|file| file.file_name());
        let names = names.map(|name| name.to_string_lossy().into_owned());
        (came, names.collect())
    }

    #[test]
    fn a_complete_download_is_installed() {
        let (came, files) = fetch_with("a b c", 0);
        assert!(came);
        assert_eq!(files, ["a", "b"]);
    }

    #[test]
    fn an_incomplete_download_is_not_used() {
        assert_eq!(fetch_with("a", 0), (false, Vec::new()));
        assert_eq!(fetch_with("a b", 1), (false, Vec::new()));
    }
}
