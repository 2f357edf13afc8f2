//! A press that answers counts only where a person could read what they press.
//!
//! A page can lay something over a card, or make it invisible, so that a person
//! who means to press something of the page answers a call. So the buttons act
//! once they have been in sight for half a second, with nothing over them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, ShadowRoot};

use super::top_layer;
use ringside::domain::Duration;
use ringside_web::browser::clock::after;
use ringside_web::dom::observe::Sight;
use ringside_web::dom::{self, element};

/// So long a card has to be in sight.
const LONG_ENOUGH: Duration = Duration::from_millis(500);

/// Whether the buttons of a card act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Press {
    /// They do.
    Counts,
    /// Not yet: the card has just come into sight.
    Early,
    /// Something is over the card, or it cannot be seen.
    Hidden,
}

/// The buttons of a card that act only in sight.
#[derive(Debug)]
pub(super) struct InSight {
    now: Rc<Cell<Press>>,
    /// Whether the browser tells what is over the buttons.
    certain: Rc<Cell<bool>>,
    _sight: Option<Sight>,
}

impl InSight {
    /// Watches `row`, which has these buttons. They are marked as disabled while
    /// they do not act.
    pub(super) fn new(row: &Element, buttons: Vec<Element>) -> Self {
        let now = Rc::new(Cell::new(Press::Hidden));
        let become_ = Rc::new({
            let now = Rc::clone(&now);
            move |next: Press| {
                now.set(next);
                for button in &buttons {
                    let disabled = next != Press::Counts;
                    element::set(
                        button,
                        "aria-disabled",
                        if disabled { "true" } else { "false" },
                    );
                }
            }
        });
        become_(Press::Hidden);
        let wait: RefCell<Option<Timeout>> = RefCell::default();
        let certain = Rc::<Cell<bool>>::default();
        let tells = Rc::clone(&certain);
        let sight = Sight::of(row, move |seen, is_certain| {
            tells.set(is_certain);
            let next = Rc::clone(&become_);
            let (at_once, later) = if seen {
                (
                    Press::Early,
                    Some(after(LONG_ENOUGH, move || next(Press::Counts))),
                )
            } else {
                (Press::Hidden, None)
            };
            become_(at_once);
            *wait.borrow_mut() = later;
        });
        Self {
            now,
            certain,
            _sight: sight.ok(),
        }
    }

    /// Whether a press of this button counts now.
    pub(super) fn press(&self, button: &Element) -> Press {
        if dom::scripts_press() {
            return Press::Counts;
        }
        match self.now.get() {
            // What has come over it since the browser last looked.
            Press::Counts if !self.is_on_top(button) => Press::Hidden,
            now => now,
        }
    }

    /// Whether a press in the middle of this button would reach it. The host
    /// keeps the page's styles out; only outside of the top layer it would
    /// look as the page around it does.
    fn is_on_top(&self, button: &Element) -> bool {
        let root: ShadowRoot = button.get_root_node().unchecked_into();
        let host = root.host();
        let rect = button.get_bounding_client_rect();
        let (x, y) = (
            (rect.left() + rect.width() / 2.0) as f32,
            (rect.top() + rect.height() / 2.0) as f32,
        );
        let Some(document) = dom::document() else {
            return false;
        };
        if document.element_from_point(x, y).as_ref() != Some(&host) {
            return false;
        }
        // What lets presses through is not found that way. Only Chromium tells
        // of it; elsewhere nothing else may be in the top layer but Ringside's
        // hosts and the dialog that the card is in.
        host.matches(":popover-open").unwrap_or(false)
            && (self.certain.get() || top_layer::is_alone(&host))
    }
}
