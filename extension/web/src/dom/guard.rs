//! What `extension/content/guard.js` keeps from the page: it knows our hosts, and
//! hands on copies of what a person does with them.
//!
//! The names here are properties of the window in the extension's isolated world. In
//! an extension's own pages there are none.

use js_sys::{WeakMap, WeakSet};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventTarget, ShadowRoot};

use crate::property::property;

const HOSTS: &str = "ringsideHosts";
const HANDED: &str = "ringsideHanded";
const KEPT: &str = "ringsideKept";

/// A host of ours, and its shadow root: what falls on it is kept from the page.
pub(super) fn register(host: &Element, root: &ShadowRoot) {
    if let Some(hosts) = shared::<WeakMap>(HOSTS) {
        hosts.set(host, root);
    }
}

/// Whether this event is a copy that was handed on.
pub(super) fn was_handed(event: &Event) -> bool {
    shared::<WeakSet>(HANDED).is_some_and(|handed| handed.has(event))
}

/// Where the kinds of the events are told that were kept from the page.
pub(super) fn kept() -> Option<EventTarget> {
    shared(KEPT)
}

/// One object for all modules in a page.
fn shared<T: JsCast>(name: &str) -> Option<T> {
    property(&js_sys::global(), name).map(JsCast::unchecked_into)
}
