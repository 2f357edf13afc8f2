//! A page's modal dialog makes everything outside of it inert: what Ringside shows
//! can be seen then, in the top layer, and not be pressed. While one is open, a
//! host inside of it holds what a person must be able to press.
//!
//! Source: HTML Standard, “modal dialogs and inert subtrees”.

use web_sys::Element;

use super::surface::Surface;
use ringside_web::dom::shadow::{MARK, Sheet, add_live_regions, attach, raise};
use ringside_web::dom::{self, El, element};

/// After so many hosts that the page took out of one dialog, it gets no more.
const MOST: usize = 3;

/// A host in a dialog of the page; it is removed when dropped.
#[derive(Debug)]
pub(super) struct DialogHost {
    dialog: Element,
    host: Element,
    surface: Surface,
    number: usize,
}

impl DialogHost {
    /// A host in this dialog, after the `former` one, which may have been in it
    /// as well.
    pub(super) fn new(dialog: Element, former: Option<&Self>) -> Option<Self> {
        let number = former
            .filter(|former| former.dialog == dialog)
            .map_or(0, |former| former.number + 1);
        let host = El::new("div")?.attr(MARK, "dialog").done();
        let root = attach(&host).ok()?;
        Sheet::new(include_str!(concat!(env!("OUT_DIR"), "/host.css"))).apply(&root);
        add_live_regions(&root);
        let surface = Surface::new(&root)?;
        if number < MOST {
            element::append(&dialog, &host);
            raise(&host);
        }
        // Else it only remembers the dialog.
        Some(Self {
            dialog,
            host,
            surface,
            number,
        })
    }

    /// Whether it is in this dialog, or is not to come back into it.
    pub(super) fn is_of(&self, dialog: &Element) -> bool {
        self.dialog == *dialog && (self.is_given_up() || dialog.contains(Some(&self.host)))
    }

    /// Whether the page took so many out of its dialog that it gets no more.
    pub(super) fn is_given_up(&self) -> bool {
        self.number >= MOST
    }

    /// Brings it above everything.
    pub(super) fn raise(&self) {
        if self.host.is_connected() {
            raise(&self.host);
        }
    }

    pub(super) fn surface(&self) -> &Surface {
        &self.surface
    }
}

impl Drop for DialogHost {
    fn drop(&mut self) {
        self.host.remove();
    }
}

/// The page's modal dialog that is in front, if one is open: of several the one
/// with the focus.
pub(super) fn in_front() -> Option<Element> {
    let document = dom::document()?;
    // Browsers keep this list: the page is not searched each time that it changes.
    let all = document.get_elements_by_tag_name("dialog");
    let all: Vec<Element> = (0..all.length())
        .filter_map(|at| all.item(at))
        .filter(|dialog| dialog.matches(":modal").unwrap_or(false))
        .collect();
    let focus = document.active_element();
    let focused = all.iter().rfind(|dialog| dialog.contains(focus.as_deref()));
    focused.or(all.last()).cloned()
}
