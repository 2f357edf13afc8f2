//! Each text of `extension/_locales/en/messages.json` becomes a Rust function
//! whose parameters are the text's placeholders.
//!
//! The unit tests of `src/text.rs` compile this file, too.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, Value};

/// One function for each text, as Rust code. A text whose placeholders do not
/// fit its message fails the build.
///
/// A key with a capital letter is used by the manifest alone: no function is
/// made of it.
pub(crate) fn code(json: &str) -> Result<String, String> {
    let texts: Map<String, Value> =
        serde_json::from_str(json).map_err(|error| error.to_string())?;
    let mut code = String::new();
    for (key, text) in &texts {
        let function = function(key, text).map_err(|error| format!("{key}: {error}"))?;
        if !key.contains(|char: char| char.is_ascii_uppercase()) {
            code.push_str(&function);
        }
    }
    Ok(code)
}

fn function(key: &str, text: &Value) -> Result<String, String> {
    let message = text["message"].as_str().ok_or("it has no message")?;
    let names = declared(&text["placeholders"])?;
    let used = used(message)?;
    let known: BTreeSet<String> = names.iter().cloned().collect();
    if let Some(name) = used.difference(&known).next() {
        return Err(format!("its message uses {name}, which is not declared"));
    }
    if let Some(name) = known.difference(&used).next() {
        return Err(format!("its message does not use the placeholder {name}"));
    }
    let mut sentence = message.to_owned();
    for name in &names {
        let named = format!("${}$", name.to_uppercase());
        sentence = sentence.replace(&named, &format!("{{{name}}}"));
    }
    let mut code = String::new();
    // Between backticks nothing is Markdown.
    let about = format!("`{sentence}`");
    let write = if names.is_empty() {
        writeln!(
            code,
            "#[doc = {about:?}]\n#[inline(always)]\npub const fn {key}() -> Text {{ Text::plain({key:?}) }}"
        )
    } else {
        let parameters: Vec<String> = names.iter().map(|name| format!("{name}: &str")).collect();
        writeln!(
            code,
            "#[doc = {about:?}]\npub fn {key}({}) -> Text {{ Text::filled({key:?}, &[{}]) }}",
            parameters.join(", "),
            names.join(", ")
        )
    };
    write.map_err(|error| error.to_string())?;
    Ok(code)
}

/// The names of the placeholders, in the order of `$1`, `$2` and so on.
fn declared(placeholders: &Value) -> Result<Vec<String>, String> {
    let placeholders = match placeholders {
        Value::Object(placeholders) => placeholders,
        Value::Null => return Ok(Vec::new()),
        other => return Err(format!("its placeholders are {other}")),
    };
    let mut names = Vec::new();
    for number in 1..=placeholders.len() {
        let content = format!("${number}");
        let found = placeholders
            .iter()
            .find(|(_, placeholder)| placeholder["content"] == content.as_str());
        let (name, _) = found.ok_or(format!("no placeholder has the content {content}"))?;
        names.push(name.clone());
    }
    Ok(names)
}

/// The names between dollar signs, in lower case, as they are declared.
fn used(message: &str) -> Result<BTreeSet<String>, String> {
    let parts: Vec<&str> = message.split('$').collect();
    let names = parts.iter().skip(1).step_by(2);
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|it| it.is_ascii_uppercase());
    if parts.len().is_multiple_of(2) || !names.clone().all(|name| is_name(name)) {
        return Err("a dollar sign in its message is not part of a $NAME$".to_owned());
    }
    Ok(names.map(|name| name.to_lowercase()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built(text: &str) -> Result<String, String> {
        code(&format!(r#"{{ "greeting": {text} }}"#))
    }

    #[test]
    fn a_text_becomes_a_function_with_its_sentence_as_comment() {
        let code = built(r#"{ "message": "Good “morning”." }"#).unwrap();
        assert_eq!(
            code,
            "#[doc = \"`Good “morning”.`\"]\n#[inline(always)]\n\
             pub const fn greeting() -> Text { Text::plain(\"greeting\") }\n"
        );
    }

    #[test]
    fn placeholders_become_parameters_in_the_order_of_their_numbers() {
        let text = r#"{
            "message": "$CLOCK$: $NAME$",
            "placeholders": { "clock": { "content": "$2" }, "name": { "content": "$1" } }
        }"#;
        let code = built(text).unwrap();
        assert!(code.contains("`{clock}: {name}`"), "{code}");
        assert!(code.contains("greeting(name: &str, clock: &str)"), "{code}");
        assert!(code.contains("&[name, clock]"), "{code}");
    }

    #[test]
    fn placeholders_that_do_not_fit_the_message_fail_the_build() {
        let name = r#"{ "name": { "content": "$1" } }"#;
        for (message, placeholders) in [
            ("Hello $NAME$", "null"),
            ("Hello", name),
            ("Hello $1", name),
            ("Hello $", "null"),
            ("Hello $NAME$ $AGE$", name),
            ("Hello $NAME$", r#"{ "name": { "content": "$2" } }"#),
        ] {
            let text = format!(r#"{{ "message": "{message}", "placeholders": {placeholders} }}"#);
            assert!(built(&text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_manifests_texts_are_checked_but_no_code_says_them() {
        let named = |text: &str| code(&format!(r#"{{ "extensionName": {text} }}"#));
        assert_eq!(named(r#"{ "message": "Ringside" }"#).as_deref(), Ok(""));
        assert!(named("{}").is_err());
    }
}
