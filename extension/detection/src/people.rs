//! A person is an address with a name near it. This side finds both in the
//! document; what is an address and which text is the name is decided by
//! [`ringside::site::people`].

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, XPathResult};

use super::nodes::{CELLS, is, snapshot};
use super::rows::{self, Row};
use super::slots::{closest_shown, select_deep};
use super::texts;
use ringside::site::detect::{email_in, local_part, tidy};
use ringside::site::people::address::{address_in, is_a_persons};
use ringside::site::people::{EDITORS, Piece, ROWS, best_name};
use ringside_web::dom::element::{closest, parent, text_in_lines};

/// What may hold an address: links to one, and elements with such a text.
const ADDRESSES: &str = "descendant-or-self::a[starts-with(translate(@href,'MAILTO','mailto'),'mailto:')]\
                         |.//text()[contains(.,'@')]/..";
const MAIL_LINK: &str = "a[href^='mailto:' i]";
/// What is not shown, and what a page says of itself rather than of others.
const ELSEWHERE: &str = "head,script,style,noscript,template,svg,iframe,blockquote,\
    .gmail_quote,.signature,nav,footer,[role=navigation],[role=contentinfo],[role=banner],\
    [role=menu],body>header,thead,[hidden],[data-ringside]";
/// What cannot hold other controls.
const CONTROLS: &str = "a,button,summary,label,[role=button],[role=link],[role=option],[role=tab]";
/// Beyond these a text is about the page, not about somebody on it.
const LIMITS: &str = "html,body,main,[role=main],[role=dialog],dialog";

/// Somebody on the page.
#[derive(Debug)]
pub struct Person {
    /// The address, as it stands there.
    pub email: String,
    /// The name, or the address's local part.
    pub name: String,
    /// All that is known to be about this person.
    pub record: Element,
    /// Where the buttons may go, the best first.
    pub places: Vec<Element>,
}

impl From<Person> for JsValue {
    /// As the content module reads it: its fields in their order.
    fn from(person: Person) -> Self {
        let fields: [JsValue; 3] = [
            person.email.into(),
            person.name.into(),
            person.record.into(),
        ];
        let places = person.places.into_iter().map(JsValue::from);
        fields.into_iter().chain(places).collect::<Array>().into()
    }
}

/// The elements in `inside`, itself included, that may hold a person's address,
/// as an ordered snapshot: there may be too many to take them all at once.
#[must_use]
pub fn candidates(inside: &Element) -> Option<XPathResult> {
    // Everything on such a page is being written.
    let document = inside.owner_document();
    let mode = document.map(|document| js_sys::Reflect::get(&document, &"designMode".into()));
    match mode {
        Some(Ok(mode)) if mode == "on" => None,
        _ => snapshot(inside, ADDRESSES),
    }
}

/// The person whose address this element holds, if it does.
#[must_use]
pub fn read(holder: &Element) -> Option<Person> {
    let email = address(holder)?;
    let row = rows::row_of(holder);
    let row = row.filter(|row| is_about(&row.element, &email));
    // What is in a slot is not laid out in the row as it stands in the document.
    let is_slotted = |row: &&Row| row.slotted.is_some();
    let (slotted, row) = (
        row.as_ref().filter(is_slotted),
        row.as_ref().filter(|row| !is_slotted(row)),
    );
    let start = row.map_or(holder, |row| &row.element);
    let (mut name, record) = name_around(start, holder, &email);
    if let Some(row) = slotted
        && let Some(found) = best_name(&texts(&row.element, holder, &email), &email)
    {
        name = Some(found.name);
    }
    let beside = beside(holder)?;
    let last = row.and_then(|row| row.element.last_element_child());
    let last = last.filter(|cell| is(cell, CELLS) && *cell != beside && !is_elsewhere(cell));
    let places = last.into_iter().chain([beside]).collect();
    Some(Person {
        name: name.unwrap_or_else(|| local_part(&email).to_owned()),
        email,
        record,
        places,
    })
}

