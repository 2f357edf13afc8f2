//! The controls in a small window that stays on top of all others, where the
//! browser has such windows (document picture-in-picture).
//!
//! It is a second view of the call page: the same code fills it from the same
//! screen. Its document belongs to another window, so its elements cannot be
//! cast to this window's classes.

use gloo_events::{EventListener, EventListenerOptions};
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, KeyboardEvent, Node, Window};

use super::listen;
use super::render::{announcement, put_toggle, state_text, title};
use crate::page;
use ringside::call_page::button::Button;
use ringside::call_page::input::Input;
use ringside::call_page::screen::Screen;
use ringside::site::detect::initials;
use ringside::text;
use ringside_web::browser::runtime;
use ringside_web::dom::El;
use ringside_web::dom::element::{append, flag, property, set, set_text_if_changed};

/// How big the window is at first, in CSS pixels.
const SIZE: (i32, i32) = (320, 96);
/// The style sheets of the window.
const SHEETS: [&str; 3] = ["tokens.css", "controls.css", "on-top.css"];

/// The window. Dropping it closes it.
#[derive(Debug)]
pub(super) struct OnTop {
    window: Window,
    document: Document,
    _listeners: [EventListener; 3],
}

/// Whether this browser has such windows.
pub(super) fn is_supported() -> bool {
    api().is_some()
}

fn api() -> Option<JsValue> {
    property(page::window()?.as_ref(), "documentPictureInPicture")
}

/// Opens the window; a person has just pressed a button. `None` when the
/// browser refuses.
pub(super) async fn open(enqueue: impl Fn(Input) + Clone + 'static) -> Option<OnTop> {
    let api = api()?;
    let request: Function = property(&api, "requestWindow")?.dyn_into().ok()?;
    let options = Object::new();
    for (name, length) in [("width", SIZE.0), ("height", SIZE.1)] {
        Reflect::set(&options, &name.into(), &length.into()).ok()?;
    }
    let opened = Promise::resolve(&request.call1(&api, &options).ok()?);
    let window: Window = JsFuture::from(opened).await.ok()?.unchecked_into();
    let document = window.document()?;
    let on_top = OnTop {
        _listeners: listen(&window, &document, &enqueue),
        window,
        document,
    };
    fill(&on_top.document)?;
    Some(on_top)
}

/// Puts the page's template into the document, and the icons that it uses.
fn fill(document: &Document) -> Option<()> {
    let here = page::document()?;
    let root = document.document_element()?;
    set(&root, "data-theme", "dark");
    let body = document.body()?;
    for sheet in SHEETS {
        let address = runtime::url(&["pages/", sheet].concat()).ok()?;
        let link = El::new("link")?
            .attr("rel", "stylesheet")
            .attr("href", &address);
        append(&body, link.as_ref());
    }
    let template = here.get_element_by_id("on-top-controls")?;
    let controls: Node = property(&template, "content")?.unchecked_into();
    let icons = here.get_element_by_id("icons")?;
    for node in [icons.as_ref(), &controls] {
        let copy = document.import_node_with_deep(node, true).ok()?;
        body.append_child(&copy).ok()?;
    }
    page::put_texts_into(document);
    Some(())
}

fn listen(
    window: &Window,
    document: &Document,
    enqueue: &(impl Fn(Input) + Clone + 'static),
) -> [EventListener; 3] {
    let closed = enqueue.clone();
    let closed = EventListener::new(window, "pagehide", move |_| closed(Input::OnTopClosed));
    let pressed = enqueue.clone();
    let click = EventListener::new(document, "click", move |event| {
        let button = page::target_attribute(event, "data-press");
        if let Some(button) = button.and_then(|name| Button::parse(&name)) {
            pressed(Input::Press(button));
        }
    });
    let (pressed, here) = (enqueue.clone(), document.clone());
    let options = EventListenerOptions::enable_prevent_default();
    let key = EventListener::new_with_options(document, "keydown", options, move |event| {
        let event: &KeyboardEvent = event.unchecked_ref();
        // Only for what can be seen here: nobody would see what a key opens in
        // the call's window.
        let button = listen::pressed_by(event).filter(|button| {
            let selector = format!("[data-press={}]", button.name());
            matches!(here.query_selector(&selector), Ok(Some(_)))
        });
        if let Some(button) = button {
            event.prevent_default();
            pressed(Input::Press(button));
        }
    });
    [closed, click, key]
}

impl OnTop {
    /// Shows this screen: the only place that writes to the window's elements.
    pub(super) fn render(&self, screen: &Screen) {
        title(&self.document, screen);
        if let Some(body) = self.document.body() {
            let speaks = if screen.peer_speaks { "yes" } else { "no" };
            set(&body, "data-speaking", speaks);
        }
        let line = state_text(&screen.in_short());
        self.element("top-mark", |it| {
            set_text_if_changed(it, &initials(&screen.name))
        });
        self.element("top-name", |it| set_text_if_changed(it, &screen.name));
        self.element("top-state", |it| {
            set_text_if_changed(it, &line);
            set(it, "title", &line);
        });
        self.element("top-recording", |it| {
            flag(it, "hidden", !screen.recording.is_on())
        });
        self.element("top-mic", |it| {
            put_toggle(it, screen.mic_muted, (text::mic_on, text::mic_off));
            flag(it, "disabled", !screen.in_meeting);
        });
        self.element("top-camera", |it| {
            put_toggle(it, screen.camera_muted, (text::camera_on, text::camera_off));
            flag(it, "disabled", !screen.in_meeting);
        });
        self.element("top-live", |it| {
            set_text_if_changed(it, &announcement(screen))
        });
    }

    fn element(&self, id: &str, act: impl FnOnce(&Element)) {
        if let Some(element) = self.document.get_element_by_id(id) {
            act(&element);
        }
    }
}

impl Drop for OnTop {
    fn drop(&mut self) {
        // Refused only for windows that are closed already.
        let _ = self.window.close();
    }
}
