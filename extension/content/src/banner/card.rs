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
use ringside::text as key;
use ringside_web::browser::i18n::text;
use ringside_web::dom::element::{flag, set};
use ringside_web::dom::frame::FrameJob;
use ringside_web::dom::icon::{self, Icon};
use ringside_web::dom::{El, Listener, on};

/// Reasons for declining that are sent as they stand.
const REASONS: [&str; 3] = [key::REASON_LATER, key::REASON_MEETING, key::REASON_WRITE];
/// The longest reason of one's own, in characters.
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
    /// opened; then `arranger` is asked.
    pub(super) fn new(ring: &RingView, out: &UiSink, arranger: &Rc<FrameJob>) -> Option<Self> {
        let mut listeners = Vec::new();
        let call = ring.call;
        let said = text(key::RING_INCOMING, &[&ring.peer.name]);
        let more = icon_button("more", icon::MORE, &text(key::RING_MORE, &[]))?;
        set(&more, "aria-expanded", "false");
        let silence = icon_button("silence", icon::SILENCE, &text(key::RING_SILENCE, &[]))?;
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
                    let said = if open { "true" } else { "false" };
                    set(more.unchecked_ref(), "aria-expanded", said);
                }
                arranger.ask();
            }
        }));
        let row = row(ring, &more, out, &mut listeners)?;
        let root = El::new("section")?
            .class("card ring")
            .attr("role", "alertdialog")
            .attr("aria-label", &said)
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
        (true, _) => key::RING_WAITING,
        (false, Media::Audio) => key::RING_AUDIO,
        (false, Media::Video) => key::RING_VIDEO,
    };
    let mut who = El::new("div")?
        .class("who")
        .child(El::new("div")?.class("name").text(&ring.peer.name));
    if let Some(detail) = &ring.peer.detail {
        who = who.child(El::new("div")?.class("quiet").text(detail));
    }
    let who = who.child(El::new("div")?.class("quiet kind").text(&text(kind, &[])));
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
    let decline = text_button("stop", Some(icon::HANG_UP), &text(key::RING_DECLINE, &[]))?;
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
    let (icon, said): (Icon, _) = match (ring.waiting, ring.media) {
        (true, _) => (icon::AUDIO, key::RING_END_AND_ANSWER),
        (false, Media::Audio) => (icon::AUDIO, key::RING_ANSWER),
        (false, Media::Video) => (icon::VIDEO, key::RING_ANSWER),
    };
    let answer = text_button("go", Some(icon), &text(said, &[]))?;
    listeners.push(press(&answer, out, take(ring.media)));
    let mut row = El::new("div")?
        .class("row")
        .child(&decline)
        .child(more)
        .child(&answer);
    if ring.media == Media::Video && !ring.waiting {
        let said = text(key::RING_ANSWER_AUDIO, &[]);
        let audio = icon_button("go-quiet", icon::AUDIO, &said)?;
        listeners.push(press(&audio, out, take(Media::Audio)));
        row = row.child(&audio);
    }
    Some(row.done())
}

fn reasons(call: CallId, out: &UiSink, listeners: &mut Vec<Listener>) -> Option<Element> {
    let mut list = El::new("div")?.class("reasons").attr("hidden", "");
    for reason in REASONS {
        let words = text(reason, &[]);
        let button = text_button("plain", None, &words)?;
        let note = Some(words);
        listeners.push(press(&button, out, ContentIntent::Decline { call, note }));
        list = list.child(&button);
    }
    let said = text(key::REASON_OWN, &[]);
    let field = El::new("input")?
        .attr("type", "text")
        .attr("maxlength", LONGEST)
        .attr("placeholder", &said)
        .attr("aria-label", &said)
        .done();
    let send = text_button("stop", None, &text(key::REASON_SEND, &[]))?;
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
        // The Enter that chooses a word in an input method is not meant.
        if event.key() == "Enter" && !event.is_composing() {
            decline();
        }
    }));
    let own = El::new("div")?.class("own").child(&field).child(&send);
    Some(list.child(own).done())
}
