//! Profiles under `extension/sites` become texts in the code, as `src/codec` writes
//! them.

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
    let (mut known, mut names) = (Vec::new(), Vec::new());
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
            names.push(serde_json::from_str::<Value>(&json)?["name"].to_string());
            known.push(name);
        }
    }
    writeln!(
        code,
        "/// The profiles of known CRMs.\npub(super) static KNOWN: &[&str] = &[{}];\n\
         /// Their names.\npub(super) static NAMES: &[&str] = &[{}];",
        known.join(", "),
        names.join(", ")
    )?;
    Ok(code)
}

/// One profile, as a Rust item of this name: a text as the codec writes it, which takes
/// less room than a value with all its empty fields.
pub(super) fn item(name: &str, json: &str) -> Result<String, Failure> {
    let json: Value = serde_json::from_str(json)?;
    let mut encoded = String::new();
    record("profile", PROFILE, &json, &mut encoded)?;
    let about = json["name"].as_str().unwrap_or_default();
    Ok(format!(
        "#[doc = {about:?}]\npub(super) static {name}: &str = {encoded:?};\n"
    ))
}

/// Writes a record to the end of `out`. An unknown field is an error.
fn record(name: &str, fields: Fields, json: &Value, out: &mut String) -> Result<(), Failure> {
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
    for (field, kind) in fields {
        let value = object.get(*field).unwrap_or(&Value::Null);
        of_kind(field, *kind, value, out).map_err(|error| format!("{name}.{field}: {error}"))?;
    }
    Ok(())
}

fn of_kind(name: &str, kind: Kind, json: &Value, out: &mut String) -> Result<(), Failure> {
    let missing = json.is_null();
    match kind {
        Kind::MaybeText | Kind::MaybeIndex | Kind::Maybe(..) if missing => number(0, out),
        Kind::Text => text(json, out)?,
        Kind::MaybeText => {
            number(1, out);
            text(json, out)?;
        }
        Kind::Texts(least) => list(least, json, out, text)?,
        Kind::Flag if missing => number(0, out),
        Kind::Flag => {
            let flag = json.as_bool().ok_or("it is neither true nor false")?;
            number(u64::from(flag), out);
        }
        Kind::MaybeIndex => {
            number(1, out);
            number(json.as_u64().ok_or("it is no index")?, out);
        }
        Kind::Count => number(json.as_u64().ok_or("a count is missing")?, out),
        Kind::Record => {
            let kind = KINDS.iter().position(|name| json.as_str() == Some(*name));
            let kind = kind.ok_or_else(|| format!("{json} is no kind of record"))?;
            number(kind as u64, out);
        }
        // It is checked, and no part of the profile.
        Kind::Aside => list(0, json, &mut String::new(), text)?,
        Kind::One(fields) => record(name, fields, json, out)?,
        Kind::Maybe(fields) => {
            number(1, out);
            record(name, fields, json, out)?;
        }
        Kind::Many(fields, least) => {
            list(least, json, out, |json, out| {
                record(name, fields, json, out)
            })?;
        }
    }
    Ok(())
}

fn list(
    least: usize,
    json: &Value,
    out: &mut String,
    item: impl Fn(&Value, &mut String) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let items = match json {
        Value::Null => &Vec::new(),
        Value::Array(items) => items,
        other => return Err(format!("{other} is no list").into()),
    };
    if items.len() < least {
        return Err("it is empty".into());
    }
    number(items.len() as u64, out);
    items.iter().try_for_each(|json| item(json, out))
}

fn text(json: &Value, out: &mut String) -> Result<(), Failure> {
    let text = json.as_str().ok_or_else(|| format!("{json} is no text"))?;
    number(text.len() as u64, out);
    out.push_str(text);
    Ok(())
}

fn number(number: u64, out: &mut String) {
    out.push_str(&format!("{number} "));
}
