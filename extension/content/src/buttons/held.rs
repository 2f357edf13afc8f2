//! A pair that the pointer holds down: it stays as the person saw it until the
//! pointer goes up, wherever that is. If it changed meanwhile, the click would
//! fall on something else, and nobody would say why nothing happens.

use std::rc::Rc;

use web_sys::Event;

use ringside_web::dom::{self, Listener};

/// What ends it: the pointer goes up, or is taken for a scroll.
const ENDS: [&str; 2] = ["pointerup", "pointercancel"];

/// While this lives, the page is listened to for the pointer's going up.
pub(super) struct Held(
    #[expect(dead_code, reason = "they listen as long as they live")] Vec<Listener>,
);

impl Held {
    /// Calls `released` when the pointer goes up that went down now.
    pub(super) fn new(released: impl Fn() + 'static) -> Option<Self> {
        let window = dom::window()?;
        let released = Rc::new(move |_: &Event| released());
        Some(Self(dom::on_anywhere(&window, &ENDS, released)))
    }
}
