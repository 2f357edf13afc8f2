//! One pair of buttons: its nodes and labels.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{Element, Node, ShadowRoot};

use super::mark::Mark;
use super::room::Stand;
use super::spot::Spot;
use crate::MARK;
use ringside::domain::Media;
use ringside::presence::Reach;
use ringside::site::fit::Size;
use ringside::text;
use ringside::words;
use ringside_web::browser::i18n;
use ringside_web::dom::shadow::{Sheet, attach};
use ringside_web::dom::{self, El, element, icon};

/// Events that do not leave the buttons.
const KEPT: [&str; 8] = [
    "click",
    "dblclick",
    "mousedown",
    "mouseup",
    "pointerdown",
    "pointerup",
    "keydown",
    "keyup",
];

/// The mark of a host that stands in a text, and of one that is taken out of the
/// flow; `buttons.css` tells them apart.
const IN_TEXT: &str = "record";
const APART: &str = "record apart";

/// So that one attribute gives the media of a button.
const MEDIA: [(&str, Media); 2] = [("audio", Media::Audio), ("video", Media::Video)];

/// Creates pairs, by cloning one.
#[derive(Debug)]
pub(super) struct PairFactory {
    sheet: Sheet,
    model: Option<Element>,
}

impl PairFactory {
    pub(super) fn new() -> Self {
        Self {
            sheet: Sheet::new(include_str!(concat!(env!("OUT_DIR"), "/buttons.css"))),
            model: model(),
        }
    }

    /// A new pair, in no document yet. All its events go to `press`.
    pub(super) fn make(&self, press: &js_sys::Function) -> Option<Pair> {
        let host = El::new("span")?.attr(MARK, IN_TEXT).done();
        let root = attach(&host).ok()?;
        self.sheet.apply(&root);
        let inside: Element = self
            .model
            .as_ref()?
            .clone_node_with_deep(true)
            .ok()?
            .unchecked_into();
        root.append_child(&inside).ok()?;
        for event in KEPT {
            let _ = root.add_event_listener_with_callback(event, press);
        }
        Some(Pair {
            dot: child(&inside, 0)?,
            buttons: [child(&inside, 1)?, child(&inside, 2)?],
            state: child(&inside, 3)?,
            inside,
            host,
            held: Cell::default(),
            _root: root,
        })
    }
}

/// The template: dot, audio, video, state.
fn model() -> Option<Element> {
    let dot = El::new("span")?.class("dot");
    let state = El::new("span")?.class("state");
    let mut inside = El::new("span")?.class("box").child(&dot);
    for (name, media) in MEDIA {
        let button = El::new("button")?
            .attr("type", "button")
            .attr("data-media", name);
        let icon = match media {
            Media::Audio => icon::AUDIO,
            Media::Video => icon::VIDEO,
        };
        icon.put(button.as_ref(), 18);
        inside = inside.child(button);
    }
    Some(inside.child(state).done())
}

fn child(parent: &Element, index: u32) -> Option<Element> {
    parent.children().item(index)
}

/// One record's dot and buttons.
#[derive(Debug)]
pub(super) struct Pair {
    host: Element,
    inside: Element,
    dot: Element,
    buttons: [Element; 2],
    state: Element,
    /// Whether the pointer is down on it.
    held: Cell<bool>,
    _root: ShadowRoot,
}

impl Pair {
    /// The node that is added to the page.
    pub(super) fn host(&self) -> &Element {
        &self.host
    }

    /// Which button an element inside a pair belongs to.
    pub(super) fn media_of(inside: &Element) -> Option<Media> {
        let button = inside.closest("button").ok()??;
        let name = button.get_attribute("data-media")?;
        MEDIA
            .into_iter()
            .find(|(known, _)| *known == name)
            .map(|(_, media)| media)
    }

    /// Whether it is in a place, behind all that is in there.
    pub(super) fn stands_in(&self, place: &Element) -> bool {
        place.contains(Some(&self.host)) && is_last(&self.host)
    }

    /// Adds the pair at this spot, unless it is there already. It is not seen
    /// before it has its room.
    pub(super) fn move_to(&self, spot: &Spot) {
        let here: &Node = &spot.parent;
        let moves = self.host.parent_node().as_ref() != Some(here) || !is_last(&self.host);
        if moves {
            self.hide();
            let kind = if spot.apart { APART } else { IN_TEXT };
            element::set(&self.host, MARK, kind);
            element::append(&spot.parent, &self.host);
            self.let_tab_stop(true);
        }
    }

