//! What was learnt on one page, together with what the user's profile of the site
//! says of others.

use super::file::{string, strings};
use crate::json::JsonValue;

/// The file `new` with the pages of `known` for other paths before its own. What of
/// `known` cannot be read is left out. `write` gives a value's text.
pub fn merged<J: JsonValue, E>(
    known: &str,
    new: &str,
    parse: impl Fn(&str) -> Result<J, E>,
    write: impl Fn(&J) -> String,
) -> Option<String> {
    let (known, new) = (parse(known).ok()?, parse(new).ok()?);
    let new_pages = new.field("pages")?.items()?;
    let learnt: Vec<String> = new_pages.iter().flat_map(paths).collect();
    let mut pages: Vec<String> = Vec::new();
    for page in known.field("pages")?.items()? {
        let all = paths(&page);
        let others: Vec<String> = all
            .iter()
            .filter(|path| !learnt.contains(path))
            .cloned()
            .collect();
        if others.len() == all.len() {
            pages.push(write(&page));
        } else if !others.is_empty() {
            pages.push(with(&page, "paths", &list(&others), &write)?);
        }
    }
    pages.extend(new_pages.iter().map(&write));
    let pages = ["[\n", &pages.join(",\n"), "\n]"].concat();
    with(&known, "pages", &pages, &write)
}

/// The text of an object in which one field has another value.
fn with<J: JsonValue>(
    object: &J,
    changed: &str,
    value: &str,
    write: impl Fn(&J) -> String,
) -> Option<String> {
    let mut text = String::from("{");
    for name in object.names()? {
        let Some(field) = object.field(&name) else {
            continue;
        };
        if text.len() > 1 {
            text.push(',');
        }
        text.push('\n');
        string(&name, &mut text);
        text.push_str(": ");
        if name == changed {
            text.push_str(value);
        } else {
            text.push_str(&write(&field));
        }
    }
    text.push_str("\n}");
    Some(text)
}

fn paths<J: JsonValue>(page: &J) -> Vec<String> {
    let all = page.field("paths").and_then(|paths| paths.items());
    let all = all.unwrap_or_default();
    all.iter().filter_map(JsonValue::as_text).collect()
}

fn list(all: &[String]) -> String {
    let mut text = String::from("[");
    strings(all, &mut text);
    text.push(']');
    text
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn page(name: &str, paths: &[&str]) -> Value {
        json!({ "name": name, "kind": "person", "paths": paths, "record": "tr" })
    }

    fn merged_texts(known: &str, new: &str) -> Option<String> {
        let parse = |text: &str| serde_json::from_str::<Value>(text);
        merged(known, new, parse, Value::to_string)
    }

    fn of(known: &Value, new: &Value) -> Value {
        let known = known.to_string();
        let text = merged_texts(&known, &new.to_string());
        serde_json::from_str(&text.unwrap()).unwrap()
    }

    #[test]
    fn other_pages_are_kept_and_one_of_the_same_path_is_replaced() {
        let known = json!({
            "name": "Mine \"own\"",
            "recognise": { "storage": ["key"] },
            "pages": [page("a", &["/a"]), page("both", &["/b", "/c"]), page("c", &["/c"])],
        });
        let new = json!({ "name": "host", "pages": [page("new", &["/c"])] });
        assert_eq!(
            of(&known, &new),
            json!({
                "name": "Mine \"own\"",
                "recognise": { "storage": ["key"] },
                "pages": [page("a", &["/a"]), page("both", &["/b"]), page("new", &["/c"])],
            })
        );
        // Learnt once more, it is as before.
        assert_eq!(of(&of(&known, &new), &new), of(&known, &new));
    }

    #[test]
    fn a_file_that_is_none_has_nothing_to_keep() {
        let new = json!({ "name": "host", "pages": [page("new", &["/c"])] }).to_string();
        for known in ["", "[]", "{}", "{\"pages\": 1}"] {
            assert_eq!(merged_texts(known, &new), None, "{known}");
        }
    }
}
