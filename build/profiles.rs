//! Profiles under `extension/sites` become Rust values.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Failure;
use super::schema::{Fields, KINDS, Kind, PROFILE};

/// All profiles of a folder, as Rust code. A field that no profile has fails
/// the build.
pub(super) fn code(sites: &Path) -> Result<String, Failure> {
    let mut files: Vec<_> = fs::read_dir(sites)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::path);
    let mut code = String::new();
    let mut known = Vec::new();
    for file in files {
        let path = file.path();
        if path.is_dir() {
            continue;
        }
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
        if matches!(kind, Kind::Aside) {
            of_kind("", Kind::Texts(0), value)?;
            continue;
        }
        let value = of_kind(type_of(field), *kind, value)
            .map_err(|error| format!("{name}.{field}: {error}"))?;
        write!(code, "{field}: {value}, ")?;
    }
    code.push('}');
    Ok(code)
}

/// The type of what this field holds, where that is a record or several.
fn type_of(field: &str) -> &'static str {
    match field {
        "recognise" => "Recognise",
        "tokens" => "TokenKeys",
        "own_calls" => "OwnCalls",
        "pages" => "Page",
        "inside" => "Inside",
        "fixtures" => "Fixture",
        _ => "Field",
    }
}

fn of_kind(name: &str, kind: Kind, json: &Value) -> Result<String, Failure> {
    let text = |json: &Value| {
        json.as_str()
            .map(|text| format!("Cow::Borrowed({text:?})"))
            .ok_or_else(|| Failure::from(format!("{json} is no text")))
    };
    let maybe = |value: Option<String>| match value {
        Some(value) => format!("Some({value})"),
        None => "None".to_owned(),
    };
    let list = |least: usize, item: &dyn Fn(&Value) -> Result<String, Failure>| {
        let items = match json {
            Value::Null => &Vec::new(),
            Value::Array(items) => items,
            other => return Err(Failure::from(format!("{other} is no list"))),
        };
        if items.len() < least {
            return Err("it is empty".into());
        }
        let items: Vec<String> = items.iter().map(item).collect::<Result<_, _>>()?;
        Ok(format!("Cow::Borrowed(&[{}])", items.join(", ")))
    };
    let missing = json.is_null();
    Ok(match kind {
        Kind::Text => text(json)?,
        Kind::MaybeText if missing => maybe(None),
        Kind::MaybeText => maybe(Some(text(json)?)),
        Kind::Texts(least) => list(least, &text)?,
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
        Kind::Record => {
            let kind = KINDS.iter().find(|name| json.as_str() == Some(**name));
            let name = kind.ok_or_else(|| format!("{json} is no kind of record"))?;
            let (first, rest) = name.split_at(1);
            format!("RecordKind::{}{rest}", first.to_uppercase())
        }
        Kind::Aside => String::new(),
        Kind::One(fields) => record(name, fields, json)?,
        Kind::Maybe(..) if missing => maybe(None),
        Kind::Maybe(fields) => maybe(Some(record(name, fields, json)?)),
        Kind::Many(fields, least) => list(least, &|json| record(name, fields, json))?,
    })
}
