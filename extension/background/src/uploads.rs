//! Permits to hand in recordings. The call page sends the file itself, because
//! files do not travel through messages; the sign-in is the worker's, and goes
//! to the one page that the machine has chosen.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::worker::Worker;
use super::{fallbacks, signin};
use ringside::call::page_protocol::{PageCommand, UploadGrant};
use ringside::call::view::MediaHost;
use ringside::crm::fallback::Fallback;
use ringside::crm::upload::denial;
use ringside::domain::CallId;

/// Gives the page in this seat what it needs to hand in a recording.
pub(super) fn permit(worker: &Rc<Worker>, host: MediaHost, call: CallId, refused: bool) {
    let worker = worker.clone();
    spawn_local(async move {
        let order = match signin::header(&worker, refused).await {
            Ok((api, authorization)) => PageCommand::UploadGrant(UploadGrant {
                call,
                api,
                authorization,
                skip_documented: fallbacks::is_known(&worker, Fallback::UploadRecording),
            }),
            Err(fault) => PageCommand::UploadDenied {
                call,
                why: denial(&fault),
            },
        };
        worker.ports.post(host, &order);
    });
}

/// A page found that the documented way is out of order.
pub(super) fn learn_detour(worker: &Rc<Worker>) {
    fallbacks::learn(worker, Fallback::UploadRecording);
}
