//! The link to `own-window.js`, which keeps the CRM's own call window out of
//! the page while Ringside carries calls.

use std::cell::Cell;

use web_sys::{CustomEvent, CustomEventInit, Document};

use ringside::settings::Carrier;

/// Tells the script who carries calls; its detail is `ringside` or `crm`.
const CARRIER: &str = "ringside:carrier";

/// Who carries the calls in this page. When it is dropped, the CRM's window is
/// let in.
pub(super) struct OwnWindow {
    document: Document,
    /// Who carries, and whether the window is kept out, once that is known.
    carrier: Cell<Option<(Carrier, bool)>>,
}

impl OwnWindow {
    pub(super) fn new(document: &Document) -> Self {
        Self {
            document: document.clone(),
            carrier: Cell::new(None),
        }
    }

    /// Follows the worker's word on who carries.
    pub(super) fn set(&self, carrier: Carrier, kept_out: bool) {
        self.carrier.set(Some((carrier, kept_out)));
        self.repeat();
    }

    /// Tells the script again: a window that was in a meeting may have left.
    pub(super) fn repeat(&self) {
        if let Some((_, kept_out)) = self.carrier.get() {
            self.tell(kept_out);
        }
    }

    /// Whether the user is still to be asked who shall carry.
    pub(super) fn is_open(&self) -> bool {
        self.carrier.get() == Some((Carrier::NotAsked, true))
    }

    fn tell(&self, kept_out: bool) {
        let carrier = if kept_out { "ringside" } else { "crm" };
        let options = CustomEventInit::new();
        options.set_detail(&carrier.into());
        if let Ok(event) = CustomEvent::new_with_event_init_dict(CARRIER, &options) {
            let _ = self.document.dispatch_event(&event);
        }
    }
}

impl Drop for OwnWindow {
    fn drop(&mut self) {
        if self.carrier.get().is_some() {
            self.tell(false);
        }
    }
}
