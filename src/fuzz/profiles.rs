//! Profiles of sites. Of the shipped ones the build makes one item of Rust each; a
//! user's becomes the code that pages get. Or they are refused.

use std::path::Path;

use serde_json::Value;

use super::damage::Chance;
use super::{corpus, runs};
use crate::codec;
use crate::managed::Managed;
use crate::site::profile::file::{self, Source};
use crate::site::profile::schema;

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

/// What is read as a file can be decoded, and is what a shipped file with the same
/// text is.
fn import(text: &str) {
    let parse = |text: &str| serde_json::from_str::<Value>(text);
    let Ok(encoded) = file::read(text, Source::User, parse) else {
        return;
    };
    let profile = encoded.decode().unwrap();
    assert!(profile.tokens.is_none() && profile.own_calls.is_none());
    assert!(!profile.pages.is_empty());
    assert_eq!(profile.name, encoded.name());
    let again = codec::encode(&profile);
    assert!(again.len() <= 40 * text.len() + 1_000, "{}", text.len());
    assert_eq!(file::read(text, Source::Shipped, parse), Ok(encoded));
    assert!(parser::item("NAME", text).is_ok());
}

#[test]
fn profiles_as_texts() {
    runs("profiles", &corpus("profiles"), Chance::text, |text| {
        parse(text);
        import(text);
    });
}

#[test]
fn profiles_as_values() {
    let texts = corpus("profiles");
    let seeds = texts.iter().map(|text| serde_json::from_str(text).unwrap());
    let seeds: Vec<Value> = seeds.collect();
    runs("profiles", &seeds, Chance::value, |value| {
        parse(&value.to_string());
        import(&value.to_string());
    });
}

/// What an administrator has set: each of its profiles can be decoded, and what is
/// said of the others has an end.
#[test]
fn managed() {
    let texts = corpus("managed");
    let seeds = texts.iter().map(|text| serde_json::from_str(text).unwrap());
    let seeds: Vec<Value> = seeds.collect();
    runs("managed", &seeds, Chance::value, |value| {
        let parse = |text: &str| serde_json::from_str::<Value>(text);
        let managed = Managed::read(value, parse, Value::to_string);
        assert!(codec::encode(&managed.problems().to_vec()).len() < 20_000);
        for origin in ["https://crm.example.com", "http://127.0.0.1:8000"] {
            if let Some(Ok(profile)) = managed.profile(origin) {
                let profile = profile.decode().unwrap();
                assert!(profile.tokens.is_none() && profile.own_calls.is_none());
            }
        }
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
            .contains("pub(super) static GENERIC: &str")
    );
}
