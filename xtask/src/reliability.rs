//! `docs/reliability.md` names a test for each fault: they must exist.

use std::fs;
use std::path::Path;

use crate::workspace;

/// All Rust sources below a folder, joined.
fn sources(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.push_str(&sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            all.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
    all
}

/// Where a name of the table leads nowhere.
fn dangling(name: &str, library: &str) -> Option<String> {
    let root = workspace::root();
    let parts: Vec<&str> = name.split("::").collect();
    let (first, last) = (*parts.first()?, *parts.last()?);
    let story = root.join("tests/e2e/tests/stories").join(format!("{first}.rs"));
    let found = if parts.len() == 2 && story.is_file() {
        let story = fs::read_to_string(story).unwrap();
        story.contains(&format!("async fn {last}("))
    } else if last == "tests" {
        let module = parts.get(..parts.len() - 1)?.join("/");
        let file = root.join("src").join(format!("{module}.rs"));
        file.is_file()
    } else {
        library.contains(&format!("fn {last}("))
    };
    (!found).then(|| name.to_owned())
}

#[test]
fn every_test_that_the_table_names_exists() {
    let root = workspace::root();
    let table = fs::read_to_string(root.join("docs/reliability.md")).unwrap();
    let library = sources(&root.join("src"));
    let mut rows = 0;
    let mut missing = Vec::new();
    for row in table.lines().filter(|line| line.starts_with("| ")) {
        let Some(tests) = row.trim_end_matches([' ', '|']).rsplit(" | ").next() else {
            continue;
        };
        let names: Vec<&str> = tests.split('`').skip(1).step_by(2).collect();
        rows += usize::from(!names.is_empty());
        let names = names.into_iter().filter(|name| !name.ends_with(".rs"));
        missing.extend(names.filter_map(|name| dangling(name, &library)));
    }
    assert!(rows > 40, "only {rows} rows name tests");
    assert!(missing.is_empty(), "no such tests: {missing:?}");
}
