//! What a person does in the call page, and its clock.

use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Interval;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement, HtmlTextAreaElement};

use crate::page;
use ringside::call_page::button::Button;
use ringside::call_page::input::Input;

/// The page's listeners and its clock; they end when dropped. `enqueue` gets
/// what a person does, `choose` the recording that a person chooses.
pub(super) fn listen(
    enqueue: impl Fn(Input) + Clone + 'static,
    choose: impl Fn(File) + 'static,
) -> Option<(Vec<EventListener>, Interval)> {
    let document = page::document()?;
    let click = {
        let enqueue = enqueue.clone();
        EventListener::new(&document, "click", move |event| {
            let input = match page::target_attribute(event, "data-press") {
                Some(name) => Button::parse(&name).map(Input::Press),
                None if page::target_attribute(event, "data-keep-open").is_some() => None,
                None => Some(Input::CloseMenu),
            };
            if let Some(input) = input {
                enqueue(input);
            }
        })
    };
    let key = {
        let enqueue = enqueue.clone();
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&document, "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else {
                return;
            };
            let typing = page::target_attribute(event, "data-typing").is_some();
            let input = match event.key().as_str() {
                "Escape" => Some(Input::Escape),
                _ if typing => None,
                _ => pressed_by(event).map(Input::Press),
            };
            if let Some(Input::Press(_)) = input {
                // The letter would be written into the note that it opens.
                event.prevent_default();
            }
            if let Some(input) = input {
                enqueue(input);
            }
        })
    };
    let write = {
        let enqueue = enqueue.clone();
        EventListener::new(&document, "input", move |event| {
            let field = event.target().map(JsCast::dyn_into::<HtmlTextAreaElement>);
            if let Some(Ok(field)) = field {
                enqueue(Input::NoteWritten(field.value()));
            }
        })
    };
    let change = EventListener::new(&document, "change", move |event| {
        let field = event.target().map(JsCast::dyn_into::<HtmlInputElement>);
        let Some(Ok(field)) = field else {
            return;
        };
        let file = field.files().and_then(|files| files.get(0));
        // Choosing the same file again is a choice, too.
        field.set_value("");
        if let Some(file) = file {
            choose(file);
        }
    });
    let clock = Interval::new(1_000, move || enqueue(Input::Tick));
    Some((vec![click, key, write, change], clock))
}

/// The button that this key presses: none with Ctrl and the like, which are
/// the browser's, and none again while it is held down.
pub(super) fn pressed_by(event: &web_sys::KeyboardEvent) -> Option<Button> {
    let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
    if modified || event.repeat() {
        return None;
    }
    Button::of_key(&event.key())
}
