//! Carries out the state machine's effects.

use wasm_bindgen_futures::spawn_local;

use super::call_pages::CallPages;
use super::call_requests::CallRequests;
use super::calls::Calls;
use super::crm_tabs;
use super::diagnostics::log;
use super::scheduler::Scheduler;
use super::stored::Writer;
use super::uploads::Uploads;
use ringside::call::machine::{Effect, Event};
use ringside::domain::CallId;
use ringside::sites::SiteNumber;
use ringside_web::browser::{runtime, tabs, windows};

/// The parts that carry out effects.
pub(super) struct Effects {
    pub(super) calls: &'static Calls,
    pub(super) pages: &'static CallPages,
    pub(super) uploads: &'static Uploads,
    pub(super) requests: &'static CallRequests,
    pub(super) scheduler: &'static Scheduler,
    pub(super) writer: Writer,
    pub(super) number: SiteNumber,
    /// The CRM's origin.
    pub(super) origin: &'static str,
}

impl Effects {
    /// Starts one effect without waiting for its outcome: that comes back as an
    /// event.
    pub(super) fn perform(&self, effect: Effect) {
        match effect {
            // Already in the outbox.
            Effect::Enqueue(_) => {}
            Effect::PageCommand(host, command) => self.pages.post(self.number, host, &command),
            Effect::UploadGrant {
                host,
                call,
                refused,
            } => self.uploads.grant(host, call, refused),
            Effect::Initiate {
                attempt,
                record,
                user,
                media,
            } => self.requests.initiate(attempt, record, user, media),
            Effect::Answer(call) => self.requests.answer(call),
            Effect::Check(call) => self.requests.check(call),
            Effect::Poll => self.scheduler.poll_now(),
            Effect::RecordGuestCall(call) => self.writer.record_guest_call(call),
            Effect::OpenWindow => self.open_window(),
            Effect::OpenOptions => spawn_local(async {
                if let Err(cause) = runtime::open_options().await {
                    log(("cannot open the options", &cause));
                }
            }),
            Effect::OpenCrm => open_crm(self.origin),
            Effect::Focus(tab) => crm_tabs::focus(tab),
            Effect::OpenMeeting { call, url } => self.open_meeting(call, url),
            Effect::CloseTab(tab) => spawn_local(async move {
                // A person may have closed it already.
                let _ = tabs::close(tab).await;
            }),
        }
    }

    fn open_window(&self) {
        let (pages, calls) = (self.pages, self.calls);
        spawn_local(async move {
            let address = pages.give(None).await;
            match windows::open(&address).await {
                Ok(Some(tab)) => {
                    calls.dispatch(Event::WindowOpened(tab));
                    // It may have been closed before the browser told its tab.
                    if !tabs::is_there(tab).await {
                        calls.dispatch(Event::NoWindow);
                    }
                }
                Ok(None) => {}
                Err(cause) => {
                    log(("cannot open a window", &cause));
                    calls.dispatch(Event::NoWindow);
                }
            }
        });
    }

    fn open_meeting(&self, call: CallId, url: String) {
        let calls = self.calls;
        spawn_local(async move {
            match tabs::open(&url).await {
                Ok(tab) => calls.dispatch(Event::OwnTabOpened { call, tab }),
                Err(cause) => log(("cannot open the meeting", &cause)),
            }
        });
    }
}

fn open_crm(crm: &'static str) {
    spawn_local(async move {
        if let Err(cause) = tabs::open(crm).await {
            log(("cannot open the CRM", &cause));
        }
    });
}
