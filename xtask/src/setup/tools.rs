//! Tools that are crates: wasm-pack, wasm-bindgen, geckodriver. One package,
//! `xtask/tools`, has them all as dependencies; they are compiled together,
//! for a quick start and not for speed.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use super::plan::Planned;
use super::{lock, prebuilt, system};
use crate::stage::{read_quietly, stage};
use crate::workspace;

/// Tools that are needed together: a feature of `xtask/tools`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// What compiles the extension.
    Build,
    /// What drives Firefox.
    Browsers,
}

impl Group {
    fn feature(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::Browsers => "browsers",
        }
    }

    /// The programs, by the names of their binaries.
    fn programs(self) -> &'static [&'static str] {
        match self {
            Self::Build => &["wasm-bindgen", "wasm-bindgen-test-runner", "wasm-pack"],
            Self::Browsers => &["geckodriver"],
        }
    }

    fn crates(self) -> &'static [&'static str] {
        match self {
            Self::Build => &["wasm-bindgen-cli", "wasm-pack"],
            Self::Browsers => &["geckodriver"],
        }
    }

    fn is_complete(self, place: &Path) -> bool {
        self.programs()
            .iter()
            .all(|program| place.join(exe(program)).is_file())
    }
}

fn source() -> PathBuf {
    workspace::root().join("xtask").join("tools")
}

/// Where the programs are. Other versions get another place.
pub(super) fn place() -> Result<PathBuf> {
    let mut content = Vec::new();
    for file in ["Cargo.toml", "Cargo.lock"] {
        let path = source().join(file);
        let read = std::fs::read(&path);
        content.push(read.with_context(|| format!("cannot read {}", path.display()))?);
    }
    let content: Vec<&[u8]> = content.iter().map(Vec::as_slice).collect();
    Ok(workspace::cache()?.join(format!("tools-{}", workspace::fingerprint(&content))))
}

/// Where geckodriver is.
pub(super) fn geckodriver() -> Result<PathBuf> {
    Ok(place()?.join(exe("geckodriver")))
}

/// What is missing.
pub(super) fn plan(groups: &[Group]) -> Result<Option<Planned>> {
    let place = place()?;
    let missing = missing(groups, &place);
    if missing.is_empty() {
        return Ok(None);
    }
    let programs: Vec<&str> = missing
        .iter()
        .flat_map(|group| group.programs())
        .copied()
        .collect();
    let origin = if system::find_program(&["cargo-binstall"]).is_some() {
        "as their makers publish them (cargo-binstall), else compiled here"
    } else {
        "compiled here (some minutes, once)"
    };
    Ok(Some(Planned {
        what: programs.join(", "),
        how: format!("{origin}, into {}", place.display()),
        obstacle: None,
    }))
}

fn missing(groups: &[Group], place: &Path) -> Vec<Group> {
    let groups = groups.iter().copied();
    groups.filter(|group| !group.is_complete(place)).collect()
}

/// Compiles what is missing of these groups; says where the programs are.
///
/// # Errors
/// Where cargo cannot compile them.
pub(super) fn ensure(sh: &Shell, groups: &[Group]) -> Result<PathBuf> {
    let place = place()?;
    if missing(groups, &place).is_empty() {
        return Ok(place);
    }
    let _alone = lock::hold("tools")?;
    if let Some(binstall) = system::find_program(&["cargo-binstall"]) {
        for group in missing(groups, &place) {
            download(sh, &binstall, group, &place)?;
        }
    }
    let missing = missing(groups, &place);
    if !missing.is_empty() {
        compile(sh, &missing, &place)?;
    }
    Ok(place)
}

