//! The state of the call page's connection to the worker.
//!
//! The browser puts the worker to sleep now and then, which closes the
//! connection; the meeting goes on meanwhile. What a person did in between is
//! stored and sent after the next connection.

use crate::call::intent::CallPageIntent;
use crate::call::page_protocol::PageEvent;
use crate::domain::backoff::doubled;
use crate::domain::{Duration, Newest};

/// The first pause before connecting again; it doubles up to [`LONGEST_PAUSE`].
pub(super) const FIRST_PAUSE: Duration = Duration::from_millis(100);
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// The connection, open or closed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    open: bool,
    attempts: u32,
    /// What a person did while there was no connection.
    unheard: Newest<PageEvent, 100>,
}

impl Link {
    /// Whether the connection is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// The connection is open. Returns the events that were stored meanwhile.
    pub(super) fn opened(&mut self) -> Vec<PageEvent> {
        self.open = true;
        self.unheard.take()
    }

    /// The connection is closed. Returns how long to wait before the next.
    pub(super) fn closed(&mut self) -> Duration {
        self.open = false;
        let pause = doubled(FIRST_PAUSE, LONGEST_PAUSE, self.attempts);
        self.attempts = self.attempts.saturating_add(1);
        pause
    }

    /// The worker sent a command, so the connection works.
    pub(super) fn is_well(&mut self) {
        self.attempts = 0;
    }

    /// This event could not be sent. What a person did is sent later; other
    /// state is sent in full on connecting.
    pub(super) fn not_told(&mut self, event: PageEvent) {
        if !matches!(
            event,
            PageEvent::Act(_)
                | PageEvent::Left
                | PageEvent::KickedOut { .. }
                | PageEvent::RecordingLink(_)
                | PageEvent::UploadRequested { .. }
                | PageEvent::OpenTab(_)
                | PageEvent::FallbackFound
        ) {
            return;
        }
        if let PageEvent::Act(CallPageIntent::Note { .. }) = event {
            // The later text replaces the earlier one.
            self.unheard
                .retain(|other| !matches!(other, PageEvent::Act(CallPageIntent::Note { .. })));
        }
        self.unheard.push(event);
    }
}
