//! One incoming call.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, KeyboardEvent};

use crate::overlay_host::{icon_button, text_button};
use crate::{UiEvent, UiSink, press};
use ringside::call::intent::ContentIntent;
use ringside::call::view::RingView;
use ringside::domain::{CallId, Media};
use ringside::site::detect::initials;
use ringside::text::{self, Text};
use ringside_web::browser::i18n;
use ringside_web::dom::element::{flag, set};
use ringside_web::dom::frame::FrameJob;
use ringside_web::dom::icon::{self, Icon};
use ringside_web::dom::{El, Listener, on};

/// Reasons for declining that are sent as they stand.
static REASONS: [Text; 3] = [
    text::reason_later(),
    text::reason_meeting(),
    text::reason_write(),
];
/// The longest reason that a person can type, in characters.
const LONGEST: &str = "200";

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
                out(UiEvent::Action(ContentIntent::Silence));
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
        let row = row(ring, &more, out, &mut listeners)?;
        let root = El::new("section")?
            .class("card ring")
            .attr("role", "alertdialog")
            .attr("aria-label", &label)
            .child(top(ring, &silence)?)
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

fn top(ring: &RingView, silence: &Element) -> Option<Element> {
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
    let who = who.child(El::new("div")?.class("quiet kind").text(&i18n::text(kind)));
    Some(
        El::new("div")?
            .class("top")
            .child(circle)
            .child(who)
            .child(silence)
            .done(),
    )
}

fn row(
    ring: &RingView,
    more: &Element,
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
    listeners.push(press(&answer, out, take(ring.media)));
    let mut row = El::new("div")?
        .class("row")
        .child(&decline)
        .child(more)
        .child(&answer);
    if ring.media == Media::Video && !ring.waiting {
        let label = i18n::text(text::ring_answer_audio());
        let audio = icon_button("go-quiet", icon::AUDIO, &label)?;
        listeners.push(press(&audio, out, take(Media::Audio)));
        row = row.child(&audio);
    }
    Some(row.done())
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
    let label = i18n::text(text::reason_own());
    let field = El::new("input")?
        .attr("type", "text")
        .attr("maxlength", LONGEST)
        .attr("placeholder", &label)
        .attr("aria-label", &label)
        .done();
    let send = text_button("stop", None, &i18n::text(text::reason_send()))?;
    let decline: Rc<dyn Fn()> = Rc::new({
        let (out, field) = (UiSink::clone(out), field.clone());
        move || {
            let note = field.unchecked_ref::<HtmlInputElement>().value();
            let note = Some(note.trim().to_owned()).filter(|note| !note.is_empty());
            out(UiEvent::Action(ContentIntent::Decline { call, note }));
        }
    });
    listeners.push(on(&send, "click", {
        let decline = Rc::clone(&decline);
        move |_| decline()
    }));
    listeners.push(on(&field, "keydown", move |event| {
        let event: &KeyboardEvent = event.unchecked_ref();
        // The Enter that chooses a word in an input method does not send.
        if event.key() == "Enter" && !event.is_composing() {
            decline();
        }
    }));
    let own = El::new("div")?.class("own").child(&field).child(&send);
    Some(list.child(own).done())
}
