//! Profiles under `extension/sites` become Rust values.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Failure;

/// All profiles of a folder, as Rust code. A field that no profile has fails
/// the build.
pub(super) fn code(sites: &Path) -> Result<String, Failure> {
    let mut files: Vec<_> = fs::read_dir(sites)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::path);
    let mut code = String::new();
    let mut known = Vec::new();
    for file in files {
        let path = file.path();
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .ok_or("a profile's name is no text")?
            .to_uppercase()
            .replace('-', "_");
        let json = fs::read_to_string(&path)?;
        code += &item(&name, &json).map_err(|error| format!("{}: {error}", path.display()))?;
        if name != "GENERIC" {
            known.push(format!("&{name}"));
        }
    }
    writeln!(
        code,
        "/// The profiles of known CRMs.\npub static KNOWN: &[&Profile] = &[{}];",
        known.join(", ")
    )?;
    Ok(code)
}

/// One profile, as a Rust item of this name.
pub(super) fn item(name: &str, json: &str) -> Result<String, Failure> {
    let json: Value = serde_json::from_str(json)?;
    let value = record("Profile", PROFILE, &json)?;
    let about = json["name"].as_str().unwrap_or_default();
    Ok(format!(
        "#[doc = {about:?}]\npub static {name}: Profile = {value};\n"
    ))
}

/// What a field of a profile holds.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    MaybeText,
    Texts,
    Flag,
    MaybeIndex,
    Count,
    Record,
    One(&'static str, Fields),
    Maybe(&'static str, Fields),
    Many(&'static str, Fields),
}

type Fields = &'static [(&'static str, Kind)];

// The same as in `src/site/profile.rs`, where each field is explained.
const PROFILE: Fields = &[
    ("name", Kind::Text),
    ("recognise", Kind::One("Recognise", RECOGNISE)),
    ("tokens", Kind::Maybe("TokenKeys", TOKENS)),
    ("own_calls", Kind::Maybe("OwnCalls", OWN_CALLS)),
    ("pages", Kind::Many("Page", PAGE)),
];
const RECOGNISE: Fields = &[("storage", Kind::Texts), ("selectors", Kind::Texts)];
const OWN_CALLS: Fields = &[("hide", Kind::Texts)];
const TOKENS: Fields = &[
    ("access", Kind::Text),
    ("refresh", Kind::Text),
    ("legacy", Kind::Text),
    ("user", Kind::Text),
];
const PAGE: Fields = &[
    ("name", Kind::Text),
    ("kind", Kind::Record),
    ("paths", Kind::Texts),
    ("single", Kind::Flag),
    ("inside", Kind::Maybe("Inside", INSIDE)),
    ("detect", Kind::Flag),
    ("record", Kind::Text),
    ("text", Kind::MaybeText),
    ("climb", Kind::MaybeText),
    ("email", Kind::Many("Field", FIELD)),
    ("title", Kind::Many("Field", FIELD)),
    ("detail", Kind::Maybe("Field", FIELD)),
    ("place", Kind::Texts),
    ("fixtures", Kind::Many("Fixture", FIXTURE)),
];
const INSIDE: Fields = &[
    ("select", Kind::Text),
    ("heading", Kind::Text),
    ("headings", Kind::Texts),
];
const FIELD: Fields = &[
    ("select", Kind::Text),
    ("nth", Kind::MaybeIndex),
    ("attr", Kind::MaybeText),
    ("after", Kind::MaybeText),
    ("anywhere", Kind::Flag),
];
const FIXTURE: Fields = &[
    ("page", Kind::Text),
    ("path", Kind::Text),
    ("count", Kind::Count),
];

/// A record as a Rust expression. An unknown field is an error.
fn record(name: &str, fields: Fields, json: &Value) -> Result<String, Failure> {
    let object = match json {
        Value::Object(object) => object,
        Value::Null => &serde_json::Map::new(),
        other => return Err(format!("{name} is {other}").into()),
    };
    for key in object.keys() {
        if fields.iter().all(|(field, _)| field != key) {
            return Err(format!("{name} has no field {key}").into());
        }
    }
    let mut code = format!("{name} {{ ");
    for (field, kind) in fields {
        let value = object.get(*field).unwrap_or(&Value::Null);
        let value = of_kind(*kind, value).map_err(|error| format!("{name}.{field}: {error}"))?;
        write!(code, "{field}: {value}, ")?;
    }
    code.push('}');
    Ok(code)
}

fn of_kind(kind: Kind, json: &Value) -> Result<String, Failure> {
    let text = |json: &Value| {
        json.as_str()
            .map(|text| format!("{text:?}"))
            .ok_or_else(|| Failure::from(format!("{json} is no text")))
    };
    let maybe = |value: Option<String>| match value {
        Some(value) => format!("Some({value})"),
        None => "None".to_owned(),
    };
    let list = |item: &dyn Fn(&Value) -> Result<String, Failure>| {
        let items = match json {
            Value::Null => &Vec::new(),
            Value::Array(items) => items,
            other => return Err(Failure::from(format!("{other} is no list"))),
        };
        let items: Vec<String> = items.iter().map(item).collect::<Result<_, _>>()?;
        Ok(format!("&[{}]", items.join(", ")))
    };
    let missing = json.is_null();
    Ok(match kind {
        Kind::Text => text(json)?,
        Kind::MaybeText if missing => maybe(None),
        Kind::MaybeText => maybe(Some(text(json)?)),
        Kind::Texts => list(&text)?,
        Kind::Flag if missing => false.to_string(),
        Kind::Flag => json
            .as_bool()
            .ok_or("it is neither true nor false")?
            .to_string(),
        Kind::MaybeIndex if missing => maybe(None),
        Kind::MaybeIndex => {
            let index = json.as_u64().ok_or_else(|| format!("{json} is no index"))?;
            maybe(Some(index.to_string()))
        }
        Kind::Count => json.as_u64().ok_or("a count is missing")?.to_string(),
        Kind::Record => match json.as_str() {
            Some("customer") => "RecordKind::Customer".to_owned(),
            Some("employee") => "RecordKind::Employee".to_owned(),
            Some("person") => "RecordKind::Person".to_owned(),
            _ => return Err(format!("{json} is no kind of record").into()),
        },
        Kind::One(name, fields) => record(name, fields, json)?,
        Kind::Maybe(..) if missing => maybe(None),
        Kind::Maybe(name, fields) => maybe(Some(record(name, fields, json)?)),
        Kind::Many(name, fields) => list(&|json| record(name, fields, json))?,
    })
}
