//! What was learnt, as a profile's file (`docs/profiles.md`).

use super::choice::Reading;

/// One kind of page, as it was learnt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learnt {
    /// The pattern of the paths at which it is found.
    pub path: String,
    /// The selector of the rows.
    pub row: String,
    pub name: Reading,
    pub email: Reading,
    /// Where the buttons stand, the best first. None: beside the address.
    pub places: Vec<String>,
}

/// The text of a profile with this one kind of page; `site` is what it is called.
#[must_use]
pub fn write(site: &str, learnt: &Learnt) -> String {
    let mut text = String::from("{\n  \"name\": ");
    string(site, &mut text);
    text.push_str(",\n  \"pages\": [\n    {\n      \"name\": ");
    string(&["people at ", &learnt.path].concat(), &mut text);
    text.push_str(",\n      \"kind\": \"person\",\n      \"paths\": [");
    string(&learnt.path, &mut text);
    text.push_str("],\n      \"record\": ");
    string(&learnt.row, &mut text);
    text.push_str(",\n      \"email\": [");
    field(&learnt.email, &mut text);
    text.push_str("],\n      \"title\": [");
    field(&learnt.name, &mut text);
    text.push(']');
    if !learnt.places.is_empty() {
        text.push_str(",\n      \"place\": [");
        strings(&learnt.places, &mut text);
        text.push(']');
    }
    text.push_str("\n    }\n  ]\n}\n");
    text
}

fn field(reading: &Reading, text: &mut String) {
    text.push_str("{ \"select\": ");
    string(&reading.select, text);
    if let Some(attr) = &reading.attr {
        text.push_str(", \"attr\": ");
        string(attr, text);
    }
    text.push_str(" }");
}

pub(super) fn strings(all: &[String], text: &mut String) {
    for (at, one) in all.iter().enumerate() {
        if at > 0 {
            text.push_str(", ");
        }
        string(one, text);
    }
}

/// A text as JSON writes it.
pub(super) fn string(value: &str, text: &mut String) {
    const HEX: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    text.push('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            c if (c as u32) < 0x20 => {
                text.push_str("\\u00");
                text.extend([HEX[c as usize >> 4], HEX[c as usize & 15]]);
            }
            c => text.push(c),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::site::profile::file::{Source, read};
    use crate::site::profile::{Page, Profile};

    fn profile(text: &str) -> Profile {
        let read = read(text, Source::User, |text| {
            serde_json::from_str::<Value>(text)
        });
        read.unwrap().decode().unwrap()
    }

    fn reading(select: &str, attr: Option<&str>) -> Reading {
        Reading {
            select: select.to_owned(),
            attr: attr.map(str::to_owned),
        }
    }

    #[test]
    fn a_file_looks_as_a_person_would_write_it() {
        let learnt = Learnt {
            path: "/crew".to_owned(),
            row: ".member".to_owned(),
            name: reading("td:nth-child(2)", None),
            email: reading("[data-testid=\"mail\"]", Some("data-mail")),
            places: vec!["td:last-child".to_owned(), "td:nth-child(2)".to_owned()],
        };
        insta::assert_snapshot!(write("crm.example.com", &learnt), @r#"
        {
          "name": "crm.example.com",
          "pages": [
            {
              "name": "people at /crew",
              "kind": "person",
              "paths": ["/crew"],
              "record": ".member",
              "email": [{ "select": "[data-testid=\"mail\"]", "attr": "data-mail" }],
              "title": [{ "select": "td:nth-child(2)" }],
              "place": ["td:last-child", "td:nth-child(2)"]
            }
          ]
        }
        "#);
    }

    fn text() -> impl Strategy<Value = String> {
        "\\PC{1,40}|[\"\\\\\n\t\u{1}a-z]{1,20}".prop_filter("blank", |it| !it.trim().is_empty())
    }

    fn readings() -> impl Strategy<Value = Reading> {
        (text(), proptest::option::of(text())).prop_map(|(select, attr)| Reading { select, attr })
    }

    fn is(page: &Page, learnt: &Learnt) -> bool {
        let same = |fields: &[crate::site::profile::Field], reading: &Reading| {
            fields.len() == 1
                && fields[0].select == reading.select
                && fields[0].attr.as_deref() == reading.attr.as_deref()
        };
        page.record == learnt.row
            && page.paths.len() == 1
            && page.paths[0] == learnt.path
            && same(&page.title, &learnt.name)
            && same(&page.email, &learnt.email)
            && page.place.iter().eq(&learnt.places)
    }

    proptest! {
        #[test]
        fn whatever_was_learnt_is_read_back(
            site in text(), path in text(), row in text(), name in readings(),
            email in readings(), places in proptest::collection::vec(text(), 0..3),
        ) {
            let learnt = Learnt { path, row, name, email, places };
            let read = profile(&write(&site, &learnt));
            prop_assert_eq!(&*read.name, &site);
            prop_assert!(is(&read.pages[0], &learnt), "{:?}", read);
        }
    }
}
