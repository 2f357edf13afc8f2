//! In which of a profile's places the buttons of each list stand.
//!
//! The first place is tried. When the buttons turn out to be out of sight
//! there, the whole list gets the next one. One pair stands for its list, so
//! the layout is read once per list, at the start of an animation frame.

use std::cell::{Cell, RefCell};

use web_sys::Element;

use super::number::{number_from_js, number_to_js};
use ringside::site::sight::Extent;
use ringside_web::dom;

#[derive(Debug, Default)]
pub(super) struct Places {
    /// Each list's place by number.
    chosen: RefCell<js_sys::WeakMap>,
    /// Lists whose place was looked at, or soon will be.
    tried: RefCell<js_sys::WeakSet>,
    /// One pair of each list whose place has not been looked at yet.
    samples: RefCell<Vec<Sample>>,
    /// The viewport's width when they were chosen.
    width: Cell<f64>,
}

#[derive(Debug)]
struct Sample {
    list: Element,
    host: Element,
    /// Whether the profile has another place.
    has_other: bool,
}

impl Places {
    /// The number of a list's place.
    pub(super) fn of(&self, list: &Element) -> usize {
        number_from_js(&self.chosen.borrow().get(list)).unwrap_or_default()
    }

    /// Buttons came into a list, or moved in it: one pair will be looked at.
    pub(super) fn added(&self, list: &Element, host: &Element, has_other: bool) {
        let tried = self.tried.borrow();
        if !tried.has(list) {
            tried.add(list);
            self.samples.borrow_mut().push(Sample {
                list: list.clone(),
                host: host.clone(),
                has_other,
            });
        }
    }

    /// Whether there is something to be looked at.
    pub(super) fn are_untried(&self) -> bool {
        !self.samples.borrow().is_empty()
    }

    /// Looks at the lists that have just got buttons. True when one of them
    /// needs another place, so that the page must be scanned again.
    pub(super) fn look(&self) -> bool {
        let mut moved = false;
        for sample in self.samples.take() {
            let list = &sample.list;
            let shown = extent(&sample.host);
            let hidden = shown.is_some_and(|shown| is_out_of_sight(&sample.host, shown));
            if hidden && sample.has_other {
                let next = number_to_js(self.of(list) + 1);
                self.chosen.borrow().set(list, &next);
                moved = true;
            }
            if shown.is_none() || (hidden && sample.has_other) {
                self.tried.borrow().delete(list);
            }
        }
        moved
    }

    /// Forgets all, when the viewport has another width. True when it has.
    pub(super) fn forget_if_resized(&self) -> bool {
        let width = dom::window().and_then(|window| window.inner_width().ok()?.as_f64());
        let width = width.unwrap_or_default();
        let before = self.width.replace(width);
        let resized = before != 0.0 && before != width;
        if resized {
            self.chosen.replace(js_sys::WeakMap::new());
            self.tried.replace(js_sys::WeakSet::new());
        }
        resized
    }
}

fn extent(element: &Element) -> Option<Extent> {
    let area = element.get_bounding_client_rect();
    let extent = Extent {
        left: area.left(),
        right: area.right(),
    };
    extent.is_shown().then_some(extent)
}

/// Whether one would have to scroll sideways to see it, in the page or in a
/// part of it.
fn is_out_of_sight(host: &Element, shown: Extent) -> bool {
    let mut around = host.parent_element();
    while let Some(element) = around {
        if scrolls_sideways(&element)
            && !shown.is_in_sight(visible_part(&element), f64::from(element.scroll_left()))
        {
            return true;
        }
        around = element.parent_element();
    }
    false
}

fn scrolls_sideways(element: &Element) -> bool {
    if element.scroll_width() <= element.client_width() {
        return false;
    }
    let is_page = element.parent_element().is_none();
    is_page || {
        let style = dom::window().and_then(|window| window.get_computed_style(element).ok()?);
        let overflow = style.and_then(|style| style.get_property_value("overflow-x").ok());
        overflow.is_some_and(|overflow| overflow != "visible")
    }
}

/// What a scroller shows, without its borders; of the page itself the viewport.
fn visible_part(element: &Element) -> Extent {
    let width = f64::from(element.client_width());
    let left = match element.parent_element() {
        None => 0.0,
        Some(_) => {
            let border = f64::from(element.client_left());
            element.get_bounding_client_rect().left() + border
        }
    };
    Extent {
        left,
        right: left + width,
    }
}
