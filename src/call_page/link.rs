//! The call page's connection to the worker, as the page knows it.
//!
//! The browser puts the worker to sleep now and then, which closes the
//! connection; the meeting goes on meanwhile. What a person did in between is
//! stored and told as soon as the worker is there again.

use crate::call::intent::CallPageIntent;
use crate::call::page_protocol::PageEvent;
use crate::domain::Duration;
use crate::domain::backoff::doubled;

/// The first pause before connecting again; it doubles up to [`LONGEST_PAUSE`].
pub(super) const FIRST_PAUSE: Duration = Duration::from_millis(100);
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// The connection, whether it stands or not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    open: bool,
    attempts: u32,
    /// What a person did while nobody listened.
    unheard: Vec<PageEvent>,
}

impl Link {
    /// Whether the worker can be told something now.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// The connection stands. Returns what was not heard before.
    pub(super) fn opened(&mut self) -> Vec<PageEvent> {
        self.open = true;
        std::mem::take(&mut self.unheard)
    }

    /// The connection is gone. Returns how long to wait before the next.
    pub(super) fn closed(&mut self) -> Duration {
        self.open = false;
        let pause = doubled(FIRST_PAUSE, LONGEST_PAUSE, self.attempts);
        self.attempts = self.attempts.saturating_add(1);
        pause
    }

    /// The worker said something: it is well.
    pub(super) fn is_well(&mut self) {
        self.attempts = 0;
    }

    /// This could not be told. What a person did is told later; everything
    /// else is told anew on connecting.
    pub(super) fn not_told(&mut self, event: PageEvent) {
        if !matches!(
            event,
            PageEvent::Act(_)
                | PageEvent::Left
                | PageEvent::RecordingLink(_)
                | PageEvent::UploadRequested { .. }
                | PageEvent::FallbackFound
        ) {
            return;
        }
        if let PageEvent::Act(CallPageIntent::Note { .. }) = event {
            // The later text is the whole one.
            self.unheard
                .retain(|other| !matches!(other, PageEvent::Act(CallPageIntent::Note { .. })));
        }
        self.unheard.push(event);
    }
}
