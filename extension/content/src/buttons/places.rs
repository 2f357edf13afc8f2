//! In which of a profile's places the buttons of each list stand.
//!
//! The first place is tried. When the buttons turn out to be out of sight
//! there, or to make something scroll sideways, the whole list gets the next
//! one. One pair stands for its list, so the layout is read once per list and
//! place, at the start of an animation frame.

use std::cell::{Cell, RefCell};

use wasm_bindgen::JsValue;
use web_sys::Element;

use super::number::{number_from_js, number_to_js};
use ringside::site::profile::Page;
use ringside::site::sight::{Choice, Extent, Sight, choose};
use ringside_web::dom;

#[derive(Debug, Default)]
pub(super) struct Places {
    /// Each list's place by number.
    chosen: RefCell<js_sys::WeakMap>,
    /// By how much something around each list scrolls sideways without the
    /// buttons, in pixels.
    overflow: RefCell<js_sys::WeakMap>,
    /// Lists whose place was looked at, or soon will be.
    tried: RefCell<js_sys::WeakSet>,
    /// Lists whose place has not been looked at yet.
    trials: RefCell<Vec<Trial>>,
    /// Where the buttons of each kind of page stood last: a page that builds a
    /// list anew has its buttons there at once.
    usual: RefCell<Vec<(&'static str, usize)>>,
    /// The viewport's width when they were chosen.
    width: Cell<f64>,
}

#[derive(Debug)]
struct Trial {
    list: Element,
    page: &'static Page,
    /// One pair of the list.
    host: Element,
    /// Whether the profile has another place after this one.
    has_next: bool,
    /// What was seen in the places so far.
    tried: Vec<(usize, Sight)>,
    /// Whether the buttons came into another place since.
    is_due: bool,
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

    /// Measures a list that has no buttons yet.
    pub(super) fn measure(&self, list: &Element) {
        let overflow = self.overflow.borrow();
        if !overflow.has(list) && extent(list).is_some() {
            overflow.set(list, &JsValue::from(overflow_around(list)));
        }
    }

    /// Buttons came into a list, or moved in it: one pair will be looked at.
    pub(super) fn added(
        &self,
        list: &Element,
        page: &'static Page,
        host: &Element,
        has_next: bool,
    ) {
        let mut trials = self.trials.borrow_mut();
        let tried = self.tried.borrow();
        if !tried.has(list) {
            tried.add(list);
            trials.push(Trial {
                list: list.clone(),
                page,
                host: host.clone(),
                has_next,
                tried: Vec::new(),
                is_due: true,
            });
        } else if let Some(trial) = trials
            .iter_mut()
            .find(|trial| !trial.is_due && trial.list == *list)
        {
            trial.host = host.clone();
            trial.has_next = has_next;
            trial.is_due = true;
        }
    }

    /// Whether there is something to be looked at.
    pub(super) fn are_untried(&self) -> bool {
        self.trials.borrow().iter().any(|trial| trial.is_due)
    }

    /// Looks at the lists that have just got buttons. True when one of them
    /// needs another place, so that the page must be scanned again.
    pub(super) fn look(&self) -> bool {
        let mut moved = false;
        let trials = self.trials.take();
        let mut going_on = Vec::new();
        for mut trial in trials {
            let list = &trial.list;
            if !list.is_connected() {
                continue;
            }
            if trial.is_due {
                let Some(shown) = extent(&trial.host) else {
                    // Nobody sees it: it is tried when it gets buttons again.
                    self.tried.borrow().delete(list);
                    continue;
                };
                let place = self.of(list, trial.page);
                let sight = self.sight(list, &trial.host, shown);
                trial.tried.push((place, sight));
                trial.is_due = false;
                let choice = choose(&trial.tried, trial.has_next);
                let (Choice::Try(next) | Choice::Settle(next)) = choice;
                self.chosen.borrow().set(list, &number_to_js(next));
                moved |= next != place;
                if choice == Choice::Settle(next) {
                    let mut usual = self.usual.borrow_mut();
                    usual.retain(|(kind, _)| *kind != trial.page.name);
                    usual.push((trial.page.name, next));
                    continue;
                }
            }
            going_on.push(trial);
        }
        self.trials.replace(going_on);
        moved
    }

    fn sight(&self, list: &Element, host: &Element, shown: Extent) -> Sight {
        // Browsers round each width to whole pixels.
        const TOLERANCE: f64 = 1.0;
        if is_out_of_sight(host, shown) {
            return Sight::Hidden;
        }
        let before = self.overflow.borrow().get(list).as_f64();
        match before {
            Some(before) if overflow_around(list) > before + TOLERANCE => Sight::Widens,
            _ => Sight::Clear,
        }
    }

    /// Forgets all that depends on the viewport's width, when it is another
    /// now. True when it is: every list must be measured without its buttons.
    pub(super) fn forget_if_resized(&self) -> bool {
        let width = dom::window().and_then(|window| window.inner_width().ok()?.as_f64());
        let width = width.unwrap_or_default();
        let before = self.width.replace(width);
        let resized = before != 0.0 && before != width;
        if resized {
            self.overflow.replace(js_sys::WeakMap::new());
            self.tried.replace(js_sys::WeakSet::new());
            self.trials.take();
        }
        // What had no room in a wider window has none in a narrower one.
        if resized && width > before {
            self.chosen.replace(js_sys::WeakMap::new());
            self.usual.take();
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

/// By how many pixels the page and its parts around an element scroll sideways.
fn overflow_around(element: &Element) -> f64 {
    let mut sum = 0.0;
    let mut around = Some(element.clone());
    while let Some(element) = around {
        if scrolls_sideways(&element) {
            sum += f64::from(element.scroll_width() - element.client_width());
        }
        around = element.parent_element();
    }
    sum
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
