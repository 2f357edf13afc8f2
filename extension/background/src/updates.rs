//! A newer version of the extension waits for calls to end.

use super::calls::Calls;
use super::saver::Saver;
use super::stored::Section;
use ringside::call::state::State;
use ringside_web::browser::runtime;

/// Whether a newer version waits.
pub(super) struct Updates {
    waits: &'static Section<bool>,
    calls: &'static Calls,
    saver: &'static Saver,
}

impl Updates {
    pub(super) fn new(
        waits: &'static Section<bool>,
        calls: &'static Calls,
        saver: &'static Saver,
    ) -> Self {
        Self {
            waits,
            calls,
            saver,
        }
    }

    /// The browser has a newer version.
    pub(super) fn announced(&self) {
        self.waits.change(|waits| *waits = true);
        self.saver.save();
    }

    /// Browsers install an update that was announced when the extension asks
    /// to start anew, or at their own next start.
    pub(super) fn install_when_idle(&self) {
        if self.waits.read(|waits| *waits) && self.calls.read(State::is_idle) {
            runtime::reload();
        }
    }
}
