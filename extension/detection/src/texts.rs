//! The texts around an address, each of one block of the page, with what they
//! stand in.

use wasm_bindgen::JsCast;
use web_sys::{Element, Node, NodeList};

use super::nodes::{CELLS, first, is};
use super::slots::{closest_shown, filled, select_deep};
use ringside::site::detect::tidy;
use ringside::site::people::{Piece, Sign};
use ringside_web::dom::element::closest;

/// Text that is not blank.
const TEXTS: &str = ".//text()[normalize-space()]";
/// At most so many are looked at.
const MOST: usize = 60;
/// Formats a part of a text.
const FORMATS: &str = "b,strong,i,em,u,mark,bdi,font,small,abbr";
const UNFORMATTED: &str = ":not(b,strong,i,em,u,mark,bdi,font,small,abbr)";
/// What a page lets people do.
const ACTIONS: &str = "button,select,textarea,[role=button],[role=menu],script,style,noscript,\
                       template,svg,[data-ringside]";
const HEADINGS: &str = "h1,h2,h3,h4,h5,h6,[role=heading],th[scope=row],[role=rowheader]";
const NAMED_SO: &str = "[class*=name i]:not([class*=company i],[class*=user i],[class*=file i])";
/// Attributes in which grids and responsive tables say what a cell holds.
const COLUMN: [&str; 4] = ["data-label", "col-id", "data-field", "data-column"];

/// The texts in an element, in order. `holder` has the address. `is_whole`: not one of
/// several elements of a row, in which a cell's place does not tell its column.
#[inline(never)]
pub(super) fn around(root: &Element, holder: &Element, is_whole: bool) -> Vec<Piece> {
    let headings = headings(root);
    let mut pieces = Vec::new();
    let mut before = None;
    for node in select_deep(root, TEXTS).into_iter().take(MOST) {
        let Some((block, is_strong)) = block_of(&node, root) else {
            continue;
        };
        if closest(&block, ACTIONS).is_some() {
            continue;
        }
        let text = if is_one_text(&block) {
            // Its other parts are in it.
            if before.as_ref() == Some(&block) {
                continue;
            }
            text_of(&block)
        } else {
            text_of(&node)
        };
        pieces.push(Piece {
            text,
            sign: sign(&block, holder, is_strong),
            label: label(&block, headings.as_ref(), is_whole),
        });
        before = Some(block);
    }
    pieces
}

/// The innermost element around a text that does more than format it; whether
/// the text is bold.
fn block_of(node: &Node, root: &Element) -> Option<(Element, bool)> {
    let mut block = node.parent_element()?;
    let mut is_strong = false;
    while block != *root && is(&block, FORMATS) {
        is_strong |= is(&block, "b,strong");
        block = block.parent_element()?;
    }
    Some((block, is_strong))
}

/// Whether a block is one text with formatted parts, rather than a name in bold
/// letters with something after it.
fn is_one_text(block: &Element) -> bool {
    let bold = first(block, "b,strong");
    first(block, UNFORMATTED).is_none() && !bold.is_some_and(|bold| text_of(&bold).contains(' '))
}

fn sign(block: &Element, holder: &Element, is_strong: bool) -> Sign {
    if is(block, "[itemprop~=name],.fn,.p-name") {
        Sign::Marked
    } else if is(block, NAMED_SO) {
        Sign::NamedSo
    } else if closest_shown(block, HEADINGS).is_some() {
        Sign::Heading
    } else if let Some(link) = closest(block, "a") {
        let is_holder = link == *holder;
        if is_holder {
            Sign::MailLink
        } else {
            Sign::Link
        }
    } else if is_strong {
        Sign::Strong
    } else {
        Sign::Plain
    }
}

/// The headings of the columns of a row's table, in order.
fn headings(row: &Element) -> Option<NodeList> {
    if is(row, "tr") {
        let head = first(&closest(row, "table")?, "tr").filter(|head| head != row)?;
        first(&head, "th")?;
        head.query_selector_all(":scope>*").ok()
    } else {
        let grid = closest(row, "[role=grid],[role=treegrid],[role=table]")?;
        grid.query_selector_all("[role=columnheader]").ok()
    }
}

/// What the column of a text is called.
fn label(block: &Element, headings: Option<&NodeList>, is_whole: bool) -> String {
    let Some((cell, _)) = closest_shown(block, CELLS) else {
        return String::new();
    };
    if let Some(name) = COLUMN.iter().find_map(|name| cell.get_attribute(name)) {
        return name;
    }
    let stated = cell.get_attribute("aria-colindex");
    let stated = stated.and_then(|at| at.parse::<u32>().ok()?.checked_sub(1));
    let by_place = || {
        let mut column = 0;
        let mut sibling = cell.previous_element_sibling();
        while let Some(before) = sibling {
            column += 1;
            sibling = before.previous_element_sibling();
        }
        column
    };
    let column = stated.or_else(|| is_whole.then(by_place));
    let heading = column.and_then(|column| headings?.get(column));
    heading
        .map(|heading| shown_text(heading.unchecked_ref()))
        .unwrap_or_default()
}

/// The text of an element, be it in a slot.
fn shown_text(element: &Element) -> String {
    let cells = filled(element);
    if cells.is_empty() {
        return text_of(element);
    }
    let mut text = String::new();
    for (_, cell) in cells {
        text.push_str(&text_of(&cell));
        text.push(' ');
    }
    tidy(&text)
}

#[inline(never)]
fn text_of(node: &Node) -> String {
    tidy(&node.text_content().unwrap_or_default())
}
