//! Where the pointer is, and scrolling what is below it.

use ringside_web::dom;
use wasm_bindgen::JsCast;
use web_sys::{Event, MouseEvent, WheelEvent};

use super::page;

/// Scrolls what is below the pointer: over the page, the browser would scroll the page
/// as a whole alone.
pub(super) fn scroll(event: &Event) {
    let event: &WheelEvent = event.unchecked_ref();
    let (x, y) = point(event);
    let mut around = page::under(x, y);
    while let Some(element) = around {
        let overflow = dom::styled(&element, "overflow-y").unwrap_or_default();
        let scrolls = matches!(&*overflow, "auto" | "scroll");
        if scrolls && element.scroll_height() > element.client_height() {
            let before = element.scroll_top();
            element.set_scroll_top(before + event.delta_y() as i32);
            if element.scroll_top() != before {
                event.prevent_default();
                return;
            }
        }
        around = element.parent_element();
    }
}

/// Where the pointer is in the viewport.
pub(super) fn point(event: &MouseEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}
