//! The pages' HTML and the code that binds it ship together: they must agree.

use std::collections::BTreeSet;

use ringside::call_page::button::{Button, KEYS};

const PAGES: &[(&str, &str, &str)] = &[
    (
        "call",
        include_str!("../call.html"),
        concat!(
            include_str!("call/render.rs"),
            include_str!("call/invite.rs"),
            include_str!("call/on_top.rs"),
            include_str!("call/page.rs")
        ),
    ),
    (
        "popup",
        include_str!("../popup.html"),
        concat!(
            include_str!("popup/render.rs"),
            include_str!("popup/page.rs")
        ),
    ),
    (
        "options",
        include_str!("../options.html"),
        concat!(include_str!("options.rs"), include_str!("diagnostics.rs")),
    ),
];

fn attribute<'a>(html: &'a str, name: &str) -> BTreeSet<&'a str> {
    let start = format!(" {name}=\"");
    html.split(start.as_str())
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn every_page_says_which_it_is() {
    for (page, html, _) in PAGES {
        assert!(attribute(html, "data-page").contains(page), "{page}");
    }
}

#[test]
fn no_two_elements_share_an_id() {
    for (page, html, _) in PAGES {
        let all = html.matches(" id=\"").count();
        assert_eq!(attribute(html, "id").len(), all, "{page}");
    }
}

#[test]
fn no_page_has_code_or_texts_of_its_own() {
    for (page, html, _) in PAGES {
        let body = html.split("<body").nth(1).unwrap();
        let mut inside_tag = true;
        let words: String = body
            .chars()
            .filter(|char| {
                match char {
                    '<' => inside_tag = true,
                    '>' => inside_tag = false,
                    _ => return !inside_tag && char.is_alphabetic(),
                }
                false
            })
            .collect();
        assert_eq!(words.replace("Ringside", ""), "", "{page}");
        assert!(
            !html.contains(" onclick") && !html.contains(" style="),
            "{page}"
        );
        assert_eq!(html.matches("<script").count(), 1, "{page}");
    }
}

#[test]
fn every_text_that_a_page_names_exists() {
    let texts: serde_json::Value =
        serde_json::from_str(include_str!("../../_locales/en/messages.json")).unwrap();
    for (page, html, _) in PAGES {
        for name in ["data-text", "data-label", "data-hint"] {
            for key in attribute(html, name) {
                assert!(texts.get(key).is_some(), "{page}: {key}");
            }
        }
    }
}

/// Every constant id that the code writes to or reads from is in the HTML: the
/// binding skips missing ones.
#[test]
fn every_element_that_the_code_names_exists() {
    let calls = [
        "set_text(\"",
        "set_hidden(\"",
        "set_attribute(\"",
        "set_disabled(\"",
        "set_label(\"",
        "element(\"",
        "input(\"",
        "toggle(\"",
        "check(\"",
        "write(\"",
        "checked(\"",
        "number(\"",
        "time(\"",
        "show(\"",
    ];
    for (page, html, code) in PAGES {
        let ids = attribute(html, "id");
        // Calls may be broken over lines.
        let code: String = code.split_whitespace().collect();
        let mut named = 0;
        for call in calls {
            for part in code.split(call).skip(1) {
                let id = part.split('"').next().unwrap();
                assert!(ids.contains(id), "{page}: {id}");
                named += 1;
            }
        }
        assert!(named > 5, "{page}: found only {named}");
    }
}

#[test]
fn every_button_of_the_call_page_is_known() {
    let html = include_str!("../call.html");
    let names = attribute(html, "data-press");
    assert!(names.len() > 5);
    for name in names {
        assert!(Button::parse(name).is_some(), "{name}");
    }
}

#[test]
fn the_call_page_names_the_keys_that_work() {
    let html = include_str!("../call.html");
    let mut named = Vec::new();
    for tag in html.split('<').filter(|tag| tag.starts_with("button")) {
        let value_of = |name: &str| tag.split(&format!("{name}=\"")).nth(1)?.split('"').next();
        if let Some(key) = value_of("aria-keyshortcuts") {
            let button = value_of("data-press").and_then(Button::parse);
            assert!(button.is_some() && Button::of_key(key) == button, "{tag}");
            named.extend(button);
        }
    }
    for (key, button) in KEYS {
        assert!(named.contains(button), "{key}");
    }
}
