//! A file on its way to the CRM. Only XMLHttpRequest tells, in both browsers,
//! how much of a body is sent.

use gloo_events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, FormData, ProgressEvent, XmlHttpRequest};

use ringside::call::page_protocol::UploadGrant;
use ringside::crm::upload::UploadRoute;

/// The most of an answer that is looked at, in letters.
const BODY_MAX: usize = 2_000;

/// What a transfer tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TransferEvent {
    /// So much is gone, of so much.
    Progress(u64, u64),
    /// The CRM answered: status and the start of the body.
    Answer(u16, String),
    /// There was no answer.
    Nothing,
}

/// A request under way. Dropping it ends it.
#[derive(Debug)]
pub(super) struct Transfer {
    request: XmlHttpRequest,
    listeners: Vec<EventListener>,
}

impl Transfer {
    /// Sends `file` in this way, and tells of it.
    ///
    /// # Errors
    /// When the browser does not even begin.
    pub(super) fn start(
        file: &File,
        way: UploadRoute,
        permit: &UploadGrant,
        tell: impl Fn(TransferEvent) + Clone + 'static,
    ) -> Result<Self, JsValue> {
        let (method, path) = way.request(permit.call);
        let request = XmlHttpRequest::new()?;
        request.open(method, &format!("{}{path}", permit.api))?;
        // A browser's default Accept gets the backend's HTML pages.
        request.set_request_header("Accept", "application/json")?;
        request.set_request_header("Authorization", &permit.authorization)?;
        let form = FormData::new()?;
        form.append_with_blob_and_filename(way.field(), file, &file.name())?;
        let transfer = Self {
            listeners: listen(&request, tell)?,
            request,
        };
        transfer.request.send_with_opt_form_data(Some(&form))?;
        Ok(transfer)
    }
}

fn listen(
    request: &XmlHttpRequest,
    tell: impl Fn(TransferEvent) + Clone + 'static,
) -> Result<Vec<EventListener>, JsValue> {
    let upload = request.upload()?;
    let progress = {
        let tell = tell.clone();
        EventListener::new(&upload, "progress", move |event| {
            if let Some(event) = event.dyn_ref::<ProgressEvent>() {
                // File sizes are far below where these are no longer exact.
                tell(TransferEvent::Progress(
                    event.loaded() as u64,
                    event.total() as u64,
                ));
            }
        })
    };
    let answer = {
        let (tell, request) = (tell.clone(), request.clone());
        EventListener::new(&request.clone(), "load", move |_| {
            let status = request.status().unwrap_or_default();
            let body = request.response_text().ok().flatten().unwrap_or_default();
            tell(TransferEvent::Answer(
                status,
                body.chars().take(BODY_MAX).collect(),
            ));
        })
    };
    let nothing = EventListener::new(request, "error", move |_| tell(TransferEvent::Nothing));
    Ok(vec![progress, answer, nothing])
}

impl Drop for Transfer {
    fn drop(&mut self) {
        // First, so that ending it is no news.
        self.listeners.clear();
        // Nothing to abort when it is over.
        let _ = self.request.abort();
    }
}
