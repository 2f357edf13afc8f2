//! The host over the page, which the content module made: not another one's that
//! a page has marked as Ringside marks its own.

use std::cell::RefCell;

use web_sys::Element;

thread_local! {
    static HOST: RefCell<Option<Element>> = const { RefCell::new(None) };
}

/// This is it from now on.
pub(super) fn set(host: Element) {
    HOST.set(Some(host));
}

/// Whether this is it.
pub(super) fn is(element: &Element) -> bool {
    HOST.with_borrow(|host| host.as_ref() == Some(element))
}
