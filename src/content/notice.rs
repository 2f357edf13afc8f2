//! A notice: one sentence that can be dismissed.

use web_sys::Element;

use super::shell::icon_button;
use super::{Out, Outlet, words};
use crate::browser::i18n::text;
use crate::dom::{El, Listener, icon, on};
use crate::message::{Intent, Notice};
use crate::text as key;

/// The strip with a notice. Dropping it removes it.
#[derive(Debug)]
pub struct Strip {
    root: Element,
    _dismiss: Listener,
}

impl Strip {
    /// The strip, in no document yet. `None` where there is no document.
    #[must_use]
    pub fn new(notice: &Notice, out: &Outlet) -> Option<Self> {
        let (key, with) = words::notice(notice);
        let with: Vec<&str> = with.iter().map(String::as_str).collect();
        let close = icon_button("", icon::CLOSE, &text(key::NOTICE_DISMISS, &[]))?;
        let out = Outlet::clone(out);
        let dismiss = on(&close, "click", move |_| {
            out(Out::Act(Intent::DismissNotice));
        });
        let root = El::new("div")?
            .class("card notice")
            .attr("role", "status")
            .child(El::new("p")?.text(&text(key, &with)))
            .child(&close)
            .done();
        Some(Self {
            root,
            _dismiss: dismiss,
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
