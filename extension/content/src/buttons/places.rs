//! In which of a profile's places the buttons of each list stand.
//!
//! Some rows of each list are measured in all places; the whole list has its
//! buttons in the one that has room for most.

use std::cell::{Cell, RefCell};

use web_sys::Element;

use super::number::{number_from_js, number_to_js};
use ringside::site::profile::Page;
use ringside::site::sight::{Extent, Sight, best};
use ringside_web::dom;

#[derive(Debug, Default)]
pub(super) struct Places {
    /// Each list's place by number.
    chosen: RefCell<js_sys::WeakMap>,
    /// Lists whose place is found.
    settled: RefCell<js_sys::WeakSet>,
    /// Where the buttons of each kind of page stood last: a page that builds a
    /// list anew has its buttons there at once.
    usual: RefCell<Vec<(&'static str, usize)>>,
    /// A cell of each list that is watched for its width.
    samples: js_sys::WeakMap,
    /// The viewport's width when they were chosen.
    width: Cell<f64>,
}

impl Places {
    /// The number of a list's place.
    pub(super) fn of(&self, list: &Element, page: &Page) -> usize {
        number_from_js(&self.chosen.borrow().get(list)).unwrap_or_else(|| {
            let usual = self.usual.borrow();
            let known = usual.iter().find(|(kind, _)| *kind == page.name);
            known.map_or(0, |(_, place)| *place)
        })
    }

    /// Whether a list's buttons stay where they are.
    pub(super) fn is_settled(&self, list: &Element) -> bool {
        self.settled.borrow().has(list)
    }

    /// Chooses a list's place by how some of its rows turned out in each.
    pub(super) fn choose(&self, list: &Element, page: &'static Page, places: Vec<Vec<Sight>>) {
        let place = best(places);
        self.chosen.borrow().set(list, &number_to_js(place));
        self.settled.borrow().add(list);
        let mut usual = self.usual.borrow_mut();
        usual.retain(|(kind, _)| *kind != page.name);
        usual.push((&page.name, place));
    }

    /// Whether this cell is to be watched for its width: none of its list is.
    pub(super) fn sample(&self, list: &Element, cell: &Element) -> bool {
        let known: Option<Element> = wasm_bindgen::JsCast::dyn_into(self.samples.get(list)).ok();
        if known.is_some_and(|cell| cell.is_connected()) {
            return false;
        }
        self.samples.set(list, cell);
        true
    }

    /// Forgets all that depends on the viewport's width, when it is another
    /// now. True when it is.
    pub(super) fn forget_if_resized(&self) -> bool {
        let width = dom::window().and_then(|window| window.inner_width().ok()?.as_f64());
        let width = width.unwrap_or_default();
        let before = self.width.replace(width);
        let resized = before != 0.0 && before != width;
        if resized {
            self.settled.replace(js_sys::WeakSet::new());
            self.usual.take();
        }
        resized
    }
}

/// Whether one would have to scroll sideways to see something in an element, in
/// the page or in a part of it.
pub(super) fn is_out_of_sight(inside: &Element, shown: Extent) -> bool {
    let mut around = Some(inside.clone());
    while let Some(element) = around {
        if scrolls_sideways(&element)
            && !shown.is_in_sight(visible_part(&element), f64::from(element.scroll_left()))
        {
            return true;
        }
        around = dom::element::parent(&element);
    }
    false
}

fn scrolls_sideways(element: &Element) -> bool {
    if element.scroll_width() <= element.client_width() {
        return false;
    }
    let is_page = dom::element::parent(element).is_none();
    is_page || dom::styled(element, "overflow-x").is_some_and(|overflow| overflow != "visible")
}

/// What a scroller shows, without its borders; of the page itself the viewport.
fn visible_part(element: &Element) -> Extent {
    let width = f64::from(element.client_width());
    let left = match dom::element::parent(element) {
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
