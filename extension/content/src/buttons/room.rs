//! Measures what is free for a pair of buttons behind a text.

use web_sys::{DomRect, Element};

use super::edge::{End, edge_behind, last_of_its_row, middle};
use super::places::is_out_of_sight;
use super::spot::spot_in;
use crate::records::CELLS;
use ringside::site::fit::{Fit, Group, Room, Sizes};
use ringside::site::sight::{Extent, Sight};
use ringside_web::dom;

/// What must not be covered.
const CONTROLS: &str = "a,button,input,select,textarea,summary,label,[role=button],[role=link]";
/// So many texts before the last one are looked at, on each level around it.
const TEXTS: usize = 4;
/// A text of more lines than two has no end that belongs to it as a whole.
const TWO_LINES: f64 = 48.0;

/// How a pair stands, measured where it was added.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stand {
    pub(super) fit: Fit,
    pub(super) sight: Sight,
    /// Whether the pair reaches to the left from its beginning.
    pub(super) is_rtl: bool,
    /// From the host to the pair's beginning, in CSS pixels.
    pub(super) right: f64,
    /// From the host's middle to the pair's, down.
    pub(super) down: f64,
    /// What hides a text that the pair covers: the colour behind it.
    pub(super) under: Option<String>,
    /// The text's colour, where the pair does not have it from what it stands in.
    pub(super) colour: Option<String>,
}

/// Whether an element is laid out: a list in a closed part of the page is not.
pub(super) fn is_rendered(element: &Element) -> bool {
    element.get_client_rects().length() > 0
}

/// Measures the room at a host that is rendered. `record` is all that is about the
/// person. `None` when nothing is around the host.
pub(super) fn measure(
    host: &Element,
    apart: bool,
    record: &Element,
    sizes: Sizes,
    group: Group,
) -> Option<Stand> {
    let parent = host.parent_element()?;
    let at = host.get_bounding_client_rect();
    let is_rtl = is_rtl(&parent);
    let end = end_at(host, &parent, apart, &at, is_rtl);
    Some(stand(
        &at,
        is_rtl,
        best_end(end, host, &parent, record, sizes, group),
        &parent,
    ))
}

/// The same for a host that stands elsewhere, in front of everything, and whose pair
/// is to be seen in `place`.
pub(super) fn measure_from(
    host: &Element,
    place: &Element,
    record: &Element,
    sizes: Sizes,
    group: Group,
) -> Option<Stand> {
    let parent = spot_in(place).parent;
    if !is_rendered(&parent) {
        return None;
    }
    let is_rtl = is_rtl(&parent);
    let (end, from) = end_in(&parent, is_rtl);
    let at = host.get_bounding_client_rect();
    let best = best_end(end, &from, &parent, record, sizes, group);
    Some(Stand {
        colour: dom::styled(&parent, "color"),
        ..stand(&at, is_rtl, best, &parent)
    })
}

/// How a pair would be seen in a place in which it is not.
pub(super) fn sight_in(
    place: &Element,
    record: &Element,
    sizes: Sizes,
    group: Group,
) -> Option<Sight> {
    let parent = spot_in(place).parent;
    if !is_rendered(&parent) {
        return None;
    }
    let (end, from) = end_in(&parent, is_rtl(&parent));
    Some(best_end(end, &from, &parent, record, sizes, group).2)
}

/// How a pair stands whose host is `at` there.
fn stand(at: &DomRect, is_rtl: bool, best: (End, Fit, Sight), parent: &Element) -> Stand {
    let (end, fit, sight) = best;
    let forward = if is_rtl { -1.0 } else { 1.0 };
    Stand {
        fit,
        sight,
        is_rtl,
        right: end.x + fit.shift * forward - at.left(),
        down: end.y + fit.lower - middle(at),
        under: fit.covers.then(|| colour_behind(parent)),
        colour: None,
    }
}

/// Where the text of an element ends, and what it ends with.
fn end_in(parent: &Element, is_rtl: bool) -> (End, Element) {
    let last = last_shown(parent.last_element_child());
    let end = match (text_area(parent), &last) {
        (Some(area), Some((last, last_area))) => {
            let end = End::of(&area, is_rtl, false);
            let last_end = End::of(last_area, is_rtl, is_control(last));
            // Of several lines the last one counts.
            if last_end.is_control || area.height() > TWO_LINES {
                last_end
            } else {
                end
            }
        }
        (Some(area), None) => End::of(&area, is_rtl, false),
        (None, _) => {
            let area = parent.get_bounding_client_rect();
            let x = if is_rtl { area.right() } else { area.left() };
            End {
                x,
                ..End::of(&area, is_rtl, false)
            }
        }
    };
    let from = last.map_or_else(|| parent.clone(), |(last, _)| last);
    (end, from)
}

