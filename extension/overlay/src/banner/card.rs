//! One incoming call.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::Element;

use super::in_sight::InSight;

use crate::elements::{icon_button, text_button};
use crate::{UiSink, press};
use ringside::call::exposure::Press;
use ringside::call::intent::ContentIntent;
use ringside::call::view::RingView;
use ringside::domain::{CallId, Media};
use ringside::message::OverlayEvent;
use ringside::site::detect::initials;
use ringside::text::{self, Text};
use ringside_web::browser::i18n;
use ringside_web::dom::element::{flag, set, set_text_if_changed};
use ringside_web::dom::frame::FrameJob;
use ringside_web::dom::icon::{self, Icon};
use ringside_web::dom::{El, Listener, on};

/// Reasons for declining that are sent as they stand. None can be typed here: the
/// page hears the keys that are pressed in it.
static REASONS: [Text; 3] = [
    text::reason_later(),
    text::reason_meeting(),
    text::reason_write(),
];

/// The card of one incoming call.
#[derive(Debug)]
pub(super) struct Card {
    ring: RingView,
    root: Element,
    _listeners: Vec<Listener>,
}

impl Card {
    /// The card, in no document yet. Its height changes when the reasons are
    /// opened; `arranger` then arranges the cards.
    pub(super) fn new(ring: &RingView, out: &UiSink, arranger: &Rc<FrameJob>) -> Option<Self> {
        let mut listeners = Vec::new();
        let call = ring.call;
        let label = i18n::text_of(&text::ring_incoming(&ring.peer.name));
        let more = icon_button("more", icon::MORE, &i18n::text(text::ring_more()))?;
        set(&more, "aria-expanded", "false");
        let silence = icon_button("silence", icon::SILENCE, &i18n::text(text::ring_silence()))?;
        listeners.push(on(&silence, "click", {
            let (out, silence) = (UiSink::clone(out), silence.clone());
            move |_| {
                flag(&silence, "disabled", true);
                out(OverlayEvent::Action(ContentIntent::Silence));
            }
        }));
        let reasons = reasons(call, out, &mut listeners)?;
        listeners.push(on(&more, "click", {
            let (reasons, arranger) = (reasons.clone(), Rc::clone(arranger));
            move |event| {
                let open = reasons.has_attribute("hidden");
                flag(&reasons, "hidden", !open);
                if let Some(more) = event.current_target() {
                    let expanded = if open { "true" } else { "false" };
                    set(more.unchecked_ref(), "aria-expanded", expanded);
                }
                arranger.ask();
            }
        }));
        let (top, kind) = top(ring, &silence)?;
        let row = row(ring, &more, &kind, out, &mut listeners)?;
        let root = El::new("section")?
            .class("card ring")
            .attr("role", "alertdialog")
            .attr("aria-label", &label)
            .child(top)
            .child(row)
            .child(&reasons)
            .done();
        Some(Self {
            ring: ring.clone(),
            root,
            _listeners: listeners,
        })
    }

    /// Whether the card shows this.
    pub(super) fn is_of(&self, ring: &RingView) -> bool {
        self.ring == *ring
    }

    pub(super) fn root(&self) -> &Element {
        &self.root
    }

    pub(super) fn remove(&self) {
        self.root.remove();
    }
}

/// The card's upper part, and the line in it that says what kind of call it is.
fn top(ring: &RingView, silence: &Element) -> Option<(Element, Element)> {
    let circle = El::new("div")?
        .class("circle pulse")
        .attr("aria-hidden", "true")
        .text(&initials(&ring.peer.name));
    let kind = match (ring.waiting, ring.media) {
        (true, _) => text::ring_waiting(),
        (false, Media::Audio) => text::ring_audio(),
        (false, Media::Video) => text::ring_video(),
    };
    let mut who = El::new("div")?
        .class("who")
        .child(El::new("div")?.class("name").text(&ring.peer.name));
    if let Some(detail) = &ring.peer.detail {
        who = who.child(El::new("div")?.class("quiet").text(detail));
    }
    let kind = El::new("div")?
        .class("quiet kind")
        .text(&i18n::text(kind))
        .done();
    let top = El::new("div")?
        .class("top")
        .child(circle)
        .child(who.child(&kind))
        .child(silence);
    Some((top.done(), kind))
}

fn row(
    ring: &RingView,
    more: &Element,
    kind: &Element,
    out: &UiSink,
    listeners: &mut Vec<Listener>,
) -> Option<Element> {
    let call = ring.call;
    let decline = text_button(
        "stop",
        Some(icon::HANG_UP),
        &i18n::text(text::ring_decline()),
    )?;
    listeners.push(press(
        &decline,
        out,
        ContentIntent::Decline { call, note: None },
    ));
    let take = |media| {
        if ring.waiting {
            ContentIntent::EndAndAnswer { call, media }
        } else {
            ContentIntent::Answer { call, media }
        }
    };
    let (icon, label): (Icon, _) = match (ring.waiting, ring.media) {
        (true, _) => (icon::AUDIO, text::ring_end_and_answer()),
        (false, Media::Audio) => (icon::AUDIO, text::ring_answer()),
        (false, Media::Video) => (icon::VIDEO, text::ring_answer()),
    };
    let answer = text_button("go", Some(icon), &i18n::text(label))?;
    let mut answers = vec![(answer.clone(), take(ring.media))];
    let mut row = El::new("div")?
        .class("row")
        .child(&decline)
        .child(more)
        .child(&answer);
    if ring.media == Media::Video && !ring.waiting {
        let label = i18n::text(text::ring_answer_audio());
        let audio = icon_button("go-quiet", icon::AUDIO, &label)?;
        row = row.child(&audio);
        answers.push((audio, take(Media::Audio)));
    }
    let row = row.done();
    let buttons = answers.iter().map(|(button, _)| button.clone());
    let in_sight = Rc::new(InSight::new(&row, buttons.collect()));
    for (button, intent) in answers {
        let (out, in_sight, kind) = (UiSink::clone(out), Rc::clone(&in_sight), kind.clone());
        listeners.push(on(&button.clone(), "click", move |_| {
            match in_sight.press(&button) {
                Press::Counts => out(OverlayEvent::Action(intent.clone())),
                Press::Early => {}
                Press::Hidden => set_text_if_changed(&kind, &i18n::text(text::ring_covered())),
            }
        }));
    }
    Some(row)
}

fn reasons(call: CallId, out: &UiSink, listeners: &mut Vec<Listener>) -> Option<Element> {
    let mut list = El::new("div")?.class("reasons").attr("hidden", "");
    for reason in &REASONS {
        let words = i18n::text_of(reason);
        let button = text_button("plain", None, &words)?;
        let note = Some(words);
        listeners.push(press(&button, out, ContentIntent::Decline { call, note }));
        list = list.child(&button);
    }
    Some(list.done())
}
