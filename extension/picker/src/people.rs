//! Whom a profile of what was pointed at would find on this page.

use ringside::site::detect::local_part;
use ringside::site::profile::learn::choice::{Choice, Count, Reading, choose};
use ringside::site::profile::learn::file::Learnt;
use ringside::site::profile::learn::{paths, selectors};
use ringside_web::dom;
use web_sys::Element;

use super::fields::{Field, read};
use super::page::{everywhere, path, text_of};

/// So many selectors for rows are tried, each on so many rows at most.
const TRIED: usize = 12;
const COUNTED: usize = 300;
/// So many rows are read for what is shown before it is kept.
const READ: usize = 2_000;
/// So much is shown of a row's text.
const SHOWN: usize = 40;

/// What was learnt, and whom it finds here.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) learnt: Learnt,
    /// The rows, and whether somebody is in each, with name and address.
    pub(super) rows: Vec<(Element, bool)>,
    /// Names and addresses, in the order of the page.
    pub(super) people: Vec<(String, String)>,
    /// The rows without an address.
    pub(super) without_email: Vec<String>,
    /// The addresses beside which no name is.
    pub(super) without_name: Vec<String>,
}

/// The profile of a row, and of the ways to read the name and the address in it.
pub(super) fn find(
    row: &Element,
    name: &Element,
    names: &[Reading],
    emails: &[Reading],
) -> Option<Found> {
    let mut candidates = selectors::of_rows(&path(row, None));
    candidates.truncate(TRIED);
    let counts: Vec<Count> = candidates
        .iter()
        .map(|css| count(row, css, names, emails))
        .collect();
    let Choice {
        row: at,
        name: named,
        email,
    } = choose(&counts)?;
    let learnt = Learnt {
        path: paths::pattern(&dom::window()?.location().pathname().ok()?),
        row: candidates.swap_remove(at),
        name: names.get(named)?.clone(),
        email: emails.get(email)?.clone(),
        places: places(row, name),
    };
    Some(found(learnt))
}

fn count(row: &Element, css: &str, names: &[Reading], emails: &[Reading]) -> Count {
    let rows = everywhere(css);
    let total = rows.len() as u32;
    let has_picked = row.matches(css).unwrap_or(false);
    let rows: Vec<Element> = rows.into_iter().take(COUNTED).collect();
    let named = |reading: &Reading| {
        let with = rows
            .iter()
            .filter(|row| read(row, reading, Field::Name).is_some());
        with.count() as u32
    };
    let addressed = |reading: &Reading| {
        let mut different: Vec<String> = Vec::new();
        for email in rows
            .iter()
            .filter_map(|row| read(row, reading, Field::Email))
        {
            if !different.contains(&email) {
                different.push(email);
            }
        }
        different.len() as u32
    };
    Count {
        rows: total.min(COUNTED as u32),
        has_picked,
        names: names.iter().map(named).collect(),
        emails: emails.iter().map(addressed).collect(),
    }
}

/// Where the buttons stand: in the last cell, and beside the name.
fn places(row: &Element, name: &Element) -> Vec<String> {
    const LAST: [&str; 2] = ["td:last-child", "[role=gridcell]:last-child"];
    let has = |css: &&str| matches!(row.query_selector(css), Ok(Some(_)));
    let last = LAST.into_iter().find(has).map(str::to_owned);
    let mut places: Vec<String> = last.into_iter().collect();
    // Buttons have no place in what can be pressed.
    const PRESSED: &str = "a,button,[role=button],[role=link],img";
    let mut beside = Some(name.clone());
    while let Some(element) = beside.filter(|element| element != row) {
        let pressed = element.closest(PRESSED).ok().flatten();
        let Some(pressed) = pressed.filter(|it| it == row || row.contains(Some(it))) else {
            let selectors = selectors::in_row(&path(&element, Some(row)));
            let is_first =
                |css: &String| row.query_selector(css).ok().flatten().as_ref() == Some(&element);
            places.extend(selectors.into_iter().find(is_first));
            break;
        };
        beside = pressed.parent_element();
    }
    places
}

fn found(learnt: Learnt) -> Found {
    let mut rows = everywhere(&learnt.row);
    rows.truncate(READ);
    let (mut people, mut without_email, mut without_name) = (Vec::new(), Vec::new(), Vec::new());
    let mut sure = Vec::new();
    for row in rows {
        let name = read(&row, &learnt.name, Field::Name);
        let email = read(&row, &learnt.email, Field::Email);
        let is_sure = name.is_some() && email.is_some();
        match (name, email) {
            (Some(name), Some(email)) => people.push((name, email)),
            (None, Some(email)) => {
                without_name.push(email.clone());
                people.push((local_part(&email).to_owned(), email));
            }
            (name, None) => without_email.push(name.unwrap_or_else(|| short(&text_of(&row)))),
        }
        sure.push((row, is_sure));
    }
    Found {
        learnt,
        rows: sure,
        people,
        without_email,
        without_name,
    }
}

/// A text's beginning.
pub(super) fn short(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
