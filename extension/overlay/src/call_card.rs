//! A call's card among the cards: where the toast cannot be pressed.

use web_sys::Element;

use super::elements::{icon_button, show_microphone};
use super::{UiSink, press};
use ringside::call::intent::ContentIntent;
use ringside::call::view::{MediaLocation, ToastState};
use ringside::text::{self, Text};
use ringside_web::browser::i18n;
use ringside_web::dom::{El, Listener, icon};

/// What the card shows.
#[derive(Clone, Debug, PartialEq)]
pub struct CallControls {
    name: String,
    line: Text,
    /// Whether the microphone is off; `None` where it cannot be switched.
    mic_muted: Option<bool>,
    /// What the button says that ends it.
    end: Text,
}

impl CallControls {
    /// The controls of this call. `None` where the toast has none that matter.
    #[must_use]
    pub fn of(toast: &ToastState) -> Option<Self> {
        match toast {
            ToastState::Calling {
                peer, here: true, ..
            } => Some(Self {
                name: peer.name.clone(),
                line: text::toast_calling(),
                mic_muted: None,
                end: text::toast_cancel(),
            }),
            ToastState::InCall(call) if call.location != MediaLocation::OtherTab => Some(Self {
                name: call.peer.name.clone(),
                line: text::toast_in_call(),
                mic_muted: (!call.in_own_tab).then_some(call.mic_muted),
                end: text::hang_up(),
            }),
            _ => None,
        }
    }

    /// Whether a card of the other one can show this.
    fn is_like(&self, other: &Self) -> bool {
        self.name == other.name
            && self.end == other.end
            && self.mic_muted.is_some() == other.mic_muted.is_some()
    }
}

/// The card. Dropping it removes it.
#[derive(Debug)]
pub(super) struct CallCard {
    controls: CallControls,
    root: Element,
    mic: Option<Element>,
    _listeners: Vec<Listener>,
}

impl CallCard {
    /// The card, in no document yet.
    pub(super) fn new(controls: CallControls, out: &UiSink) -> Option<Self> {
        let hang_up = icon_button("round stop", icon::HANG_UP, &i18n::text_of(&controls.end))?;
        let mut listeners = vec![press(&hang_up, out, ContentIntent::HangUp)];
        let who = El::new("div")?
            .class("who")
            .child(El::new("div")?.class("name").text(&controls.name))
            .child(
                El::new("div")?
                    .class("quiet")
                    .text(&i18n::text_of(&controls.line)),
            );
        let mut top = El::new("div")?.class("top").child(who);
        let mic = match controls.mic_muted {
            Some(_) => Some(icon_button("round", icon::MIC, "")?),
            None => None,
        };
        if let Some(mic) = &mic {
            listeners.push(press(mic, out, ContentIntent::ToggleMic));
            top = top.child(mic);
        }
        let label = i18n::text_of(&text::toast_label(&controls.name));
        let root = El::new("section")?
            .class("card call")
            .attr("role", "group")
            .attr("aria-label", &label)
            .child(top.child(&hang_up))
            .done();
        let card = Self {
            controls,
            root,
            mic,
            _listeners: listeners,
        };
        card.show();
        Some(card)
    }

    /// Shows this, if the card is of the same call.
    pub(super) fn update(&mut self, controls: &CallControls) -> bool {
        let is_like = self.controls.is_like(controls);
        if is_like && self.controls != *controls {
            self.controls = controls.clone();
            self.show();
        }
        is_like
    }

    pub(super) fn root(&self) -> &Element {
        &self.root
    }

    fn show(&self) {
        if let (Some(mic), Some(muted)) = (&self.mic, self.controls.mic_muted) {
            show_microphone(mic, muted);
        }
    }
}

impl Drop for CallCard {
    fn drop(&mut self) {
        self.root.remove();
    }
}
