//! One pair of buttons: its nodes and labels.

use wasm_bindgen::JsCast;
use web_sys::{Element, Node, ShadowRoot};

use super::mark::Mark;
use crate::MARK;
use ringside::domain::Media;
use ringside::presence::Reach;
use ringside::text;
use ringside::words;
use ringside_web::browser::i18n;
use ringside_web::dom::shadow::{Sheet, attach};
use ringside_web::dom::{El, element, icon};

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
        let host = El::new("span")?.attr(MARK, "record").done();
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

    /// Makes the pair the last child of this element, unless it is in it
    /// already.
    pub(super) fn move_into(&self, insertion_point: &Element) {
        let here: &Node = insertion_point;
        if self.host.parent_node().as_ref() != Some(here) {
            element::append(insertion_point, &self.host);
        }
    }

    /// Takes the pair out of the page.
    pub(super) fn remove(&self) {
        self.host.remove();
    }

    /// Shows whether the person can be reached.
    pub(super) fn show_reach(&self, name: &str, reach: Reach) {
        element::set(&self.dot, "data-reach", words::reach_name(reach));
        let labels = match words::reach(reach) {
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
        let _ = class.toggle_with_force("calling", mark == Mark::Calling);
        let _ = class.toggle_with_force("talking", mark == Mark::Talking);
        let label = match mark {
            Mark::Free => String::new(),
            Mark::Calling => i18n::text(text::mark_calling()),
            Mark::Talking => i18n::text(text::mark_in_call()),
        };
        element::set_text_if_changed(&self.state, &label);
    }
}

/// Labels a button, for screen readers and as tooltip.
fn label(button: &Element, text: &str) {
    element::set(button, "aria-label", text);
    element::set(button, "title", text);
}
