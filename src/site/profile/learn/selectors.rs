//! Selectors for elements, the best first: what says what an element is for, then how
//! it is called, then where it stands.

use super::node::Node;
use super::stable::{is_identifier, is_stable, is_telling};

/// The most candidates: each is tried on the whole page.
pub const MOST: usize = 24;
/// So many classes are asked for at once.
const CLASSES: usize = 3;
/// So many elements around one are looked at for a name.
const AROUND: usize = 6;
/// Attributes whose values say what an element is for.
const FOR_TESTS: [&str; 11] = [
    "data-testid",
    "data-test",
    "data-test-id",
    "data-cy",
    "data-qa",
    "data-field",
    "data-label",
    "data-column",
    "data-role",
    "itemprop",
    "col-id",
];

/// Selectors for the rows of a list, of which `path` begins with one, and goes on
/// with what it is in, the nearest first, up to the body.
#[must_use]
pub fn of_rows(path: &[Node]) -> Vec<String> {
    let Some((row, around)) = path.split_first() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let alone = of_kind(row);
    let named: Option<(usize, String)> = around
        .iter()
        .take(AROUND)
        .enumerate()
        .find_map(|(at, node)| Some((at, by_name(node).into_iter().next()?)));
    // By what it is called, alone and in the list that it is in.
    for own in &alone {
        add(&mut found, own.clone());
        if let Some((_, list)) = &named {
            add(&mut found, [list, " ", own].concat());
        }
    }
    // By where it stands, below what has a name.
    let plain = of_tag(row);
    for own in plain {
        if let Some((at, list)) = &named {
            add(&mut found, below(list, &around[..*at], &own));
        }
        let depth = around.len().min(2);
        let [top @ .., _] = &around[..depth] else {
            continue;
        };
        let outermost = &around[depth - 1].tag;
        if is_identifier(outermost) {
            add(&mut found, below(outermost, top, &own));
        }
        add(&mut found, own);
    }
    found.truncate(MOST);
    found
}

/// Selectors for what stands in each row: `path` begins with it, and goes on with what
/// it is in, the nearest first, up to the row, which is not part of it.
#[must_use]
pub fn in_row(path: &[Node]) -> Vec<String> {
    let Some((node, around)) = path.split_first() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    // An id is one row's own.
    for own in of_kind(node) {
        add(&mut found, own);
    }
    // By the column, which is called something or is the nth.
    for (at, cell) in path.iter().enumerate() {
        let inner = if at == 0 { None } else { Some(&node.tag) };
        let is_cell = matches!(&*cell.tag, "td" | "th");
        let mut own = if at == 0 { Vec::new() } else { of_kind(cell) };
        if is_cell {
            own.push([&cell.tag, ":nth-child(", &cell.child.to_string(), ")"].concat());
        }
        for own in own {
            match inner {
                None => add(&mut found, own),
                Some(tag) if is_identifier(tag) => add(&mut found, [&own, " ", tag].concat()),
                Some(_) => {}
            }
        }
    }
    // By where it stands.
    let mut place = String::from(":scope");
    for node in around.iter().rev().chain([node]) {
        if !is_identifier(&node.tag) {
            place.clear();
            break;
        }
        let nth = node.of_tag.to_string();
        place = [&place, " > ", &node.tag, ":nth-of-type(", &nth, ")"].concat();
    }
    if !place.is_empty() {
        add(&mut found, place);
    }
    found.truncate(MOST);
    found
}

/// `own` in `top`, with all that is in between.
fn below(top: &str, between: &[Node], own: &str) -> String {
    let mut selector = top.to_owned();
    for node in between.iter().rev() {
        selector.push_str(" > ");
        selector.push_str(if is_identifier(&node.tag) {
            &node.tag
        } else {
            "*"
        });
    }
    selector.push_str(" > ");
    selector.push_str(own);
    selector
}

/// By what its kind is called: one row of many has the id and the position of no other.
fn of_kind(node: &Node) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(role) = node.role.as_deref().filter(|role| is_stable(role)) {
        if role == "row" {
            // Not those of headings.
            found.push("[role=row]:not(:has([role=columnheader]))".to_owned());
        }
        found.push(["[role=", role, "]"].concat());
    }
    for (name, value) in &node.data {
        if !is_stable(name) {
            continue;
        }
        if FOR_TESTS.contains(&name.as_str()) && is_telling(value) {
            found.push(["[", name, "=\"", value, "\"]"].concat());
        }
    }
    let classes: Vec<&String> = node.classes.iter().filter(|it| is_stable(it)).collect();
    if classes.len() > 1 {
        let all = classes.iter().take(CLASSES);
        found.push(all.flat_map(|class| [".", class]).collect());
    }
    found.extend(classes.iter().map(|class| [".", class].concat()));
    for (name, _) in &node.data {
        if is_stable(name) && is_identifier(&node.tag) {
            found.push([&node.tag, "[", name, "]"].concat());
        }
    }
    found
}

/// By what it alone is called, or its kind.
fn by_name(node: &Node) -> Vec<String> {
    let id = node.id.as_deref().filter(|id| is_stable(id));
    let id = id.map(|id| ["#", id].concat());
    id.into_iter().chain(of_kind(node)).collect()
}

fn of_tag(node: &Node) -> Vec<String> {
    let tag = &node.tag;
    if !is_identifier(tag) {
        return Vec::new();
    }
    let mut found = Vec::new();
    if tag == "tr" {
        // Not those of headings.
        found.push("tr:has(> td)".to_owned());
    }
    found.push(tag.clone());
    found
}

fn add(found: &mut Vec<String>, selector: String) {
    if !found.contains(&selector) {
        found.push(selector);
    }
}

#[cfg(test)]
mod tests;
