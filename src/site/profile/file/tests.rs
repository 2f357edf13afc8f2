use std::path::Path;

use serde_json::{Value, json};

use super::super::shipped::{generic, known};
use super::*;
use crate::codec::encode;

fn read_text(text: &str, source: Source) -> Result<EncodedProfile, ProfileError> {
    read(text, source, |text| serde_json::from_str::<Value>(text))
}

/// A profile of a user's, with every field that may be absent.
fn whole() -> Value {
    let field = json!({
        "select": "td", "nth": 1, "attr": "title", "after": "E-mail:", "anywhere": true,
    });
    json!({
        "name": "Example CRM",
        "recognise": { "storage": ["key"], "selectors": ["#app"] },
        "pages": [{
            "name": "customers",
            "kind": "customer",
            "paths": ["/customers"],
            "single": true,
            "inside": { "select": "table", "heading": "th", "headings": ["Customer"] },
            "detect": false,
            "record": "tr",
            "text": "x",
            "climb": "p",
            "email": [field],
            "title": [field],
            "detail": field,
            "place": ["td:last-child"],
            "fixtures": [{ "page": "x.html", "path": "/customers", "count": 5 }],
        }],
    })
}

/// The field and the problem of a profile in which `change` was made.
fn problem(change: impl FnOnce(&mut Value)) -> (String, Problem) {
    let mut json = whole();
    change(&mut json);
    let error = read_text(&json.to_string(), Source::User).unwrap_err();
    (error.field, error.problem)
}

#[test]
fn every_shipped_file_is_read_as_the_build_compiled_it() {
    let sites = Path::new(env!("CARGO_MANIFEST_DIR")).join("extension/sites");
    let mut found = 0;
    for file in std::fs::read_dir(sites).unwrap() {
        let file = file.unwrap().path();
        if file.is_dir() {
            // The catalogue, which is not compiled in.
            continue;
        }
        let text = std::fs::read_to_string(file).unwrap();
        let encoded = read_text(&text, Source::Shipped).unwrap();
        let profile = encoded.decode().unwrap();
        let shipped = known().iter().chain([generic()]);
        let compiled: Vec<_> = shipped.filter(|it| it.name == profile.name).collect();
        assert_eq!(compiled, [&profile]);
        assert_eq!(encoded.name(), profile.name);
        found += 1;
    }
    assert_eq!(found, known().len() + 1);
}

#[test]
fn a_file_becomes_what_the_codec_writes() {
    for text in [
        whole().to_string(),
        include_str!("../../../../tests/corpus/profiles/least.json").to_owned(),
    ] {
        let encoded = read_text(&text, Source::User).unwrap();
        let profile: Profile = encoded.decode().unwrap();
        assert_eq!(encode(&profile), encoded.0);
    }
}

