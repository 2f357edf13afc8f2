//! Checks that all texts of `_locales` that code, pages and manifest use exist,
//! and that none is unused.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Map, Value};

use crate::workspace;

fn read(path: &str) -> String {
    fs::read_to_string(workspace::root().join(path)).unwrap()
}

fn texts() -> Map<String, Value> {
    serde_json::from_str(&read("extension/_locales/en/messages.json")).unwrap()
}

/// What stands between `start` and the next `end`, everywhere in `text`.
fn between<'a>(text: &'a str, start: &str, end: fn(char) -> bool) -> BTreeSet<&'a str> {
    text.split(start)
        .skip(1)
        .filter_map(|rest| rest.split(end).next())
        .collect()
}

/// The keys that pages name in their HTML.
fn named_by_pages(pages: &str) -> BTreeSet<&str> {
    ["data-text", "data-label", "data-hint"]
        .iter()
        .flat_map(|name| between(pages, &format!("{name}=\""), |char| char == '"'))
        .collect()
}

fn pages() -> String {
    ["call", "popup", "options"]
        .map(|page| read(&format!("extension/pages/{page}.html")))
        .concat()
}

#[test]
fn no_text_is_missing_and_none_is_left_over() {
    let root = workspace::root();
    let code = workspace::sources(&root.join("src")) + &workspace::sources(&root.join("extension"));
    let (manifest, pages) = (read("manifest.json"), pages());
    // That code names no text that is not there is the compiler's to check.
    let in_code = between(&code, "text::", |char| {
        !char.is_ascii_alphanumeric() && char != '_'
    });
    let mut elsewhere = between(&manifest, "__MSG_", |char| char == '_');
    elsewhere.extend(named_by_pages(&pages));
    let scripts = ["content/loader.js", "pages/boot.js"].map(|it| read(&format!("extension/{it}")));
    let scripts = scripts.concat();
    elsewhere.extend(between(&scripts, "getMessage('", |char| char == '\''));
    let texts = texts();
    let known: BTreeSet<&str> = texts.keys().map(String::as_str).collect();
    let missing: Vec<_> = elsewhere.difference(&known).collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
    let left_over: Vec<_> = known
        .iter()
        .filter(|key| !in_code.contains(*key) && !elsewhere.contains(*key))
        .collect();
    assert!(left_over.is_empty(), "left over: {left_over:?}");
}

#[test]
fn no_page_names_a_text_with_placeholders() {
    let texts = texts();
    for key in named_by_pages(&pages()) {
        assert!(texts[key].get("placeholders").is_none(), "{key}");
    }
}

#[test]
fn no_key_is_there_twice() {
    let file = read("extension/_locales/en/messages.json");
    assert_eq!(file.matches("\"message\":").count(), texts().len());
}

#[test]
fn every_text_is_calm() {
    for (key, entry) in &texts() {
        let text = entry["message"].as_str().unwrap();
        assert!(!text.is_empty() && !text.contains('!'), "{key}: {text}");
    }
}
