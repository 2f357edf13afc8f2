//! What a person does in the call page, and its clock.

use futures_channel::mpsc::UnboundedSender;
use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Interval;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};

use super::button::Button;
use super::page::CallPageInput;
use crate::page;

/// The page's listeners and its clock; they end when dropped.
pub(super) fn listen(
    send: &UnboundedSender<CallPageInput>,
) -> Option<(Vec<EventListener>, Interval)> {
    let document = page::document()?;
    let click = {
        let send = send.clone();
        EventListener::new(&document, "click", move |event| {
            let happening = match page::said_by_target(event, "data-press") {
                Some(name) => Button::parse(&name).map(CallPageInput::Press),
                None if page::said_by_target(event, "data-keep-open").is_some() => None,
                None => Some(CallPageInput::CloseMenu),
            };
            if let Some(happening) = happening {
                drop(send.unbounded_send(happening));
            }
        })
    };
    let key = {
        let send = send.clone();
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&document, "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else {
                return;
            };
            let typing = page::said_by_target(event, "data-typing").is_some();
            let happening = match event.key().as_str() {
                "Escape" => Some(CallPageInput::Escape),
                _ if typing => None,
                _ => pressed_by(event).map(CallPageInput::Press),
            };
            if let Some(CallPageInput::Press(_)) = happening {
                // The letter would be written into the note that it opens.
                event.prevent_default();
            }
            if let Some(happening) = happening {
                drop(send.unbounded_send(happening));
            }
        })
    };
    let write = {
        let send = send.clone();
        EventListener::new(&document, "input", move |event| {
            let field = event.target().map(JsCast::dyn_into::<HtmlTextAreaElement>);
            if let Some(Ok(field)) = field {
                drop(send.unbounded_send(CallPageInput::Noted(field.value())));
            }
        })
    };
    let choose = {
        let send = send.clone();
        EventListener::new(&document, "change", move |event| {
            let field = event.target().map(JsCast::dyn_into::<HtmlInputElement>);
            let Some(Ok(field)) = field else {
                return;
            };
            let file = field.files().and_then(|files| files.get(0));
            // Choosing the same file again is a choice, too.
            field.set_value("");
            if let Some(file) = file {
                drop(send.unbounded_send(CallPageInput::Chosen(file)));
            }
        })
    };
    let clock = {
        let send = send.clone();
        Interval::new(1_000, move || {
            drop(send.unbounded_send(CallPageInput::Tick))
        })
    };
    Some((vec![click, key, write, choose], clock))
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
