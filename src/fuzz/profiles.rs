//! Profiles of sites, which the build parses: each becomes one item of Rust, or
//! is refused.

use std::path::Path;

use serde_json::Value;

use super::damage::Chance;
use super::{corpus, runs};

/// The build's own parser.
#[path = "../../build/profiles.rs"]
mod parser;

type Failure = Box<dyn std::error::Error>;

/// Fails when this is more or less than one item: when a text of the profile
/// gets out of its literal.
#[track_caller]
fn is_one_item(code: &str) {
    let (mut open, mut ends) = (Vec::new(), 0);
    let mut chars = code.chars();
    while let Some(char) = chars.next() {
        match char {
            '"' => loop {
                match chars.next() {
                    Some('\\') => drop(chars.next()),
                    Some('"') => break,
                    Some(_) => {}
                    None => panic!("a text has no end: {code}"),
                }
            },
            '{' | '[' | '(' => open.push(char),
            '}' => assert_eq!(open.pop(), Some('{'), "{code}"),
            ']' => assert_eq!(open.pop(), Some('['), "{code}"),
            ')' => assert_eq!(open.pop(), Some('('), "{code}"),
            ';' => ends += 1,
            other => assert!(!other.is_control() || other == '\n', "{code}"),
        }
    }
    assert!(
        open.is_empty() && ends == 1 && code.ends_with(";\n"),
        "{code}"
    );
}

fn parse(text: &str) {
    if let Ok(code) = parser::item("NAME", text) {
        assert!(code.starts_with("#[doc = \""), "{code}");
        is_one_item(&code);
        // Control characters are written as up to eight.
        assert!(code.len() <= 40 * text.len() + 1_000, "{}", text.len());
    }
}

#[test]
fn profiles_as_texts() {
    runs("profiles", &corpus("profiles"), Chance::text, |text| {
        parse(text)
    });
}

#[test]
fn profiles_as_values() {
    let texts = corpus("profiles");
    let seeds = texts.iter().map(|text| serde_json::from_str(text).unwrap());
    let seeds: Vec<Value> = seeds.collect();
    runs("profiles", &seeds, Chance::value, |value| {
        parse(&value.to_string())
    });
}

#[test]
fn the_corpus_and_the_sites_are_profiles() {
    for text in corpus("profiles") {
        is_one_item(&parser::item("NAME", &text).unwrap());
    }
    let sites = Path::new(env!("CARGO_MANIFEST_DIR")).join("extension/sites");
    assert!(
        parser::code(&sites)
            .unwrap()
            .contains("pub static GENERIC: Profile")
    );
}
