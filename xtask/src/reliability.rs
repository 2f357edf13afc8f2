//! `docs/reliability.md` names a test for each fault, and `docs/threat-model.md`
//! for each attack: they must exist.

use std::fs;

use crate::workspace;

/// Whether a source has a test of this name: a function that says so itself.
fn has_test(source: &str, name: &str) -> bool {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let function = format!("fn {name}(");
    let mut at = lines.iter().enumerate();
    at.any(|(number, line)| {
        let before = lines.get(..number).unwrap_or_default();
        let mut attributes = before
            .iter()
            .rev()
            .take_while(|line| line.starts_with("#[") || line.starts_with("///"));
        line.contains(&function) && attributes.any(|line| *line == "#[test]")
    })
}

/// Whether a topic's stories that are played in browsers include this one.
fn has_story(topic: &str, name: &str) -> bool {
    let played = topic.split_once("in_browsers! {");
    let played = played.and_then(|(_, rest)| rest.split_once("\n}"));
    let played = played.map_or("", |(played, _)| played);
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut groups = played.split(';').filter_map(|group| group.split_once(':'));
    groups.any(|(_, stories)| {
        stories
            .split(|letter| !is_name(letter))
            .any(|word| word == name)
    })
}

/// Where a name of the table leads nowhere.
fn dangling(name: &str, library: &str) -> Option<String> {
    let root = workspace::root();
    let parts: Vec<&str> = name.split("::").collect();
    let (first, last) = (*parts.first()?, *parts.last()?);
    let topic = root
        .join("tests/e2e/tests/stories")
        .join(format!("{first}.rs"));
    let found = if parts.len() == 2 && topic.is_file() {
        has_story(&fs::read_to_string(topic).unwrap(), last)
    } else if last == "tests" {
        let module = parts.get(..parts.len() - 1)?.join("/");
        let file = root.join("src").join(format!("{module}.rs"));
        file.is_file() && fs::read_to_string(file).unwrap().contains("#[test]")
    } else {
        has_test(library, last)
    };
    (!found).then(|| name.to_owned())
}

#[test]
fn a_function_is_no_test_until_it_says_so() {
    let source = "#[test]\n#[ignore]\nfn one() {\n}\nfn two() {}\n\n#[test]\n\nfn three() {}";
    assert!(has_test(source, "one"));
    assert!(!has_test(source, "two"));
    assert!(!has_test(source, "three"));
}

#[test]
fn a_story_that_no_browser_plays_is_none() {
    let topic =
        "in_browsers! {\n    a = A in B: one, #[new_browsers] two;\n}\n\nasync fn three() {}";
    assert!(has_story(topic, "one") && has_story(topic, "two"));
    assert!(!has_story(topic, "three") && !has_story(topic, "a"));
}

#[test]
fn every_test_that_the_tables_name_exists() {
    let root = workspace::root();
    let library = ["src", "extension", "xtask/src"]
        .map(|folder| workspace::sources(&root.join(folder)))
        .concat();
    for (document, least) in [("docs/reliability.md", 40), ("docs/threat-model.md", 20)] {
        let table = fs::read_to_string(root.join(document)).unwrap();
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
        assert!(rows > least, "{document}: only {rows} rows name tests");
        assert!(missing.is_empty(), "{document}: no such tests: {missing:?}");
    }
}
