//! The card that asks who shall carry the calls of a CRM with a call window of
//! its own.

use web_sys::Element;

use super::UiSink;
use super::elements::text_button;
use ringside::message::OverlayEvent;
use ringside::settings::Carrier;
use ringside::text;
use ringside_web::browser::i18n;
use ringside_web::dom::{El, Listener, on};

/// The card. Dropping it removes it.
#[derive(Debug)]
pub(super) struct Question {
    root: Element,
    _listeners: Vec<Listener>,
}

impl Question {
    /// The card, in no document yet.
    pub(super) fn new(out: &UiSink) -> Option<Self> {
        let mut listeners = Vec::new();
        let title = i18n::text(text::carrier_question());
        let mut row = El::new("div")?.class("row");
        let choices = [
            ("plain", text::carrier_crm(), Carrier::Crm),
            ("go", text::carrier_ringside(), Carrier::Ringside),
        ];
        for (style, label, carrier) in choices {
            let button = text_button(style, None, &i18n::text(label))?;
            let out = UiSink::clone(out);
            listeners.push(on(&button, "click", move |_| {
                out(OverlayEvent::ChooseCarrier(carrier));
            }));
            row = row.child(&button);
        }
        let words = El::new("p")?
            .class("quiet")
            .text(&i18n::text(text::carrier_question_help()));
        let root = El::new("section")?
            .class("card carrier")
            .attr("role", "status")
            .attr("aria-label", &title)
            .child(El::new("p")?.class("name").text(&title))
            .child(words)
            .child(row);
        Some(Self {
            root: root.done(),
            _listeners: listeners,
        })
    }

    pub(super) fn root(&self) -> &Element {
        &self.root
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        self.root.remove();
    }
}