fn download(sh: &Shell, binstall: &Path, group: Group, place: &Path) -> Result<()> {
    let lock = sh.read_file(source().join("Cargo.lock"))?;
    let pinned = group.crates().iter().filter_map(|krate| {
        let version = workspace::version_in_lock(&lock, krate)?;
        Some(format!("{krate}@={version}"))
    });
    let pinned: Vec<String> = pinned.collect();
    stage(&format!("cargo-binstall {}", pinned.join(" ")), || {
        if !prebuilt::fetch(sh, binstall, &pinned, group.programs(), place)? {
            println!("  their makers publish none that can be had here: to be compiled");
        }
        Ok(())
    })
}

fn compile(sh: &Shell, groups: &[Group], place: &Path) -> Result<()> {
    let features: Vec<&str> = groups.iter().map(|group| group.feature()).collect();
    let programs = groups.iter().flat_map(|group| group.programs());
    let programs: Vec<&str> = programs.copied().collect();
    let features = features.join(",");
    stage(
        &format!("compile {} (some minutes, once)", programs.join(", ")),
        || {
            let manifest = source().join("Cargo.toml");
            // Stays after an interrupted run, so that the next one continues
            // there.
            let target = workspace::cache()?.join("tools-target");
            // Dependencies that are programs are still called unstable. The
            // one other way, `cargo install` of each, compiles what they share
            // several times, and pins nothing of it.
            let build = cmd!(
                sh,
                "cargo build -Zbindeps --locked --manifest-path {manifest} --features {features}
                    --message-format json-render-diagnostics"
            );
            let messages = read_quietly(
                build
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("CARGO_TARGET_DIR", &target)
                    .env_remove("RUSTFLAGS"),
            )?;
            sh.create_dir(place)?;
            for program in programs {
                let made = executable(&messages, program)
                    .with_context(|| format!("cargo made no {program}"))?;
                // Moved to its place when it is whole: an interrupted copy is
                // never taken for a complete one.
                let partial = place.join(format!("{program}.partial"));
                sh.copy_file(made, &partial)?;
                std::fs::rename(&partial, place.join(exe(program)))?;
            }
            sh.remove_path(&target)?;
            Ok(())
        },
    )
}

/// Where cargo says that it put a program.
fn executable(messages: &str, program: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter(|line| line.contains(program));
    messages
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .find(|message| {
            message["reason"] == "compiler-artifact"
                && message["target"]["name"] == program
                && message["target"]["kind"][0] == "bin"
        })
        .and_then(|message| message["executable"].as_str().map(PathBuf::from))
}

/// A program's file name on this system.
pub(super) fn exe(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tool_and_the_crate_are_of_one_version() {
        let tools = std::fs::read_to_string(source().join("Cargo.lock")).unwrap();
        let tool = workspace::version_in_lock(&tools, "wasm-bindgen-cli");
        assert_eq!(
            tool,
            Some(&*workspace::locked_version("wasm-bindgen").unwrap())
        );
    }

    #[test]
    fn finds_a_program_among_what_cargo_says() {
        let messages = "\
            {\"reason\":\"compiler-artifact\",\"target\":{\"kind\":[\"lib\"],\"name\":\"wasm-pack\"},\"executable\":null}\n\
            {\"reason\":\"compiler-artifact\",\"target\":{\"kind\":[\"bin\"],\"name\":\"wasm-pack\"},\"executable\":\"/a/wasm_pack-1\"}\n\
            {\"reason\":\"build-finished\",\"success\":true}\n";
        let found = executable(messages, "wasm-pack");
        assert_eq!(found, Some(PathBuf::from("/a/wasm_pack-1")));
        assert_eq!(executable(messages, "wasm"), None);
    }

    #[test]
    fn a_group_is_complete_with_all_its_programs() {
        let sh = Shell::new().unwrap();
        let place = sh.create_temp_dir().unwrap();
        let both = [Group::Build, Group::Browsers];
        for program in Group::Build.programs() {
            assert_eq!(missing(&both, place.path()), both);
            sh.write_file(place.path().join(exe(program)), "").unwrap();
        }
        assert_eq!(missing(&both, place.path()), [Group::Browsers]);
    }
}
