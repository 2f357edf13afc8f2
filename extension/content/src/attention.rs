//! Notices that a person uses the page, so that calls are found quickly for
//! them. There is no timer: a sign is sent when something happens, and not
//! again for a while.

use std::cell::Cell;
use std::rc::Rc;

use web_sys::{Document, Event};

use ringside_web::dom::{self, Listener};

/// In this time one sign is enough, in milliseconds.
const ENOUGH: f64 = 30_000.0;
/// What people do.
const SIGNS: [&str; 4] = ["pointerdown", "pointermove", "keydown", "wheel"];

/// Calls `used` when the page is used, at most once in a while.
pub(super) fn listeners(document: &Document, used: fn()) -> Vec<Listener> {
    let last = Cell::new(f64::NEG_INFINITY);
    let signed = move |event: &Event| {
        let now = event.time_stamp();
        if now - last.get() >= ENOUGH {
            last.set(now);
            used();
        }
    };
    dom::on_anywhere(document, &SIGNS, Rc::new(signed))
}