/// The person's address that an element holds.
fn address(holder: &Element) -> Option<String> {
    // Nobody's address is as long as that, with all that may stand around it.
    const LONG: usize = 400;
    if is_elsewhere(holder) {
        return None;
    }
    match closest(holder, MAIL_LINK) {
        // What is in the link is found with it.
        Some(link) if link != *holder => None,
        Some(link) => {
            let href = decoded(&link.get_attribute("href")?);
            let email = email_in(&href).filter(|email| is_a_persons(email))?;
            Some(email.to_owned())
        }
        None => {
            holder.text_content().filter(|text| text.len() <= LONG)?;
            address_in(&tidy(&text_in_lines(holder))).map(str::to_owned)
        }
    }
}

/// Whether there are never buttons of ours in this element: where people write, too.
fn is_elsewhere(element: &Element) -> bool {
    closest_shown(element, EDITORS).is_some() || closest(element, ELSEWHERE).is_some()
}

/// Whether somebody else's address is in this element.
fn holds_another(element: &Element, email: &str) -> bool {
    let mut holders = select_deep(element, ADDRESSES).into_iter();
    holders.any(|holder| {
        let other = address(holder.unchecked_ref());
        other.is_some_and(|other| other != email)
    })
}

/// Whether an element may be about the person with this address alone.
#[inline(never)]
fn is_about(element: &Element, email: &str) -> bool {
    !is_large(element) && !holds_another(element, email)
}

/// The texts in an element, and in the others that are the same row.
#[inline(never)]
fn texts(around: &Element, holder: &Element, email: &str) -> Vec<Piece> {
    let parts = rows::parts(around);
    let is_alone = parts.len() == 1;
    let mut texts = Vec::new();
    for part in parts {
        if part == *around || is_about(&part, email) {
            texts.append(&mut texts::around(&part, holder, is_alone));
        }
    }
    texts
}

/// The best name around an address, and the outermost element that is about
/// this person alone, as far as it was looked for.
fn name_around(start: &Element, holder: &Element, email: &str) -> (Option<String>, Element) {
    const LEVELS: i32 = 8;
    /// No text further out can be better than what scores so much.
    const SURE: i32 = 7;
    /// In bytes of text. What is longer is a page of its own.
    const LONG: usize = 3_000;
    let mut around = start.clone();
    let (mut length, mut name, mut best) = (0, None, 0);
    for level in 0..LEVELS {
        let now = around.text_content().map_or(0, |text| text.len());
        if now > LONG {
            break;
        }
        // In a shadow tree the text of its host does not tell, and of a row in several
        // elements not that of one.
        if now != length || now == 0 || is(&around, ROWS) {
            length = now;
            if let Some(found) = best_name(&texts(&around, holder, email), email)
                && found.score - level > best
            {
                best = found.score - level;
                name = Some(found.name);
            }
        }
        let Some(outer) = parent(&around).filter(|_| best < SURE) else {
            break;
        };
        if is(&outer, LIMITS) || !is_about(&outer, email) {
            break;
        }
        around = outer;
    }
    (name, around)
}

/// Whether an element is too large to be about one person. This is asked before
/// anything in it is looked at.
fn is_large(element: &Element) -> bool {
    const ROWS: u32 = 40;
    const ELEMENTS: u32 = 400;
    element.child_element_count() > ROWS
        || element.get_elements_by_tag_name("*").length() > ELEMENTS
}

/// The nearest element around this one that can hold buttons.
fn beside(holder: &Element) -> Option<Element> {
    let mut place = holder.clone();
    while let Some(control) = closest(&place, CONTROLS) {
        place = parent(&control)?;
    }
    Some(place)
}

/// A link's address without its percent signs.
fn decoded(address: &str) -> String {
    match js_sys::decode_uri_component(address) {
        Ok(text) => String::from(text),
        Err(_) => address.to_owned(),
    }
}
