//! What is under the toast's header.

use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use crate::UiSink;
use crate::elements::{icon_button, show_microphone, text_button};
use crate::toast_model::{Body, Offer, ToastModel};
use ringside::call::intent::ContentIntent;
use ringside::domain::{Duration, Media};
use ringside::message::{FrameCall, OverlayEvent};
use ringside::site::detect::initials;
use ringside::text;
use ringside_web::browser::clock::after;
use ringside_web::browser::{i18n, runtime};
use ringside_web::dom::element::{append, set};
use ringside_web::dom::{El, Listener, icon, on};

/// What the call page may use: each frame between the page and the meeting has
/// to delegate it.
const ALLOWED: &str = "camera *; microphone *; display-capture *; autoplay *; fullscreen *; \
                       speaker-selection *; screen-wake-lock *; clipboard-write *";

/// The pause before the worker is asked again.
const RETRY: Duration = Duration::from_millis(500);

/// Loads the call page into this frame, at the address that the worker gives for
/// it.
fn load(frame: Element) {
    spawn_local(async move {
        let address = runtime::ask(FrameCall).await;
        match address.and_then(|path| runtime::url(&path)) {
            Ok(address) => set(&frame, "src", &address),
            // The extension is gone, and soon the toast.
            Err(error) if error.is_orphaned() => {}
            // A worker that ended before it answered.
            Err(_) => {
                let again = move || {
                    if frame.is_connected() {
                        load(frame);
                    }
                };
                after(RETRY, again).forget();
            }
        }
    });
}

/// The nodes of a body, as far as they change.
#[derive(Debug)]
pub(super) struct BodyNodes {
    shown: Body,
    mic: Option<Element>,
    _listeners: Vec<Listener>,
}

impl BodyNodes {
    /// Builds the body of this model in `slot`.
    pub(super) fn new(slot: &Element, model: &ToastModel, out: &UiSink) -> Option<Self> {
        let mut nodes = Self {
            shown: model.body.clone(),
            mic: None,
            _listeners: Vec::new(),
        };
        match &model.body {
            Body::Calling(media) => nodes.calling(slot, model, *media, out)?,
            Body::Frame => {
                // Without a name, by which the page could get hold of it.
                let frame = El::new("iframe")?
                    .attr("allow", ALLOWED)
                    .attr("title", &i18n::text_of(&text::toast_label(&model.name)))
                    .done();
                append(slot, &frame);
                load(frame);
            }
            Body::Remote { mic_muted } => nodes.remote(slot, mic_muted.is_some(), out)?,
            Body::Elsewhere {
                call,
                sentence,
                can_take,
                end,
            } => {
                let line = El::new("p")?
                    .class("sentence")
                    .text(&i18n::text_of(sentence));
                let bar = El::new("div")?.class("bar").done();
                if *can_take {
                    let take = text_button("go show", None, &i18n::text(text::elsewhere_take()))?;
                    nodes.on_press(&take, out, ContentIntent::TakeHere { call: *call });
                    append(&bar, &take);
                }
                let end = text_button("stop show", None, &i18n::text_of(end))?;
                nodes.on_press(&end, out, ContentIntent::EndElsewhere { call: *call });
                append(&bar, &end);
                append(slot, line.as_ref());
                append(slot, &bar);
            }
            Body::Ended(sentence, offer) => {
                let sentence = i18n::text_of(sentence);
                let line = El::new("p")?
                    .class("sentence")
                    .attr("title", &sentence)
                    .text(&sentence);
                append(slot, line.as_ref());
                let offered = match offer {
                    Offer::Nothing => None,
                    Offer::Note => Some((text::add_note(), ContentIntent::AddNote)),
                    Offer::Options => Some((text::toast_options(), ContentIntent::OpenOptions)),
                };
                if let Some((label, intent)) = offered {
                    let button = text_button("plain", None, &i18n::text(label))?;
                    nodes.on_press(&button, out, intent);
                    append(slot, &button);
                }
            }
        }
        Some(nodes)
    }

    /// Whether these nodes can show that body.
    pub(super) fn shows(&self, body: &Body) -> bool {
        self.shown.is_like(body)
    }

    /// Brings the nodes up to date.
    pub(super) fn update(&self, model: &ToastModel) {
        if let (
            Some(mic),
            Body::Remote {
                mic_muted: Some(mic_muted),
            },
        ) = (&self.mic, &model.body)
        {
            show_microphone(mic, *mic_muted);
        }
    }

    fn on_press(&mut self, button: &Element, out: &UiSink, intent: ContentIntent) {
        let out = UiSink::clone(out);
        self._listeners.push(on(button, "click", move |_| {
            out(OverlayEvent::Action(intent.clone()))
        }));
    }

    fn calling(
        &mut self,
        slot: &Element,
        model: &ToastModel,
        media: Media,
        out: &UiSink,
    ) -> Option<()> {
        let circle = El::new("div")?
            .class("circle pulse")
            .attr("aria-hidden", "true")
            .text(&initials(&model.name));
        let kind = match media {
            Media::Audio => text::ring_audio(),
            Media::Video => text::ring_video(),
        };
        let line = match &model.detail {
            Some(detail) => [detail, " · ", &i18n::text(kind)].concat(),
            None => i18n::text(kind),
        };
        let line = El::new("p")?.class("quiet").text(&line);
        let cancel = text_button(
            "stop",
            Some(icon::HANG_UP),
            &i18n::text(text::toast_cancel()),
        )?;
        self.on_press(&cancel, out, ContentIntent::HangUp);
        let card = El::new("div")?
            .class("calling")
            .child(circle)
            .child(line)
            .child(&cancel);
        append(slot, card.as_ref());
        Some(())
    }

    /// `in_window`: in a window of Ringside's, whose microphone can be switched.
    fn remote(&mut self, slot: &Element, in_window: bool, out: &UiSink) -> Option<()> {
        let show = text_button("plain show", None, &i18n::text(text::toast_show_call()))?;
        self.on_press(&show, out, ContentIntent::ShowCall);
        let hang_up = icon_button("round stop", icon::HANG_UP, &i18n::text(text::hang_up()))?;
        self.on_press(&hang_up, out, ContentIntent::HangUp);
        let line = if in_window {
            text::toast_in_window()
        } else {
            text::outside()
        };
        let line = El::new("p")?.class("quiet").text(&i18n::text(line));
        let bar = El::new("div")?.class("bar").done();
        if in_window {
            let mic = icon_button("round", icon::MIC, "")?;
            self.on_press(&mic, out, ContentIntent::ToggleMic);
            append(&bar, &mic);
            self.mic = Some(mic);
        }
        append(&bar, &show);
        append(&bar, &hang_up);
        append(slot, line.as_ref());
        append(slot, &bar);
        Some(())
    }
}