    /// Adds the pair to a layer, unless it is there already.
    pub(super) fn float_in(&self, layer: &Element, is_tab_stop: bool) {
        if self.host.parent_node().as_ref() != Some(layer) {
            self.hide();
            element::set(&self.host, MARK, APART);
            element::append(layer, &self.host);
            self.let_tab_stop(is_tab_stop);
        }
    }

    /// Lets the Tab key stop at the buttons, or not.
    fn let_tab_stop(&self, stops: bool) {
        for button in &self.buttons {
            if stops {
                element::unset(button, "tabindex");
            } else {
                element::set(button, "tabindex", "-1");
            }
        }
    }

    /// What is seen of it: nothing before it has its room.
    pub(super) fn shown(&self) -> &Element {
        &self.inside
    }

    /// Whether it is taken out of the flow where it is.
    pub(super) fn is_apart(&self) -> bool {
        self.host.get_attribute(MARK).as_deref() == Some(APART)
    }

    /// Shows it in its room.
    pub(super) fn stand(&self, stand: &Stand) {
        let fit = &stand.fit;
        let class = self.inside.class_list();
        let _ = class.toggle_with_force("full", fit.size == Size::Full);
        let _ = class.toggle_with_force("small", fit.size == Size::Small);
        let [right, down] = [stand.right, stand.down].map(element::pixels);
        let before = if stand.is_rtl { "100%" } else { "0px" };
        let translate = ["calc(", &right, " - ", before, ") calc(", &down, " - 50%)"].concat();
        element::style(&self.inside, "translate", &translate);
        element::style(&self.inside, "block-size", &element::pixels(fit.height));
        let under = stand.under.as_deref().unwrap_or("none");
        element::style(&self.inside, "background", under);
        element::style(&self.inside, "color", stand.colour.as_deref().unwrap_or(""));
    }

    /// Lets nobody see it until it has its room.
    pub(super) fn hide(&self) {
        let class = self.inside.class_list();
        let _ = class.remove_2("full", "small");
    }

    /// The pointer is down on it, or no longer. Returns whether it was before.
    pub(super) fn hold(&self, held: bool) -> bool {
        self.held.replace(held)
    }

    /// Whether the pointer is down on it.
    pub(super) fn is_held(&self) -> bool {
        self.held.get()
    }

    /// Takes the pair out of the page.
    pub(super) fn remove(&self) {
        self.host.remove();
    }

    /// Shows whether the person can be reached.
    pub(super) fn show_reach(&self, name: &str, reach: Reach) {
        element::set(&self.dot, "data-reach", words::reach_name(reach));
        let labels = match words::reach(reach) {
            // Only the second is shown: it opens a meeting, and an invitation.
            _ if reach == Reach::NoAccount => {
                [text::button_invite(name), text::button_invite(name)]
            }
            Some(reach) => {
                let reach = i18n::text(reach);
                [
                    text::button_audio_reach(name, &reach),
                    text::button_video_reach(name, &reach),
                ]
            }
            None => [text::button_audio(name), text::button_video(name)],
        };
        for (button, text) in self.buttons.iter().zip(&labels) {
            label(button, &i18n::text_of(text));
        }
        let class = self.inside.class_list();
        let _ = class.toggle_with_force("none", reach == Reach::NoAccount);
    }

    /// Shows whether the person is being called or is in a call.
    pub(super) fn show_mark(&self, mark: Mark) {
        let class = self.inside.class_list();
        let _ = class.toggle_with_force("calling", matches!(mark, Mark::Calling | Mark::Invited));
        let _ = class.toggle_with_force("talking", mark == Mark::Talking);
        let label = match mark {
            Mark::Free => String::new(),
            Mark::Calling => i18n::text(text::mark_calling()),
            Mark::Invited => i18n::text(text::mark_invited()),
            Mark::Talking => i18n::text(text::mark_in_call()),
        };
        element::set_text_if_changed(&self.state, &label);
    }
}

/// Whether nothing of the page follows in what a host stands in: other pairs may.
fn is_last(host: &Element) -> bool {
    let mut next = host.next_sibling();
    while let Some(node) = next {
        if !node.dyn_ref().is_some_and(dom::is_ours) {
            return false;
        }
        next = node.next_sibling();
    }
    true
}

/// Labels a button, for screen readers and as tooltip.
fn label(button: &Element, text: &str) {
    element::set(button, "aria-label", text);
    element::set(button, "title", text);
}