/// `docs/profiles.md` explains the format by an example.
#[test]
fn the_example_in_the_documentation_is_a_profile() {
    let page = include_str!("../../../../docs/profiles.md");
    let (_, rest) = page.split_once("```json\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let profile = read_text(example, Source::User).unwrap().decode().unwrap();
    let names: Vec<_> = profile.pages.iter().map(|page| &*page.name).collect();
    assert_eq!(names, ["contacts table", "contact"]);
    assert_eq!(profile.pages[0].email[0].attr.as_deref(), Some("href"));
}

#[test]
fn the_documentation_explains_each_field() {
    fn names(fields: Fields, all: &mut Vec<&'static str>) {
        for (name, kind) in fields {
            all.push(name);
            if let Kind::One(fields) | Kind::Maybe(fields) | Kind::Many(fields, _) = kind
                && !SHIPPED_ONLY.contains(name)
            {
                names(fields, all);
            }
        }
    }
    let page = include_str!("../../../../docs/profiles.md");
    let mut all = Vec::new();
    names(PROFILE, &mut all);
    for name in all {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn an_administrators_profile_counts_before_the_users_and_that_before_a_shipped_one() {
    let named = |name: &str| {
        let mut profile = whole();
        profile["name"] = json!(name);
        read_text(&profile.to_string(), Source::User).unwrap()
    };
    let order = |[administrator, user, shipped]: [Option<&str>; 3]| {
        let all = SiteProfile::in_order(
            administrator.map(named),
            user.map(named),
            shipped.map(named),
        );
        let names = all
            .iter()
            .map(|it| (it.profile.name().to_owned(), it.made_for_site));
        names.collect::<Vec<_>>()
    };
    let [set, own, shipped] = [("set", true), ("own", true), ("shipped", false)]
        .map(|(name, made_for_site)| (name.to_owned(), made_for_site));
    assert_eq!(
        order([Some("set"), Some("own"), Some("shipped")]),
        [set.clone(), own.clone(), shipped.clone()]
    );
    assert_eq!(order([Some("set"), None, Some("shipped")]), [set, shipped]);
    assert_eq!(order([None, Some("own"), None]), [own]);
    assert_eq!(order([None, None, None]), []);
}

#[test]
fn a_byte_order_mark_does_not_count() {
    let text = format!("\u{feff}{}", whole());
    assert!(read_text(&text, Source::User).is_ok());
}

#[test]
fn what_reads_a_sign_in_is_refused_in_a_file() {
    let tokens = json!({ "access": "a", "refresh": "b", "legacy": "c", "user": "d" });
    assert_eq!(
        problem(|json| json["tokens"] = tokens),
        ("tokens".to_owned(), Problem::Forbidden)
    );
    assert_eq!(
        problem(|json| json["own_calls"] = json!({ "hide": ["#call"] })),
        ("own_calls".to_owned(), Problem::Forbidden)
    );
    let mut json = whole();
    json["own_calls"] = json!({ "hide": ["#call"] });
    let error = read_text(&json.to_string(), Source::Administrator).unwrap_err();
    assert_eq!(error.problem, Problem::Forbidden);
}

#[test]
fn an_error_names_the_field() {
    type Change = fn(&mut Value);
    let cases: [(Change, &str, Problem); 19] = [
        (|json| *json = json!([]), "", Problem::NotRecord),
        (|json| json["name"] = Value::Null, "name", Problem::Missing),
        (|json| json["name"] = json!(" "), "name", Problem::Empty),
        (|json| json["title"] = json!("x"), "title", Problem::Unknown),
        (|json| json["pages"] = json!([]), "pages", Problem::Empty),
        (|json| json["pages"] = json!({}), "pages", Problem::NotList),
        (
            |json| json["pages"] = json!(vec![Value::Null; 101]),
            "pages",
            Problem::TooMany(100),
        ),
        (
            |json| json["pages"][0] = json!("x"),
            "pages[0]",
            Problem::NotRecord,
        ),
        (
            |json| json["pages"][0]["paths"] = json!([]),
            "pages[0].paths",
            Problem::Empty,
        ),
        (
            |json| json["pages"][0]["paths"][0] = json!(7),
            "pages[0].paths[0]",
            Problem::NotText,
        ),
        (
            |json| json["pages"][0]["kind"] = json!("lead"),
            "pages[0].kind",
            Problem::NotKind,
        ),
        (
            |json| json["pages"][0]["single"] = json!("yes"),
            "pages[0].single",
            Problem::NotFlag,
        ),
        (
            |json| json["pages"][0]["record"] = json!("x".repeat(601)),
            "pages[0].record",
            Problem::TooLong(600),
        ),
        (
            |json| json["pages"][0]["email"][0]["select"] = Value::Null,
            "pages[0].email[0].select",
            Problem::Missing,
        ),
        (
            |json| json["pages"][0]["email"][0]["nth"] = json!(-1),
            "pages[0].email[0].nth",
            Problem::NotNumber,
        ),
        (
            |json| json["pages"][0]["title"][0]["nth"] = json!(10_000),
            "pages[0].title[0].nth",
            Problem::NotNumber,
        ),
        (
            |json| json["pages"][0]["detail"]["css"] = json!("p"),
            "pages[0].detail.css",
            Problem::Unknown,
        ),
        (
            |json| json["pages"][0]["inside"]["headings"] = json!("Customer"),
            "pages[0].inside.headings",
            Problem::NotList,
        ),
        (
            |json| json["recognise"] = json!(["key"]),
            "recognise",
            Problem::NotRecord,
        ),
    ];
    for (change, field, expected) in cases {
        assert_eq!(problem(change), (field.to_owned(), expected));
    }
}

#[test]
fn the_name_of_an_unknown_field_is_cut() {
    let (field, problem) = problem(|json| json["x".repeat(9_000)] = json!(1));
    assert_eq!((field.len(), problem), (SHOWN, Problem::Unknown));
}

#[test]
fn what_is_no_profile_at_all_is_refused_as_a_whole() {
    let large = format!("{}{}", whole(), " ".repeat(MOST_BYTES));
    for (text, problem) in [
        (large.as_str(), Problem::TooLarge),
        ("", Problem::NotJson),
        ("{", Problem::NotJson),
        ("null", Problem::NotRecord),
    ] {
        let error = read_text(text, Source::User).unwrap_err();
        assert_eq!(error, ProfileError::of_file(problem));
    }
}
