//! `cargo xtask codecs`: the size of each candidate codec for messages and
//! stored values, to repeat the comparison in `docs/decisions/`.
//!
//! One module per candidate and context (`xtask/codecs`), compiled and shrunk
//! as what ships, with the types that this context really writes and reads.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use crate::build::{self, Shrunk};
use crate::setup::{self, BuildTools};
use crate::stage::stage;
use crate::workspace;

/// A way to write values and read them.
struct Candidate {
    name: &'static str,
    /// The feature of the probe; none for the base.
    feature: &'static str,
    /// What somebody here must maintain for it.
    ours: &'static [&'static str],
}

const BASE: Candidate = Candidate {
    name: "none (the base)",
    feature: "",
    ours: &[],
};

const CANDIDATES: [Candidate; 8] = [
    Candidate {
        name: "serde-wasm-bindgen both ways",
        feature: "serde-wasm-bindgen",
        ours: &[],
    },
    Candidate {
        name: "serde-wasm-bindgen, own reader; `kept!` for storage",
        feature: "reader",
        ours: &[
            "src/candidates/reader.rs",
            "src/candidates/kept.rs",
            "src/candidates/kept_stored.rs",
        ],
    },
    Candidate {
        name: "serde + postcard",
        feature: "postcard",
        ours: &["src/candidates/bytes.rs"],
    },
    Candidate {
        name: "miniserde (JSON)",
        feature: "miniserde",
        ours: &["derive/src/mini.rs"],
    },
    Candidate {
        name: "nanoserde, JSON",
        feature: "nanoserde-json",
        ours: &[],
    },
    Candidate {
        name: "nanoserde, binary",
        feature: "nanoserde-binary",
        ours: &["src/candidates/bytes.rs"],
    },
    Candidate {
        name: "`kept!` for all",
        feature: "kept",
        ours: &[
            "src/candidates/kept.rs",
            "src/candidates/kept_stored.rs",
            "src/candidates/kept_messages.rs",
        ],
    },
    Candidate {
        name: "one derive of our own for all",
        feature: "derive",
        ours: &["src/candidates/codec.rs", "derive/src/codec.rs"],
    },
];

const CONTEXTS: [&str; 3] = ["content", "pages", "worker"];

/// Measures every candidate and prints the table.
///
/// # Errors
/// Where one does not compile.
pub(crate) fn run() -> Result<()> {
    let tools = setup::for_build()?;
    ensure!(
        profile(workspace::root())? == profile(&probe())?,
        "xtask/codecs/Cargo.toml has another [profile.wasm] than the extension"
    );
    let base = Weighed::new(&tools, &BASE)?;
    let mut rows = vec![base.row(&base, "")];
    let mut broken = Vec::new();
    for candidate in &CANDIDATES {
        let weighed = Weighed::new(&tools, candidate)?;
        let samples = weighed.exchange(&tools)?.unwrap_or_else(|what| {
            broken.push(what);
            "harmed".to_owned()
        });
        rows.push(weighed.row(&base, &samples));
    }
    println!();
    println!(
        "| candidate | content | over base | its JS fallback | over base | its glue | pages | over base \
         | worker | over base | all samples | lines of ours |"
    );
    println!("|:--|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for row in rows {
        println!("{row}");
    }
    println!("\nBytes as shipped (samples: characters); each module has its candidate alone.");
    for what in broken {
        println!("{what}");
    }
    Ok(())
}

fn probe() -> PathBuf {
    workspace::root().join("xtask").join("codecs")
}

/// How a workspace compiles what ships.
fn profile(root: &Path) -> Result<String> {
    let manifest = std::fs::read_to_string(root.join("Cargo.toml"))?;
    let (_, rest) = manifest
        .split_once("[profile.wasm]")
        .context("no [profile.wasm]")?;
    let profile = rest.split("\n[").next().unwrap_or_default();
    Ok(profile.trim().to_owned())
}

/// A candidate's modules, in the order of the contexts.
struct Weighed<'a> {
    candidate: &'a Candidate,
    modules: Vec<Shrunk>,
}

impl<'a> Weighed<'a> {
    fn new(tools: &BuildTools, candidate: &'a Candidate) -> Result<Self> {
        let modules = stage(candidate.name, || {
            let modules = CONTEXTS.iter().map(|context| {
                let features = [context, candidate.feature].join(",");
                let package = workspace::wasm_target()
                    .join("pkg")
                    .join(format!("codec-{}-{context}", candidate.feature));
                let features = ["--features", features.trim_end_matches(',')];
                build::wasm_pack(tools, &probe(), &package, &features)?;
                build::shrink_package(tools, &package, true, "-Oz")
            });
            modules.collect()
        })?;
        Ok(Self { candidate, modules })
    }

    /// Lets the contexts exchange samples: how many characters those take, or
    /// what did not come through.
    fn exchange(&self, tools: &BuildTools) -> Result<Result<String, String>> {
        let sh = tools.shell()?;
        let place = workspace::wasm_target()
            .join("codecs")
            .join(self.candidate.feature);
        let mut folders = Vec::new();
        for (context, module) in CONTEXTS.iter().zip(&self.modules) {
            let folder = place.join(context);
            sh.write_file(folder.join("ringside_bg.wasm"), &module.wasm)?;
            sh.write_file(folder.join("ringside_bg.mjs"), &module.glue)?;
            folders.push(folder);
        }
        let script = probe().join("check.mjs");
        let printed = cmd!(sh, "node {script} {folders...}").quiet().read()?;
        let printed = printed.trim();
        let carried = printed
            .parse::<usize>()
            .map(|characters| characters.to_string())
            .map_err(|_| format!("{}: {printed}", self.candidate.name));
        Ok(carried)
    }

    fn row(&self, base: &Weighed<'_>, samples: &str) -> String {
        let mut cells = vec![self.candidate.name.to_owned()];
        for (module, base) in self.modules.iter().zip(&base.modules) {
            cells.push(module.wasm.len().to_string());
            cells.push(over(module.wasm.len(), base.wasm.len()));
            if cells.len() == 3 {
                let fallback = |module: &Shrunk| module.fallback.as_ref().map_or(0, Vec::len);
                cells.push(fallback(module).to_string());
                cells.push(over(fallback(module), fallback(base)));
                cells.push(module.glue.len().to_string());
            }
        }
        cells.push(samples.to_owned());
        cells.push(self.lines().to_string());
        format!("| {} |", cells.join(" | "))
    }

    fn lines(&self) -> usize {
        let read = |file: &&str| std::fs::read_to_string(probe().join(file)).unwrap_or_default();
        let texts: Vec<String> = self.candidate.ours.iter().map(read).collect();
        texts.iter().map(|text| lines_of_code(text)).sum()
    }
}

fn over(weight: usize, base: usize) -> String {
    if weight >= base {
        format!("+{}", weight - base)
    } else {
        format!("−{}", base - weight)
    }
}

/// Lines that are neither empty nor comments.
fn lines_of_code(text: &str) -> usize {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_are_compiled_as_what_ships() {
        assert_eq!(
            profile(workspace::root()).unwrap(),
            profile(&probe()).unwrap()
        );
    }

    #[test]
    fn only_code_counts() {
        assert_eq!(lines_of_code("//! Why\n\nfn a() {\n    // b\n}\n"), 2);
    }

    #[test]
    fn every_line_of_ours_is_found() {
        for candidate in CANDIDATES {
            for file in candidate.ours {
                assert!(probe().join(file).is_file(), "{file}");
            }
        }
    }
}
