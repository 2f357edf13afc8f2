//! Compares the map in `ARCHITECTURE.md`, which says which module uses which,
//! with the sources. Also finds cycles of modules, uses of the extension API
//! outside of its module, and events that wake the worker needlessly.

mod browser;
mod events;
mod graph;
mod lexer;
mod map;
mod source;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::workspace;
use graph::Graph;

/// Each crate that ships, by its name in Rust, and where its `lib.rs` is.
const CRATES: [(&str, &str); 14] = [
    ("ringside", "src"),
    ("ringside_web", "extension/web/src"),
    ("ringside_background", "extension/background/src"),
    ("ringside_content", "extension/content/src"),
    ("ringside_detection", "extension/detection/src"),
    ("ringside_overlay", "extension/overlay/src"),
    ("ringside_pages", "extension/pages/src"),
    ("ringside_picker", "extension/picker/src"),
    (
        "ringside_background_module",
        "extension/background/module/src",
    ),
    ("ringside_content_module", "extension/content/module/src"),
    (
        "ringside_detection_module",
        "extension/detection/module/src",
    ),
    ("ringside_overlay_module", "extension/overlay/module/src"),
    ("ringside_pages_module", "extension/pages/module/src"),
    ("ringside_picker_module", "extension/picker/module/src"),
];
/// Those of them that have modules.
const WITH_MODULES: usize = 8;

/// Modules with a known cycle below them. One without a cycle must be removed
/// from this list.
const KNOWN_CYCLES: [&str; 0] = [];

/// Checks the tree.
///
/// # Errors
/// Every difference from the map, and every cycle.
pub(crate) fn check() -> Result<()> {
    let root = workspace::root();
    let files = files(root)?;
    let map =
        fs::read_to_string(root.join("ARCHITECTURE.md")).context("cannot read ARCHITECTURE.md")?;
    let mut said = against_map(&files, &map)?;
    let named = files
        .iter()
        .filter_map(|(path, text)| browser::names_api(path, text));
    said.extend(named);
    if let (Some(bootstrap), Some(dispatcher)) =
        (files.get(events::BOOTSTRAP), files.get(events::DISPATCHER))
    {
        said.extend(events::differences(bootstrap, dispatcher));
    } else {
        said.push("the worker's bootstrap or its dispatcher is elsewhere: say where".to_owned());
    }
    said.extend(core_dependencies()?);
    if !said.is_empty() {
        bail!(
            "the architecture is not as ARCHITECTURE.md says:\n{}",
            said.join("\n")
        );
    }
    Ok(())
}

/// Writes the map's tables anew, from the sources. What it changes is for a
/// person to approve, like any other change of the architecture.
///
/// # Errors
/// Where a file cannot be read or written, or a table's title is missing.
pub(crate) fn write_map() -> Result<()> {
    let root = workspace::root();
    let path = root.join("ARCHITECTURE.md");
    let files = files(root)?;
    let graph = graph(&files)?;
    let mut map = fs::read_to_string(&path).context("cannot read ARCHITECTURE.md")?;
    for (title, parent) in tables() {
        map = map::with_table(&map, &title, &sources_say(&graph, &parent))
            .with_context(|| format!("ARCHITECTURE.md has no title `{title}`"))?;
    }
    fs::write(&path, map).context("cannot write ARCHITECTURE.md")
}

/// The map's tables: their titles, and whose modules they are of.
fn tables() -> Vec<(String, Vec<String>)> {
    let of_modules = CRATES[..WITH_MODULES].iter().map(|(name, _)| {
        (
            format!("{} `{name}`", map::MODULES),
            vec![(*name).to_owned()],
        )
    });
    [(map::CRATES.to_owned(), Vec::new())]
        .into_iter()
        .chain(of_modules)
        .collect()
}

fn graph(files: &BTreeMap<String, String>) -> Result<Graph> {
    Graph::read(&CRATES, |path| files.get(path).cloned()).map_err(anyhow::Error::msg)
}

fn sources_say(graph: &Graph, parent: &[String]) -> graph::Uses {
    if parent.is_empty() {
        graph.crates()
    } else {
        graph.within(parent)
    }
}

/// The sources that ship, by their path from the root.
fn files(root: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for folder in ["src", "extension"] {
        collect(&root.join(folder), folder, &mut files)?;
    }
    Ok(files)
}

fn collect(folder: &Path, path: &str, files: &mut BTreeMap<String, String>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot list {path}"))?;
    for entry in entries {
        let entry = entry?;
        let inside = format!("{path}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &inside, files)?;
        } else if [".rs", ".js", ".html"]
            .iter()
            .any(|end| inside.ends_with(end))
        {
            let text = fs::read_to_string(entry.path())
                .with_context(|| format!("cannot read {inside}"))?;
            files.insert(inside, text);
        }
    }
    Ok(())
}

/// The differences between map and sources, and the cycles.
fn against_map(files: &BTreeMap<String, String>, map: &str) -> Result<Vec<String>> {
    let graph =
        Graph::read(&CRATES, |path| files.get(path).cloned()).map_err(anyhow::Error::msg)?;
    let mut said = Vec::new();
    for (title, parent) in tables() {
        let code = sources_say(&graph, &parent);
        let table = map::table(map, &title).unwrap_or_default();
        let differences =
            map::differences(&table, &code, |from, to| graph.files(&parent, from, to));
        if !differences.is_empty() {
            said.push(format!("\n# {title}"));
            said.extend(differences);
            said.push(
                "Change the sources, or the map: `cargo xtask map` writes its tables.".to_owned(),
            );
        }
    }
    let cycles = graph.cycles();
    for (parent, cycle) in &cycles {
        if !KNOWN_CYCLES.contains(&parent.as_str()) {
            said.push(format!(
                "{parent}: {} go round in a circle",
                cycle.join(", ")
            ));
        }
    }
    for known in KNOWN_CYCLES {
        if !cycles.iter().any(|(parent, _)| parent == known) {
            said.push(format!(
                "{known} has no cycle any more: remove it from KNOWN_CYCLES"
            ));
        }
    }
    Ok(said)
}

/// The core's dependencies that are browser packages.
fn core_dependencies() -> Result<Vec<String>> {
    let sh = Shell::new()?;
    sh.change_dir(workspace::root());
    let tree = cmd!(
        sh,
        "cargo tree --package ringside --edges normal --target all --prefix none --offline --locked"
    );
    let tree = tree
        .quiet()
        .ignore_stderr()
        .read()
        .context("cannot list the core's dependencies")?;
    let packages = browser::browser_packages(&tree).into_iter();
    Ok(packages
        .map(|package| format!("the core depends on {package}, which knows a browser"))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sources_are_as_the_map_says() {
        if let Err(error) = check() {
            panic!("{error}");
        }
    }

    #[test]
    fn each_crate_that_ships_is_in_the_map() {
        let manifest = fs::read_to_string(workspace::root().join("Cargo.toml"))
            .unwrap_or_else(|error| panic!("{error}"));
        let members = manifest
            .split('"')
            .filter(|it| it.starts_with("extension/"));
        let sources = members.filter(|member| !member.ends_with(".toml"));
        for member in sources {
            let folder = format!("{member}/src");
            let is_known = CRATES.iter().any(|(_, source)| *source == folder);
            assert!(is_known, "{member}");
        }
    }
}
