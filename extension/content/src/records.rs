//! Finding records on a page, as a profile says where they are.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, NodeList};

use super::detection;
use ringside::site::RecordRef;
use ringside::site::detect::{email_in, is_name, local_part, tidy};
use ringside::site::people::EDITORS;
use ringside::site::profile::{Field, Inside, Page};
use ringside_web::dom::element::text_in_lines;
use ringside_web::property::property;

/// What a row's texts stand in, one beside the other.
pub const CELLS: &str = "td,th,[role=cell],[role=gridcell],[role=rowheader]";

/// An element that a page shows a record in.
#[derive(Clone, Debug)]
pub struct Row {
    /// The record's element.
    pub element: Element,
    /// Where the search started, when the record was found by climbing.
    pub anchor: Option<Element>,
}

/// A record and where its buttons go.
#[derive(Clone, Debug)]
pub struct Found {
    /// The record.
    pub record: RecordRef,
    /// All that was read for it.
    pub scope: Element,
    /// The elements behind whose content the buttons may stand, the best first:
    /// those that the profile names, and then the cells of the row.
    pub places: Vec<Element>,
}

/// The parts of the page in which people are looked for.
pub fn parts(document: &Document, page: &Page) -> impl Iterator<Item = Element> + use<> {
    each(document.query_selector_all(&page.record))
}

/// The elements in which this kind of page shows records, in order.
#[must_use]
pub fn rows(document: &Document, page: &Page) -> Vec<Row> {
    let mut found = Vec::new();
    match &page.inside {
        Some(inside) => {
            for container in each(document.query_selector_all(&inside.select)) {
                if has_headings(&container, inside) {
                    let rows = each(container.query_selector_all(&page.record));
                    found.extend(rows.filter_map(|element| row(page, element)));
                }
            }
        }
        None => {
            let rows = each(document.query_selector_all(&page.record));
            found.extend(rows.filter_map(|element| row(page, element)));
        }
    }
    if page.single {
        found.truncate(1);
    }
    found
}

/// Whether the page shows anything of this kind; `with_address`: anybody.
#[must_use]
pub fn has_rows(document: &Document, page: &Page, with_address: bool) -> bool {
    let mut rows = rows(document, page).into_iter();
    rows.any(|row| !with_address || first_email(page, &row.element).is_some())
}

/// How many elements of the page have an address, as far as the browser can tell at
/// once.
#[must_use]
pub fn addresses(document: &Document) -> f64 {
    const ADDRESSES: &str = "count(//text()[contains(.,'@')]/parent::*[not(self::script or self::style)]\
                             |//a[starts-with(@href,'mailto:')])";
    let found = document.evaluate(ADDRESSES, document);
    let count = found.and_then(|found| found.number_value());
    count.unwrap_or_default()
}

/// The rows of this kind of page that a part of it holds or stands in. `None` where
/// only the whole page tells.
#[must_use]
pub fn rows_at(part: &Element, page: &Page) -> Option<Vec<Row>> {
    if page.single || page.climb.is_some() {
        return None;
    }
    let around = part.closest(&page.record).ok().flatten();
    let below = each(part.query_selector_all(&page.record));
    let counts = |element: &Element| {
        page.inside.as_ref().is_none_or(|inside| {
            let container = element.closest(&inside.select).ok().flatten();
            container.is_some_and(|container| has_headings(&container, inside))
        })
    };
    let rows = around.into_iter().chain(below).filter(counts);
    Some(rows.filter_map(|element| row(page, element)).collect())
}

/// Whether a change in this element may make other rows count.
#[must_use]
pub fn holds_headings(element: &Element, page: &Page) -> bool {
    page.inside.as_ref().is_some_and(|inside| {
        element.closest(&inside.select).is_ok_and(|it| it.is_some())
            && (element
                .closest(&inside.heading)
                .is_ok_and(|it| it.is_some())
                || element
                    .query_selector(&inside.heading)
                    .is_ok_and(|it| it.is_some()))
    })
}

