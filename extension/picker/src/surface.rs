//! The picker's host over the page: what catches the pointer, the outlines, the card.

use std::cell::RefCell;

use ringside_web::dom::shadow::{MARK, Sheet, add_live_regions, attach, raise};
use ringside_web::dom::{self, El, element};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ShadowRoot};

use super::outline::Outlines;

/// What is over the page. It is removed when dropped, and the focus goes back to what
/// had it.
#[derive(Debug)]
pub(super) struct Surface {
    host: Element,
    root: ShadowRoot,
    pub(super) catcher: Element,
    pub(super) outlines: Outlines,
    pub(super) card: Element,
    had_focus: RefCell<Option<Element>>,
}

impl Surface {
    /// Comes over the page. `None` where the document lets nothing be added.
    pub(super) fn open() -> Option<Self> {
        let document = dom::document()?;
        let had_focus = document.active_element();
        let host = El::new("div")?.attr(MARK, "picker").done();
        let root = attach(&host).ok()?;
        Sheet::new(include_str!(concat!(env!("OUT_DIR"), "/host.css"))).apply(&root);
        Sheet::new(include_str!(concat!(env!("OUT_DIR"), "/picker.css"))).add(&root);
        add_live_regions(&root);
        let catcher = El::new("div")?.class("catcher").done();
        let outlines = Outlines::new()?;
        let card = El::new("div")?
            .class("card")
            .attr("role", "dialog")
            .attr("aria-modal", "true")
            .attr("aria-labelledby", "title")
            .attr("aria-describedby", "ask")
            .attr("tabindex", "-1")
            .done();
        for part in [&catcher, outlines.layer(), &card] {
            root.append_child(part).ok()?;
        }
        element::append(&document.document_element()?, &host);
        raise(&host);
        // A call is never covered.
        let over = ["[", MARK, "=shell]:popover-open"].concat();
        if let Ok(Some(overlay)) = document.query_selector(&over) {
            raise(&overlay);
        }
        Some(Self {
            host,
            root,
            catcher,
            outlines,
            card,
            had_focus: RefCell::new(had_focus),
        })
    }

    /// The root of all that is shown.
    pub(super) fn root(&self) -> &ShadowRoot {
        &self.root
    }

    /// Has a screen reader say this when it comes to it.
    pub(super) fn say(&self, text: &str) {
        if let Ok(Some(live)) = self.root.query_selector("[aria-live=polite]") {
            element::set_text_if_changed(&live, text);
        }
    }

    /// Gives the card the focus: arrow keys point then.
    pub(super) fn focus_card(&self) {
        focus(&self.card);
    }

    /// Whether the card itself has the focus, and none of its buttons.
    pub(super) fn card_has_focus(&self) -> bool {
        self.root.active_element().as_ref() == Some(&self.card)
    }

    /// Moves the focus to the next button of the card, or to the one before; at its end
    /// to the other end. The page is covered.
    pub(super) fn tab(&self, back: bool) {
        let Ok(list) = self.card.query_selector_all("button:not([disabled])") else {
            return;
        };
        let count = list.length();
        let at = (0..count).find(|at| {
            let button = list.get(*at).map(JsCast::unchecked_into::<Element>);
            button == self.root.active_element()
        });
        let next = match (at, back) {
            (None, false) => 0,
            (None | Some(0), true) => count.wrapping_sub(1),
            (Some(at), true) => at - 1,
            (Some(at), false) => (at + 1) % count.max(1),
        };
        if let Some(button) = list.get(next) {
            focus(button.unchecked_ref());
        }
    }

    /// Puts the card at the other end of the page: something is below it.
    pub(super) fn move_card(&self) {
        let _ = self.card.class_list().toggle("up");
    }
}

impl Drop for Surface {
    fn drop(&mut self) {
        self.host.remove();
        if let Some(element) = self.had_focus.take() {
            focus(&element);
        }
    }
}

fn focus(element: &Element) {
    // The page must not scroll for it, which the card never needs.
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let element: &HtmlElement = element.unchecked_ref();
    // Fails for elements that are gone.
    let _ = element.focus_with_options(&options);
}
