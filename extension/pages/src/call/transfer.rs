//! The upload of a file to the CRM. Only XMLHttpRequest reports, in both
//! browsers, how much of a body is sent.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, FormData, ProgressEvent, XmlHttpRequest};

use super::requests::RequestFrame;
use ringside::call::page_protocol::UploadGrant;
use ringside::call_page::input::TransferEvent;
use ringside::crm::upload::UploadRoute;

/// The most of an answer that is read, in characters.
const BODY_MAX: usize = 2_000;

/// A transfer under way. Dropping it aborts it.
#[derive(Debug)]
pub(super) struct Transfer {
    sent: Rc<RefCell<Option<Sent>>>,
    _frame: RequestFrame,
}

/// Its request. Dropping it aborts it.
#[derive(Debug)]
struct Sent {
    request: XmlHttpRequest,
    listeners: Vec<EventListener>,
}

impl Transfer {
    /// Sends `file` by this route; `notify` gets its progress and its outcome.
    /// `None` when the browser does not even start.
    pub(super) fn start(
        file: &File,
        route: UploadRoute,
        grant: &UploadGrant,
        notify: impl Fn(TransferEvent) + Clone + 'static,
    ) -> Option<Self> {
        // A token goes along.
        let policy = grant.policy()?;
        let sent = Rc::new(RefCell::new(None));
        let (slot, file, grant) = (Rc::clone(&sent), file.clone(), grant.clone());
        let frame = RequestFrame::open(policy, move |request| {
            let begun = request
                .and_then(|request| send(request, &file, route, &grant, notify.clone()).ok());
            match begun {
                Some(begun) => *slot.borrow_mut() = Some(begun),
                None => notify(TransferEvent::Nothing),
            }
        })?;
        Some(Self {
            sent,
            _frame: frame,
        })
    }
}

fn send(
    request: XmlHttpRequest,
    file: &File,
    route: UploadRoute,
    grant: &UploadGrant,
    notify: impl Fn(TransferEvent) + Clone + 'static,
) -> Result<Sent, JsValue> {
    let (method, path) = route.request(grant.call);
    let url = format!("{}{path}", grant.api);
    request.open(method, &url)?;
    // A browser's default Accept gets the backend's HTML pages.
    request.set_request_header("Accept", "application/json")?;
    request.set_request_header("Authorization", &grant.authorization)?;
    let form = FormData::new()?;
    form.append_with_blob_and_filename(route.field(), file, &file.name())?;
    let sent = Sent {
        listeners: listen(&request, url, notify)?,
        request,
    };
    sent.request.send_with_opt_form_data(Some(&form))?;
    Ok(sent)
}

fn listen(
    request: &XmlHttpRequest,
    url: String,
    notify: impl Fn(TransferEvent) + Clone + 'static,
) -> Result<Vec<EventListener>, JsValue> {
    let upload = request.upload()?;
    let progress = {
        let notify = notify.clone();
        EventListener::new(&upload, "progress", move |event| {
            // Of the frame's window, so that it is no instance of this one's.
            let event: &ProgressEvent = event.unchecked_ref();
            // File sizes are far below where these are no longer exact.
            notify(TransferEvent::Progress(
                event.loaded() as u64,
                event.total() as u64,
            ));
        })
    };
    let answer = {
        let (notify, request) = (notify.clone(), request.clone());
        EventListener::new(&request.clone(), "load", move |_| {
            // Redirected: the answer of another address is none.
            if request.response_url() != url {
                return notify(TransferEvent::Nothing);
            }
            let status = request.status().unwrap_or_default();
            let body = request.response_text().ok().flatten().unwrap_or_default();
            notify(TransferEvent::Answer(
                status,
                body.chars().take(BODY_MAX).collect(),
            ));
        })
    };
    let nothing = EventListener::new(request, "error", move |_| notify(TransferEvent::Nothing));
    Ok(vec![progress, answer, nothing])
}

impl Drop for Sent {
    fn drop(&mut self) {
        // First, so that aborting it notifies nobody.
        self.listeners.clear();
        // Nothing to abort when it is over.
        let _ = self.request.abort();
    }
}

impl Drop for Transfer {
    fn drop(&mut self) {
        // Before its frame goes.
        self.sent.take();
    }
}
