//! A notice: one sentence that can be dismissed.

use web_sys::Element;

use super::elements::{icon_button, text_button};
use super::{UiSink, press};
use ringside::call::intent::ContentIntent;
use ringside::call::view::Notice;
use ringside::text;
use ringside::words;
use ringside_web::browser::i18n;
use ringside_web::dom::{El, Listener, icon};

/// The strip with a notice. Dropping it removes it.
#[derive(Debug)]
pub struct Strip {
    root: Element,
    _listeners: Vec<Listener>,
}

impl Strip {
    /// The strip, in no document yet. `None` where there is no document.
    #[must_use]
    pub fn new(notice: &Notice, out: &UiSink) -> Option<Self> {
        let sentence = i18n::text_of(&words::notice(notice));
        let close = icon_button("", icon::CLOSE, &i18n::text(text::notice_dismiss()))?;
        let mut root = El::new("div")?
            .class("card notice")
            .attr("role", "status")
            .child(El::new("p")?.text(&sentence));
        let mut listeners = vec![press(&close, out, ContentIntent::DismissNotice)];
        if *notice == Notice::SignInAgain {
            let sign_in = text_button("plain", None, &i18n::text(text::sign_in()))?;
            listeners.push(press(&sign_in, out, ContentIntent::SignIn));
            root = root.child(&sign_in);
        }
        Some(Self {
            root: root.child(&close).done(),
            _listeners: listeners,
        })
    }

    /// The strip's element.
    #[must_use]
    pub fn root(&self) -> &Element {
        &self.root
    }
}

impl Drop for Strip {
    fn drop(&mut self) {
        self.root.remove();
    }
}