/// The end of a text with the best room behind it: this one, or that of a shorter
/// text before it.
fn best_end(
    end: End,
    from: &Element,
    parent: &Element,
    record: &Element,
    sizes: Sizes,
    group: Group,
) -> (End, Fit, Sight) {
    let bounds = bounds_of(parent, record);
    let area = bounds.get_bounding_client_rect();
    let beyond = last_of_its_row(&bounds, CELLS);
    let forward = if end.is_rtl { -1.0 } else { 1.0 };
    let seen = |end: &End, from: &Element| {
        let edge = edge_behind(end, from, &bounds, beyond);
        let fit = Fit::into(
            Room {
                width: (edge - end.x) * forward,
                above: (end.y - area.top()).max(0.0),
                below: (area.bottom() - end.y).max(0.0),
            },
            sizes,
            group,
        );
        let start = end.x + fit.shift * forward;
        let far = start + sizes.width(fit.size) * forward;
        let extent = Extent {
            left: start.min(far),
            right: start.max(far),
        };
        let hidden = (fit.covers && end.is_control) || is_out_of_sight(parent, extent);
        (fit, if hidden { Sight::Hidden } else { fit.sight() })
    };
    let (fit, sight) = seen(&end, from);
    let mut best = (end, fit, sight);
    if sight != Sight::Clear {
        for (end, from) in ends_before(from, &bounds, end.is_rtl) {
            let (fit, sight) = seen(&end, &from);
            if sight < best.2 {
                best = (end, fit, sight);
            }
        }
    }
    best
}

fn is_rtl(element: &Element) -> bool {
    dom::styled(element, "direction").as_deref() == Some("rtl")
}

fn is_control(element: &Element) -> bool {
    element.matches(CONTROLS).unwrap_or_default()
}

/// The colour that is seen behind an element.
fn colour_behind(element: &Element) -> String {
    let mut around = Some(element.clone());
    while let Some(element) = around {
        let colour = dom::styled(&element, "background-color").unwrap_or_default();
        // What is seen through does not hide a text.
        if !colour.is_empty() && colour != "transparent" && !colour.starts_with("rgba") {
            return colour;
        }
        around = dom::element::parent(&element);
    }
    "Canvas".to_owned()
}

/// Where that ends which a host was added behind.
fn end_at(host: &Element, parent: &Element, apart: bool, at: &DomRect, is_rtl: bool) -> End {
    let here = End::of(at, is_rtl, false);
    let Some((before, area)) = last_shown(host.previous_element_sibling()) else {
        let text = apart.then(|| text_area(parent)).flatten();
        return text.map_or(here, |area| End::of(&area, is_rtl, false));
    };
    let end = End::of(&area, is_rtl, is_control(&before));
    // Behind a block, the host is on a line of its own, which is not there.
    if apart || at.top() >= area.bottom() - 1.0 {
        return end;
    }
    End {
        is_control: end.is_control && (end.x - here.x).abs() < 1.0,
        ..here
    }
}

/// This element, or the nearest before it that is shown, and where it is.
fn last_shown(mut last: Option<Element>) -> Option<(Element, DomRect)> {
    while let Some(element) = last {
        let area = element.get_bounding_client_rect();
        if area.width() > 0.0 && area.height() > 0.0 && !dom::is_ours(&element) {
            return Some((element, area));
        }
        last = element.previous_element_sibling();
    }
    None
}

/// The ends of the texts before the last one, the nearest first, and what each
/// stands in: a short text has more room behind it than a long one.
fn ends_before(from: &Element, bounds: &Element, is_rtl: bool) -> Vec<(End, Element)> {
    let mut ends = Vec::new();
    let mut node = from.clone();
    while node != *bounds {
        let mut before = node.previous_element_sibling();
        for _ in 0..TEXTS {
            let Some(text) = before else { break };
            if !is_control(&text)
                && text.query_selector(CONTROLS).ok().flatten().is_none()
                && let Some(area) = text_area(&text)
                && area.height() < TWO_LINES
            {
                ends.push((End::of(&area, is_rtl, false), text.clone()));
            }
            before = text.previous_element_sibling();
        }
        let Some(parent) = dom::element::parent(&node) else {
            break;
        };
        node = parent;
    }
    ends
}

/// Where the content of an element is.
fn text_area(element: &Element) -> Option<DomRect> {
    let range = dom::document()?.create_range().ok()?;
    range.select_node_contents(element).ok()?;
    let area = range.get_bounding_client_rect();
    (area.width() > 0.0).then_some(area)
}

/// What a pair must stay inside of: its cell, or what is about the person.
fn bounds_of(parent: &Element, record: &Element) -> Element {
    let is_block = |element: &Element| {
        let display = dom::styled(element, "display").unwrap_or_default();
        display != "inline" && display != "contents"
    };
    if let Ok(Some(cell)) = parent.closest(CELLS) {
        return cell;
    }
    if record.contains(Some(parent)) && is_block(record) {
        return record.clone();
    }
    let mut around = Some(parent.clone());
    while let Some(element) = around {
        if is_block(&element) {
            return element;
        }
        around = dom::element::parent(&element);
    }
    record.clone()
}
