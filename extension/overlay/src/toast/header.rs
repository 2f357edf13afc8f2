//! The toast's header: handle, name, state, quality, and its buttons.

use web_sys::Element;

use crate::elements::{icon_button, mark};
use crate::toast_model::{StatusLine, ToastModel};
use ringside::text;
use ringside::words;
use ringside_web::browser::i18n;
use ringside_web::dom::element::{self, flag, set, set_text_if_changed};
use ringside_web::dom::{El, icon};

/// The header's nodes.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) root: Element,
    pub(super) grip: Element,
    pub(super) minimise: Element,
    pub(super) pop_out: Element,
    pub(super) close: Element,
    /// Where the clock runs.
    pub(super) time: Element,
    name: Element,
    recording: Element,
    quality: Element,
}

impl Header {
    pub(super) fn new() -> Option<Self> {
        let grip = icon_button("grip", icon::GRIP, &i18n::text(text::toast_move()))?;
        let name = El::new("span")?.class("name").done();
        let time = El::new("span")?.class("state").done();
        let recording = El::new("span")?
            .class("recording")
            .attr("role", "img")
            .attr("hidden", "")
            .done();
        let label = i18n::text(text::toast_recording());
        set(&recording, "aria-label", &label);
        set(&recording, "title", &label);
        let quality = El::new("span")?
            .class("bars")
            .attr("role", "img")
            .attr("hidden", "")
            .child(El::new("i")?)
            .child(El::new("i")?)
            .child(El::new("i")?)
            .done();
        let pop_out = icon_button("", icon::POP_OUT, &i18n::text(text::toast_pop_out()))?;
        let close = icon_button("", icon::CLOSE, &i18n::text(text::toast_close()))?;
        let minimise = icon_button("", icon::MINIMISE, "")?;
        let root = El::new("header")?
            .child(&grip)
            .child(mark()?)
            .child(&name)
            .child(&recording)
            .child(&time)
            .child(&quality)
            .child(&minimise)
            .child(&pop_out)
            .child(&close)
            .done();
        Some(Self {
            root,
            grip,
            minimise,
            pop_out,
            close,
            time,
            name,
            recording,
            quality,
        })
    }

    pub(super) fn show(&self, model: &ToastModel, small: bool) {
        set_text_if_changed(&self.name, &model.name);
        set(
            &self.name,
            "title",
            model.detail.as_deref().unwrap_or(&model.name),
        );
        if let StatusLine::Text(line) = &model.state {
            set_text_if_changed(&self.time, &i18n::text_of(line));
        }
        flag(&self.recording, "hidden", !model.recording);
        flag(&self.quality, "hidden", model.quality.is_none());
        if let Some(quality) = model.quality {
            let (label, bars) = words::quality(quality);
            set(&self.quality, "data-bars", bars);
            let label = i18n::text(label);
            set(&self.quality, "aria-label", &label);
            set(&self.quality, "title", &label);
        }
        flag(&self.minimise, "hidden", !model.can_minimise());
        flag(&self.close, "hidden", model.can_minimise());
        flag(&self.pop_out, "hidden", !model.can_pop_out || small);
        let (icon, label) = if small {
            (icon::RESTORE, text::toast_restore())
        } else {
            (icon::MINIMISE, text::toast_minimise())
        };
        let label = i18n::text(label);
        set(&self.minimise, "title", &label);
        if self.minimise.get_attribute("aria-label").as_deref() != Some(&label) {
            set(&self.minimise, "aria-label", &label);
            element::clear(&self.minimise);
            icon.put(&self.minimise, 18);
        }
    }
}
