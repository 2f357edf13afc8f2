//! The toast's header: handle, name, state, quality, and its buttons.

use web_sys::Element;

use crate::face::{Face, Saying};
use crate::shell::{icon_button, mark};
use ringside::text as key;
use ringside::words;
use ringside_web::browser::i18n::text;
use ringside_web::dom::element::{self, flag, say, set};
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
        let grip = icon_button("grip", icon::GRIP, &text(key::TOAST_MOVE, &[]))?;
        let name = El::new("span")?.class("name").done();
        let time = El::new("span")?.class("state").done();
        let recording = El::new("span")?
            .class("recording")
            .attr("role", "img")
            .attr("hidden", "")
            .done();
        let said = text(key::TOAST_RECORDING, &[]);
        set(&recording, "aria-label", &said);
        set(&recording, "title", &said);
        let quality = El::new("span")?
            .class("bars")
            .attr("role", "img")
            .attr("hidden", "")
            .child(El::new("i")?)
            .child(El::new("i")?)
            .child(El::new("i")?)
            .done();
        let pop_out = icon_button("", icon::POP_OUT, &text(key::TOAST_POP_OUT, &[]))?;
        let close = icon_button("", icon::CLOSE, &text(key::TOAST_CLOSE, &[]))?;
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

    pub(super) fn show(&self, face: &Face, small: bool) {
        say(&self.name, &face.name);
        set(
            &self.name,
            "title",
            face.detail.as_deref().unwrap_or(&face.name),
        );
        if let Saying::Words(key) = face.state {
            say(&self.time, &text(key, &[]));
        }
        flag(&self.recording, "hidden", !face.recording);
        flag(&self.quality, "hidden", face.quality.is_none());
        if let Some(quality) = face.quality {
            let (key, bars) = words::quality(quality);
            set(&self.quality, "data-bars", bars);
            let said = text(key, &[]);
            set(&self.quality, "aria-label", &said);
            set(&self.quality, "title", &said);
        }
        flag(&self.minimise, "hidden", !face.can_minimise());
        flag(&self.close, "hidden", face.can_minimise());
        flag(&self.pop_out, "hidden", !face.can_pop_out || small);
        let (icon, key) = if small {
            (icon::RESTORE, key::TOAST_RESTORE)
        } else {
            (icon::MINIMISE, key::TOAST_MINIMISE)
        };
        let said = text(key, &[]);
        set(&self.minimise, "title", &said);
        if self.minimise.get_attribute("aria-label").as_deref() != Some(&said) {
            set(&self.minimise, "aria-label", &said);
            element::clear(&self.minimise);
            icon.put(&self.minimise, 18);
        }
    }
}