fn has_headings(container: &Element, inside: &Inside) -> bool {
    let headings: Vec<String> = each(container.query_selector_all(&inside.heading))
        .map(|heading| text_of(&heading))
        .collect();
    let mut wanted = inside.headings.iter();
    wanted.all(|wanted| headings.iter().any(|heading| heading == wanted))
}

fn row(page: &Page, element: Element) -> Option<Row> {
    if let Some(start) = page.text.as_deref()
        && !text_of(&element).starts_with(start)
    {
        return None;
    }
    let Some(css) = page.climb.as_deref() else {
        return Some(Row {
            element,
            anchor: None,
        });
    };
    let mut around = element.parent_element();
    while let Some(candidate) = around {
        if candidate.query_selector(css).ok().flatten().is_some() {
            // An ancestor of two such elements holds more than one record.
            let alone = page.single || anchors_in(page, &candidate) == 1;
            return alone.then_some(Row {
                element: candidate,
                anchor: Some(element),
            });
        }
        around = candidate.parent_element();
    }
    None
}

fn anchors_in(page: &Page, element: &Element) -> usize {
    let start = page.text.as_deref().unwrap_or_default();
    each(element.query_selector_all(&page.record))
        .filter(|anchor| text_of(anchor).starts_with(start))
        .count()
}

/// Reads the record in a row. `None` when nothing identifies it, or when there is
/// nowhere to put buttons.
#[must_use]
pub fn read(page: &Page, row: &Row, path: &str) -> Option<Found> {
    if page.detect {
        return detected(page, row);
    }
    let email = first_email(page, &row.element);
    let id = page.id_in(path);
    if email.is_none() && id.is_none() {
        return None;
    }
    let holder = email.as_ref().map(|(_, holder)| holder.clone());
    let email = email.map(|(email, _)| email);
    let named = match &*page.place {
        [] => vec![holder?.parent_element()?],
        _ => named_places(page, row),
    };
    let places = with_cells(named, &row.element)?;
    let name = page
        .title
        .iter()
        .find_map(|field| texts(field, &row.element).find(|(text, _)| is_name(text)))
        .map(|(name, _)| name)
        .or_else(|| email.as_deref().map(|email| local_part(email).to_owned()))
        .unwrap_or_default();
    let detail = detail(page, &row.element, &name);
    Some(Found {
        record: RecordRef {
            kind: page.kind,
            id,
            email,
            name,
            detail,
        }
        .bounded(),
        scope: row.element.clone(),
        places,
    })
}

/// The person whose address was found in this element.
fn detected(page: &Page, row: &Row) -> Option<Found> {
    let person = detection::read(&row.element)?;
    let places = with_cells(person.places, &person.record)?;
    Some(Found {
        record: RecordRef {
            kind: page.kind,
            id: None,
            detail: detail(page, &person.record, &person.name),
            email: Some(person.email),
            name: person.name,
        }
        .bounded(),
        scope: person.record,
        places,
    })
}

fn detail(page: &Page, record: &Element, name: &str) -> Option<String> {
    let (detail, _) = texts(page.detail.as_ref()?, record).next()?;
    (is_name(&detail) && detail != name).then_some(detail)
}

/// Whether these are two places of one person: on pages of which no profile says
/// anything an address may be found twice.
#[must_use]
pub fn are_one(page: &Page, one: &Row, other: &Row) -> bool {
    page.detect && detection::are_of_one_row(&one.element, &other.element)
}

/// The places that the profile names, of those that the row has.
fn named_places(page: &Page, row: &Row) -> Vec<Element> {
    let places = page.place.iter().filter_map(|css| match &**css {
        ":anchor" => row.anchor.as_ref()?.parent_element(),
        css => row.element.query_selector(css).ok().flatten(),
    });
    places.collect()
}

