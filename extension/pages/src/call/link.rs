//! The call page's connection to the worker.
//!
//! The browser puts the worker to sleep now and then, which closes the
//! connection; the meeting goes on meanwhile. What a person did in between is
//! kept and told as soon as the worker is there again.

use futures_channel::mpsc::UnboundedSender;
use gloo_timers::callback::Timeout;

use super::page::CallPageInput;
use ringside::call::intent::CallPageIntent;
use ringside::call::page_protocol::{PageCommand, PageEvent};
use ringside::message::CALL_PORT;
use ringside_web::browser::port::Port;

/// The first pause before connecting again, in milliseconds; it doubles up to
/// [`LONGEST_PAUSE`].
const FIRST_PAUSE: u32 = 100;
const LONGEST_PAUSE: u32 = 10_000;

/// The connection, whether it stands or not.
#[derive(Debug)]
pub(super) struct Link {
    alone: bool,
    happenings: UnboundedSender<CallPageInput>,
    port: Option<Port>,
    attempts: u32,
    retry: Option<Timeout>,
    /// What a person did while nobody listened.
    unheard: Vec<PageEvent>,
}

impl Link {
    /// A connection that is still to be made.
    pub(super) fn new(alone: bool, happenings: UnboundedSender<CallPageInput>) -> Self {
        Self {
            alone,
            happenings,
            port: None,
            attempts: 0,
            retry: None,
            unheard: Vec::new(),
        }
    }

    /// Connects and introduces the page. `news` is what a worker that has
    /// slept must know. `false` when the extension itself is gone.
    pub(super) fn connect(&mut self, news: Vec<PageEvent>) -> bool {
        self.retry = None;
        let (heard, closed) = (self.happenings.clone(), self.happenings.clone());
        let port = Port::connect(
            CALL_PORT,
            // The receiver lives as long as the page.
            move |order: PageCommand| drop(heard.unbounded_send(CallPageInput::PageCommand(order))),
            move || drop(closed.unbounded_send(CallPageInput::LinkClosed)),
        );
        match port {
            Ok(port) => {
                self.port = Some(port);
                self.post(PageEvent::Ready { alone: self.alone });
                for report in news {
                    self.post(report);
                }
                for report in std::mem::take(&mut self.unheard) {
                    self.post(report);
                }
                true
            }
            Err(error) if error.is_orphaned() => false,
            Err(_) => {
                self.closed();
                true
            }
        }
    }

    /// The connection is gone: tries again after a while.
    pub(super) fn closed(&mut self) {
        self.port = None;
        let pause = FIRST_PAUSE
            .saturating_mul(1 << self.attempts.min(10))
            .min(LONGEST_PAUSE);
        self.attempts += 1;
        let again = self.happenings.clone();
        self.retry = Some(Timeout::new(pause, move || {
            drop(again.unbounded_send(CallPageInput::Relink));
        }));
    }

    /// The worker said something: it is well.
    pub(super) fn is_well(&mut self) {
        self.attempts = 0;
    }

    /// Tells the worker. What a person did is kept for later if it cannot be
    /// told now; everything else is told anew on connecting.
    pub(super) fn post(&mut self, report: PageEvent) {
        let told = self
            .port
            .as_ref()
            .is_some_and(|port| port.post(&report).is_ok());
        if !told
            && matches!(
                report,
                PageEvent::Act(_)
                    | PageEvent::Left
                    | PageEvent::RecordingLink(_)
                    | PageEvent::UploadRequested { .. }
                    | PageEvent::FallbackFound
            )
        {
            if let PageEvent::Act(CallPageIntent::Note { .. }) = report {
                // The later text is the whole one.
                self.unheard
                    .retain(|other| !matches!(other, PageEvent::Act(CallPageIntent::Note { .. })));
            }
            self.unheard.push(report);
        }
    }
}
