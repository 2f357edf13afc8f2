//! How the name and the address of a row may be read: as a text, or as an attribute.

use ringside::site::detect::{email_in, is_name, tidy};
use ringside::site::profile::learn::choice::{Reading, name_rank};
use ringside::site::profile::learn::selectors;
use web_sys::Element;

use super::page::{self, all, text_of};

/// What a field is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Name,
    Email,
}

/// The most readings that are tried.
const MOST: usize = 12;
/// Attributes that say nothing to a person.
const MUTE: [&str; 6] = ["class", "style", "id", "src", "role", "type"];

/// The ways to read a name where somebody pointed, the best first: what each one reads
/// there, and the selectors that it may have.
pub(super) fn names(row: &Element, pointed: &Element) -> Vec<(String, Vec<Reading>)> {
    let mut found = sources(pointed);
    found.retain(|(_, text)| is_name(text) && !text.contains("://"));
    found.sort_by_key(|(attr, text)| {
        let rank = name_rank(attr.as_deref(), text);
        (u32::MAX - rank, attr.is_some())
    });
    let options = found.into_iter().map(|(attr, text)| {
        let mut ways = readings(row, pointed, attr.as_ref());
        if attr.is_none() {
            // A name may be a link in some rows alone: its cell has it in all.
            let mut around = pointed.parent_element();
            while let Some(element) = around.filter(|it| it != row && text_of(it) == text) {
                ways.extend(readings(row, &element, None));
                around = element.parent_element();
            }
        }
        ways.retain(|reading| read(row, reading, Field::Name).as_ref() == Some(&text));
        (text, ways)
    });
    options.filter(|(_, ways)| !ways.is_empty()).collect()
}

/// The address where somebody pointed: the nearest in what is there, or around it.
pub(super) fn email_at(row: &Element, pointed: &Element) -> Option<String> {
    let inside = std::iter::once(pointed.clone()).chain(all(pointed, "*"));
    let found = inside
        .into_iter()
        .find_map(|element| own_emails(&element).pop());
    found.or_else(|| {
        let around = pointed.parent_element()?;
        // The row may have several.
        let is_inside = around != *row && row.contains(Some(&around));
        is_inside.then(|| email_at(row, &around))?
    })
}

/// The addresses in a row.
pub(super) fn emails(row: &Element) -> Vec<String> {
    let mut found = Vec::new();
    for element in std::iter::once(row.clone()).chain(all(row, "*")) {
        for email in own_emails(&element) {
            if !found.contains(&email) {
                found.push(email);
            }
        }
    }
    found
}

/// The ways to read this address in a row, the best first.
pub(super) fn email_readings(row: &Element, email: &str) -> Vec<Reading> {
    let mut found: Vec<Reading> = Vec::new();
    for element in std::iter::once(row.clone()).chain(all(row, "*")) {
        for (attr, text) in sources(&element) {
            if email_in(&text) == Some(email) && (attr.is_some() || is_innermost(&element)) {
                found.extend(readings(row, &element, attr.as_ref()));
            }
        }
    }
    found.retain(|reading| read(row, reading, Field::Email).as_deref() == Some(email));
    found.truncate(MOST);
    found
}

fn own_emails(element: &Element) -> Vec<String> {
    let sources = sources(element).into_iter();
    let own = sources.filter(|(attr, _)| attr.is_some() || is_innermost(element));
    own.filter_map(|(_, text)| email_in(&text).map(str::to_owned))
        .collect()
}

/// Whether no element in this one has the address that is in its text.
fn is_innermost(element: &Element) -> bool {
    let inner = all(element, ":scope > *");
    !inner.iter().any(|it| email_in(&text_of(it)).is_some())
}

/// The texts that an element has: its own, and its attributes'.
fn sources(element: &Element) -> Vec<(Option<String>, String)> {
    let names = element.get_attribute_names();
    let attributes = names.iter().filter_map(|name| {
        let name = name.as_string()?;
        let counts = !MUTE.contains(&name.as_str()) && !name.starts_with("on");
        let value = counts.then(|| element.get_attribute(&name))??;
        Some((Some(name), decoded(&tidy(&value))))
    });
    let mut found: Vec<_> = attributes.collect();
    found.push((None, text_of(element)));
    found
}

fn readings(row: &Element, element: &Element, attr: Option<&String>) -> Vec<Reading> {
    let selectors = if element == row {
        vec![":scope".to_owned()]
    } else {
        selectors::in_row(&page::path(element, Some(row)))
    };
    let mut found: Vec<Reading> = selectors
        .into_iter()
        .map(|select| Reading {
            select,
            attr: attr.cloned(),
        })
        .collect();
    if attr.is_some_and(|attr| attr == "href") {
        let select = "a[href^=\"mailto:\"]".to_owned();
        let attr = attr.cloned();
        found.insert(0, Reading { select, attr });
    }
    found.truncate(MOST);
    found
}

/// What a reading finds in a row, as the content module will with the profile.
pub(super) fn read(row: &Element, reading: &Reading, field: Field) -> Option<String> {
    let found = if reading.select == ":scope" {
        vec![row.clone()]
    } else {
        all(row, &reading.select)
    };
    found.iter().find_map(|element| {
        let text = match &reading.attr {
            Some(attr) => decoded(&tidy(&element.get_attribute(attr).unwrap_or_default())),
            None => text_of(element),
        };
        match field {
            Field::Name => is_name(&text).then_some(text),
            Field::Email => email_in(&text).map(str::to_owned),
        }
    })
}

/// A link's address without its percent signs.
fn decoded(text: &str) -> String {
    match js_sys::decode_uri_component(text) {
        Ok(text) => String::from(text),
        Err(_) => text.to_owned(),
    }
}
