//! The dependencies between modules, and their cycles.

use std::collections::{BTreeMap, BTreeSet};

use super::lexer::without_tests;
use super::source::{Source, parse};

/// A module's path: its crate's name, then the modules down to it.
pub(super) type Place = Vec<String>;

/// Names, each with those that it uses.
pub(super) type Uses = BTreeMap<String, BTreeSet<String>>;

/// What the map calls a parent module's own code, beside its modules.
pub(super) const OWN: &str = "(own)";

/// A module.
#[derive(Debug)]
struct Module {
    /// Its file, as the tree's root sees it.
    file: String,
    source: Source,
}

/// One module's use of another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Arrow {
    from: Place,
    to: Place,
    /// Whether it is only named, to reach a module inside of it.
    is_way_through: bool,
}

/// All modules of some crates, and their uses of each other.
#[derive(Debug)]
pub(super) struct Graph {
    modules: BTreeMap<Place, Module>,
    arrows: BTreeSet<Arrow>,
}

impl Graph {
    /// Reads crates, each by its name in Rust and the folder of its `lib.rs`.
    /// Files that no `mod` names are ignored.
    pub(super) fn read(
        crates: &[(&str, &str)],
        file: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, String> {
        let mut graph = Self {
            modules: BTreeMap::new(),
            arrows: BTreeSet::new(),
        };
        for (name, folder) in crates {
            let path = format!("{folder}/lib.rs");
            let text = file(&path).ok_or_else(|| format!("there is no {path}"))?;
            let source = parse(&without_tests(&text));
            graph.add(vec![(*name).to_owned()], path, folder, source, &file)?;
        }
        graph.arrows = graph.modules.keys().flat_map(|at| graph.of(at)).collect();
        Ok(graph)
    }

    /// Adds a module and all below it; their files are in `folder`.
    fn add(
        &mut self,
        place: Place,
        path: String,
        folder: &str,
        mut source: Source,
        file: &impl Fn(&str) -> Option<String>,
    ) -> Result<(), String> {
        for name in &source.files {
            let plain = format!("{folder}/{name}.rs");
            let nested = format!("{folder}/{name}/mod.rs");
            let (path, text) = file(&plain)
                .map(|text| (plain, text))
                .or_else(|| file(&nested).map(|text| (nested, text)))
                .ok_or_else(|| format!("{path} names `mod {name}`, which has no file"))?;
            let inner = parse(&without_tests(&text));
            let folder = format!("{folder}/{name}");
            self.add(below(&place, name), path, &folder, inner, file)?;
        }
        for (name, inner) in std::mem::take(&mut source.inline) {
            let folder = format!("{folder}/{name}");
            self.add(below(&place, &name), path.clone(), &folder, inner, file)?;
        }
        self.modules.insert(place, Module { file: path, source });
        Ok(())
    }

    /// The arrows that start in a module.
    fn of(&self, from: &Place) -> Vec<Arrow> {
        let source = &self.modules[from].source;
        let used = source.imports.iter().filter(|import| !import.is_public);
        let paths = used.map(|import| &import.path).chain(&source.paths);
        paths
            .filter_map(|path| self.target(from, path, 0))
            .filter(|(to, _)| to != from)
            .map(|(to, item)| Arrow {
                from: from.clone(),
                to,
                is_way_through: item.is_none(),
            })
            .collect()
    }

    /// The module that a path leads to, and what it takes there, if not the
    /// module itself. `None` where it leads out of these crates.
    fn target(&self, from: &Place, path: &[String], depth: u8) -> Option<(Place, Option<String>)> {
        // No module passes a name on so often.
        if depth > 16 {
            return None;
        }
        let (first, rest) = path.split_first()?;
        let (mut at, item) = self.start(from, first, depth)?;
        if item.is_some() {
            return Some((at, item));
        }
        for name in rest {
            let module = below(&at, name);
            if name == "super" {
                at.pop();
            } else if self.modules.contains_key(&module) {
                at = module;
            } else {
                match self.imported(&at, name, depth) {
                    Some((to, None)) => at = to,
                    Some(found) => return Some(found),
                    None => return Some((at, Some(name.clone()))),
                }
            }
        }
        Some((at, None))
    }

    /// Where a path starts.
    fn start(&self, from: &Place, first: &str, depth: u8) -> Option<(Place, Option<String>)> {
        let module = match first {
            "crate" => from[..1].to_vec(),
            "self" => from.clone(),
            "super" => from[..from.len() - 1].to_vec(),
            _ => below(from, first),
        };
        if self.modules.contains_key(&module) {
            return Some((module, None));
        }
        let other = vec![first.to_owned()];
        self.imported(from, first, depth)
            .or_else(|| self.modules.contains_key(&other).then_some((other, None)))
    }

    /// What a module has under this name from another one.
    fn imported(&self, at: &Place, name: &str, depth: u8) -> Option<(Place, Option<String>)> {
        let imports = &self.modules.get(at)?.source.imports;
        let import = imports.iter().find(|it| it.name.as_deref() == Some(name))?;
        // `use serde;` would lead back to itself.
        let leads_on = import.path.first().map(String::as_str) != Some(name);
        if !leads_on && import.path.len() == 1 {
            return None;
        }
        self.target(at, &import.path, depth + 1)
    }

    /// Which crate uses which.
    pub(super) fn crates(&self) -> Uses {
        let mut uses = Uses::new();
        for place in self.modules.keys() {
            uses.entry(place[0].clone()).or_default();
        }
        for arrow in self.arrows.iter().filter(|it| it.from[0] != it.to[0]) {
            let used = uses.entry(arrow.from[0].clone()).or_default();
            used.insert(arrow.to[0].clone());
        }
        uses
    }

    /// Which module uses which, of those that stand right below this one. Its
    /// own code counts as one of them.
    pub(super) fn within(&self, parent: &[String]) -> Uses {
        let mut uses = Uses::new();
        for place in self.modules.keys() {
            if place.len() > parent.len() && place.starts_with(parent) {
                uses.entry(place[parent.len()].clone()).or_default();
            }
        }
        for arrow in &self.arrows {
            if let Some((from, to)) = seen_from(parent, arrow) {
                uses.entry(to.clone()).or_default();
                uses.entry(from).or_default().insert(to);
            }
        }
        uses
    }

    /// The files that make an arrow between two modules below `parent`.
    pub(super) fn files(&self, parent: &[String], from: &str, to: &str) -> Vec<&str> {
        let arrows = self.arrows.iter().filter(|arrow| {
            let seen = seen_from(parent, arrow);
            seen.is_some_and(|seen| seen == (from.to_owned(), to.to_owned()))
        });
        let files: BTreeSet<&str> = arrows
            .filter_map(|arrow| self.modules.get(&arrow.from))
            .map(|module| module.file.as_str())
            .collect();
        files.into_iter().collect()
    }

    /// Every module that has modules, with the cycles that those make.
    pub(super) fn cycles(&self) -> Vec<(String, Vec<String>)> {
        let mut found = Vec::new();
        for parent in self.modules.keys() {
            let uses = self.within(parent);
            for cycle in cycles(&uses) {
                found.push((parent.join("::"), cycle));
            }
        }
        found
    }
}

/// The two modules right below `parent` that an arrow connects.
fn seen_from(parent: &[String], arrow: &Arrow) -> Option<(String, String)> {
    let child = |place: &Place| {
        place.starts_with(parent).then(|| {
            let child = place.get(parent.len());
            child.map_or(OWN, String::as_str).to_owned()
        })
    };
    let (from, to) = (child(&arrow.from)?, child(&arrow.to)?);
    let only_passes = to == OWN && arrow.is_way_through;
    (from != to && !only_passes).then_some((from, to))
}

/// The groups in which each needs each other.
fn cycles(uses: &Uses) -> Vec<Vec<String>> {
    let reach: BTreeMap<&String, BTreeSet<&String>> = uses
        .keys()
        .map(|from| (from, reached(uses, from)))
        .collect();
    let mut groups = BTreeSet::new();
    for from in uses.keys().filter(|from| reach[from].contains(from)) {
        let group = uses
            .keys()
            .filter(|to| reach[from].contains(to) && reach[to].contains(from));
        groups.insert(group.cloned().collect::<Vec<_>>());
    }
    groups.into_iter().collect()
}

/// All that something uses, and what those use.
fn reached<'a>(uses: &'a Uses, from: &'a String) -> BTreeSet<&'a String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(next) = open.pop() {
        for used in uses.get(next).into_iter().flatten() {
            if reached.insert(used) {
                open.push(used);
            }
        }
    }
    reached
}

fn below(place: &Place, name: &str) -> Place {
    let mut place = place.clone();
    place.push(name.to_owned());
    place
}

#[cfg(test)]
mod tests;
