//! Profiles under `extension/sites/crms` are read at run time, each when a page of
//! its CRM is seen. How these pages are recognised becomes Rust.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{Failure, profiles};

/// The catalogue, as Rust code. A file that is no profile, or by which no page can
/// be recognised, fails the build.
pub(super) fn code(folder: &Path) -> Result<String, Failure> {
    let mut files: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    files.retain(|file| file.path().extension().is_some_and(|it| it == "json"));
    files.sort_by_key(fs::DirEntry::path);
    let (mut crms, mut signs) = (String::new(), String::new());
    for file in files {
        let path = file.path();
        let text = fs::read_to_string(&path)?;
        let of_this = |error: Failure| format!("{}: {error}", path.display());
        profiles::item("CHECKED", &text).map_err(of_this)?;
        let json: Value = serde_json::from_str(&text)?;
        let hosts = texts(&json["recognise"]["hosts"]);
        let selectors = texts(&json["recognise"]["selectors"]);
        if hosts.is_empty() && selectors.is_empty() {
            return Err(of_this("no page of it can be recognised".into()).into());
        }
        if texts(&json["checked"]).is_empty() {
            return Err(of_this("it does not say what it was checked against".into()).into());
        }
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        write!(crms, "Crm {{ file: {stem:?}, hosts: &{hosts:?} }}, ")?;
        write!(signs, "{:?}, ", selectors.join(","))?;
    }
    Ok(format!(
        "/// The CRMs of the catalogue.\npub static CRMS: &[Crm] = &[{crms}];\n\
         /// For each of them, a selector that matches something on its pages alone.\n\
         /// Empty: only its addresses tell.\npub static SIGNS: &[&str] = &[{signs}];\n"
    ))
}

fn texts(json: &Value) -> Vec<&str> {
    let all = json.as_array().into_iter().flatten();
    all.filter_map(Value::as_str).collect()
}
