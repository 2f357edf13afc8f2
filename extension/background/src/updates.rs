//! A newer version of the extension waits for calls to end.

use super::all_calls::AllCalls;
use super::stored::{Section, Writer};
use ringside_web::browser::runtime;

/// Whether a newer version waits.
pub(super) struct Updates {
    waits: &'static Section<bool>,
    all: &'static AllCalls,
    writer: Writer,
}

impl Updates {
    pub(super) fn new(
        waits: &'static Section<bool>,
        all: &'static AllCalls,
        writer: Writer,
    ) -> Self {
        Self { waits, all, writer }
    }

    /// The browser has a newer version.
    pub(super) fn announced(&self) {
        self.waits.change(|waits| *waits = true);
        self.writer.save_browser();
    }

    /// Browsers install an update that was announced when the extension asks
    /// to start anew, or at their own next start.
    pub(super) fn install_when_idle(&self) {
        if self.waits.read(|waits| *waits) && self.all.are_idle() {
            runtime::reload();
        }
    }
}
