//! The page's elements: which are under the pointer, beside one another, and how they
//! look to selectors.

use js_sys::Array;
use ringside::site::detect::{email_in, tidy};
use ringside::site::people::ROWS;
use ringside::site::profile::learn::node::{Node, TELLING};
use ringside_web::dom::{self, element::closest, element::text_in_lines, is_ours};
use wasm_bindgen::JsCast;
use web_sys::{Element, NodeList};

/// The longest markup of an element that is looked through for an address: what is
/// longer is no row.
const LONGEST: usize = 40_000;
/// What has nothing to see in it.
const UNSEEN: &str = "script,style,template,link,meta,noscript";

/// The innermost element of the page at this point of the viewport.
pub(super) fn under(x: f64, y: f64) -> Option<Element> {
    let document = dom::document()?;
    let all = document.elements_from_point(x as f32, y as f32);
    let mut all = Array::from(&all).into_iter();
    all.find_map(|found| Some(found.unchecked_into()).filter(is_the_pages))
}

/// Whether somebody may point at this element.
fn is_the_pages(element: &Element) -> bool {
    !element.matches("html,body").unwrap_or(true) && closest(element, "[data-ringside]").is_none()
}

/// The element that a person means who points at this one as a row: the nearest with
/// an address in it beside which others like it stand.
pub(super) fn row_around(pointed: &Element) -> Element {
    if let Ok(Some(row)) = pointed.closest(ROWS) {
        return row;
    }
    let mut around = Some(pointed.clone());
    while let Some(element) = around.filter(is_the_pages) {
        if has_address(&element) && siblings(&element).iter().any(has_address) {
            return element;
        }
        around = element.parent_element();
    }
    pointed.clone()
}

fn has_address(element: &Element) -> bool {
    let markup = element.outer_html();
    markup.len() <= LONGEST && email_in(&markup).is_some()
}

/// The elements beside this one that look like it.
fn siblings(element: &Element) -> Vec<Element> {
    let Some(parent) = element.parent_element() else {
        return Vec::new();
    };
    let tag = element.tag_name();
    let classes = element.class_list();
    let is_like = |other: &Element| {
        let shares = (0..classes.length())
            .filter_map(|at| classes.get(at))
            .any(|class| other.class_list().contains(&class));
        other != element && other.tag_name() == tag && (shares || classes.length() == 0)
    };
    children(&parent).filter(is_like).collect()
}

fn children(parent: &Element) -> impl Iterator<Item = Element> + use<> {
    let all = parent.children();
    (0..all.length())
        .filter_map(move |at| all.item(at))
        .filter(|child| !is_ours(child) && !child.matches(UNSEEN).unwrap_or(true))
}

/// The step from one element to another by an arrow key; `within` is not left.
pub(super) fn step(from: &Element, key: &str, within: Option<&Element>) -> Option<Element> {
    let next = match key {
        "ArrowUp" => from.parent_element(),
        "ArrowDown" => children(from).next(),
        "ArrowLeft" | "ArrowRight" => {
            let beside: Vec<Element> = children(&from.parent_element()?).collect();
            let at = beside.iter().position(|other| other == from)?;
            let at = if key == "ArrowLeft" {
                at.checked_sub(1)?
            } else {
                at + 1
            };
            beside.get(at).cloned()
        }
        _ => None,
    };
    next.filter(|next| {
        is_the_pages(next) && within.is_none_or(|row| row != next && row.contains(Some(next)))
    })
}

/// Where a person begins who has no pointer: at the first row, or the first element.
pub(super) fn beginning() -> Option<Element> {
    let body: Element = dom::document()?.body()?.into();
    let row = all(&body, ROWS)
        .into_iter()
        .find(|row| is_the_pages(row) && has_address(row));
    row.or_else(|| children(&body).next())
}

/// The first element in a row.
pub(super) fn first_in(row: &Element) -> Option<Element> {
    children(row).next()
}

/// The elements below one that a selector finds; none where it is no selector.
pub(super) fn all(below: &Element, css: &str) -> Vec<Element> {
    list(below.query_selector_all(css).ok())
}

/// The elements of the page that a selector finds.
pub(super) fn everywhere(css: &str) -> Vec<Element> {
    list(dom::document().and_then(|document| document.query_selector_all(css).ok()))
}

fn list(found: Option<NodeList>) -> Vec<Element> {
    let length = found.as_ref().map_or(0, NodeList::length);
    let each = (0..length).filter_map(|at| found.as_ref()?.get(at));
    each.map(JsCast::unchecked_into)
        .filter(|element| !is_ours(element))
        .collect()
}

/// An element as a person reads it.
pub(super) fn text_of(element: &Element) -> String {
    tidy(&text_in_lines(element))
}

/// An element and what it is in, the nearest first, up to `end` or the page's root,
/// which is not part of it.
pub(super) fn path(element: &Element, end: Option<&Element>) -> Vec<Node> {
    let mut path = Vec::new();
    let mut at = Some(element.clone());
    while let Some(element) = at.filter(|element| Some(element) != end) {
        let parent = element.parent_element();
        if parent.is_none() {
            break;
        }
        path.push(node(&element));
        at = parent;
    }
    path
}

fn node(element: &Element) -> Node {
    let classes = element.class_list();
    let names = element.get_attribute_names();
    let data = names.iter().filter_map(|name| {
        let name = name.as_string()?;
        let counts = name.starts_with("data-") || TELLING.contains(&name.as_str());
        let value = counts.then(|| element.get_attribute(&name))??;
        Some((name, value))
    });
    let (mut child, mut of_tag) = (1, 1);
    let mut before = element.previous_element_sibling();
    while let Some(sibling) = before {
        child += 1;
        of_tag += u32::from(sibling.tag_name() == element.tag_name());
        before = sibling.previous_element_sibling();
    }
    Node {
        tag: element.local_name(),
        id: Some(element.id()).filter(|id| !id.is_empty()),
        classes: (0..classes.length())
            .filter_map(|at| classes.get(at))
            .collect(),
        role: element.get_attribute("role"),
        data: data.collect(),
        child,
        of_tag,
    }
}
