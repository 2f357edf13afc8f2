//! Looks whether a person can read what they press: `ringside::call::exposure`
//! says why, and for how long.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Interval;
use wasm_bindgen::JsCast;
use web_sys::{Element, ShadowRoot};

use super::top_layer;
use ringside::call::exposure::{Exposure, LOOK_EACH, Press};
use ringside_web::dom::observe::Sight;
use ringside_web::dom::{self, element};

/// The buttons of a card that act only in sight.
#[derive(Debug)]
pub(super) struct InSight {
    buttons: Rc<Buttons>,
    _sight: Option<Sight>,
}

#[derive(Debug)]
struct Buttons {
    all: Vec<Element>,
    exposure: Cell<Exposure>,
    /// Whether the browser tells what is over the buttons.
    certain: Cell<bool>,
    /// Runs as long as they are in sight.
    looks: RefCell<Option<Interval>>,
}

impl InSight {
    /// Watches `row`, which has these buttons. They are marked as disabled while
    /// they do not act.
    pub(super) fn new(row: &Element, all: Vec<Element>) -> Self {
        let buttons = Rc::new(Buttons {
            all,
            exposure: Cell::default(),
            certain: Cell::default(),
            looks: RefCell::default(),
        });
        buttons.mark();
        let watched = Rc::downgrade(&buttons);
        let sight = Sight::of(row, move |seen, is_certain| {
            if let Some(buttons) = watched.upgrade() {
                buttons.certain.set(is_certain);
                buttons.changed(seen);
            }
        });
        Self {
            buttons,
            _sight: sight.ok(),
        }
    }

    /// Whether a press of this button counts now.
    pub(super) fn press(&self, button: &Element) -> Press {
        if dom::scripts_press() {
            return Press::Counts;
        }
        let is_clear = self.buttons.are_clear(std::slice::from_ref(button), true);
        self.buttons.exposure.get().press(is_clear)
    }
}

impl Buttons {
    fn learn(&self, learn: impl FnOnce(&mut Exposure)) {
        let mut exposure = self.exposure.get();
        learn(&mut exposure);
        self.exposure.set(exposure);
        self.mark();
    }

    /// They came into sight, or went out of it.
    fn changed(self: &Rc<Self>, seen: bool) {
        let is_clear = seen && self.are_clear(&self.all, false);
        self.learn(|exposure| exposure.changed(is_clear));
        let looks = seen.then(|| {
            let buttons = Rc::downgrade(self);
            Interval::new(LOOK_EACH.as_millis() as u32, move || {
                if let Some(buttons) = buttons.upgrade() {
                    let is_clear = buttons.are_clear(&buttons.all, false);
                    buttons.learn(|exposure| exposure.looked(is_clear));
                }
            })
        });
        *self.looks.borrow_mut() = looks;
    }

    fn mark(&self) {
        let acts = self.exposure.get().press(true) == Press::Counts;
        for button in &self.all {
            let disabled = if acts { "false" } else { "true" };
            element::set(button, "aria-disabled", disabled);
        }
    }

    /// Whether a press in the middle of each of these would reach it, looked at for
    /// a press or in between. The host
    /// keeps the page's styles out; only outside of the top layer it would
    /// look as the page around it does.
    fn are_clear(&self, buttons: &[Element], is_press: bool) -> bool {
        let Some(host) = buttons.first().and_then(host_of) else {
            return false;
        };
        // What lets presses through is not found that way. Only Chromium tells
        // of it; elsewhere nothing else may be in the top layer but Ringside's
        // hosts and the dialog that the card is in.
        buttons.iter().all(|button| is_on_top(button, &host))
            && host.matches(":popover-open").unwrap_or(false)
            && (self.certain.get() || top_layer::is_alone(&host, is_press))
    }
}

/// `None` where the button is in no page.
fn host_of(button: &Element) -> Option<Element> {
    let root: ShadowRoot = button.get_root_node().dyn_into().ok()?;
    Some(root.host())
}

fn is_on_top(button: &Element, host: &Element) -> bool {
    let rect = button.get_bounding_client_rect();
    let (x, y) = (
        (rect.left() + rect.width() / 2.0) as f32,
        (rect.top() + rect.height() / 2.0) as f32,
    );
    let found = dom::document().and_then(|document| document.element_from_point(x, y));
    found.as_ref() == Some(host)
}