/// These places, and the cells of the row that they are in: where a page leaves no
/// room behind a name, there may be some behind another text. Only cells that are
/// about the same person: beside somebody else's name, buttons would seem to be
/// theirs.
fn with_cells(mut places: Vec<Element>, record: &Element) -> Option<Vec<Element>> {
    /// What a cell is for that people tick.
    const TICKED: &str = "input,[role=checkbox],select,textarea";
    let first = places.first()?;
    let cell = first.closest(CELLS).ok().flatten();
    let row = cell.and_then(|cell| cell.parent_element());
    let mut next = row.and_then(|row| row.first_element_child());
    while let Some(cell) = next {
        let is_free = record.contains(Some(&cell))
            && cell.matches(CELLS).unwrap_or_default()
            && !cell.matches(EDITORS).unwrap_or(true)
            && cell.query_selector(TICKED).ok().flatten().is_none()
            && !places.iter().any(|place| cell.contains(Some(place)));
        if is_free {
            places.push(cell.clone());
        }
        next = cell.next_element_sibling();
    }
    Some(places)
}

/// What scrolls with this row: all its rows have their buttons in one place.
#[must_use]
pub fn list_of(page: &Page, row: &Row) -> Element {
    if page.detect {
        return detection::list_of(&row.element);
    }
    let table = row.element.closest("table").ok().flatten();
    let list = table.or_else(|| row.element.parent_element());
    list.unwrap_or_else(|| row.element.clone())
}

/// The first e-mail address that the page's fields have in this element, and
/// the element that it stands in.
fn first_email(page: &Page, element: &Element) -> Option<(String, Element)> {
    page.email.iter().find_map(|field| {
        texts(field, element).find_map(|(text, holder)| Some((email_in(&text)?.to_owned(), holder)))
    })
}

/// The texts that a field selects, with the elements they stand in.
fn texts<'a>(field: &'a Field, record: &Element) -> impl Iterator<Item = (String, Element)> + 'a {
    let selected: Vec<Element> = if field.select == ":scope" {
        vec![record.clone()]
    } else if field.anywhere {
        let document = record.owner_document();
        let list = document.map(|document| document.query_selector_all(&field.select));
        list.map(|list| each(list).collect()).unwrap_or_default()
    } else {
        each(record.query_selector_all(&field.select)).collect()
    };
    let from = match field.after.as_deref() {
        Some(label) => selected
            .iter()
            .position(|element| text_of(element).starts_with(label))
            .map_or(selected.len(), |at| at + 1),
        None => 0,
    };
    let (skip, take) = match (field.nth, &field.after) {
        (Some(nth), _) => (nth as usize, 1),
        (None, Some(_)) => (0, 1),
        (None, None) => (0, usize::MAX),
    };
    selected
        .into_iter()
        .skip(from + skip)
        .take(take)
        .map(|element| {
            let text = match field.attr.as_deref() {
                Some(name) => decoded(&attribute(&element, name)),
                None => text_of(&element),
            };
            (text, element)
        })
}

/// A property of this name, or an attribute: a field of a form has in its property
/// what is in it now.
fn attribute(element: &Element, name: &str) -> String {
    let text = property(element, name).and_then(|value| value.as_string());
    text.or_else(|| element.get_attribute(name))
        .unwrap_or_default()
}

/// A link's address without its percent signs.
fn decoded(address: &str) -> String {
    match js_sys::decode_uri_component(address) {
        Ok(text) => String::from(text),
        Err(_) => address.to_owned(),
    }
}

fn text_of(element: &Element) -> String {
    tidy(&text_in_lines(element))
}

/// The elements of a list; none when the selector was invalid.
fn each<E>(list: Result<NodeList, E>) -> impl Iterator<Item = Element> {
    let list = list.ok();
    let length = list.as_ref().map_or(0, NodeList::length);
    (0..length).filter_map(move |index| list.as_ref()?.get(index).map(JsCast::unchecked_into))
}
