//! Permits to hand in recordings. The call page sends the file itself, because
//! files do not travel through messages; the sign-in is the worker's, and goes
//! to the one page that the machine has chosen.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::worker::Worker;
use super::{detours, signin};
use ringside::call::CallId;
use ringside::call::view::Seat;
use ringside::crm::detour::Detour;
use ringside::crm::upload::denial;
use ringside::message::{Order, Permit};

/// Gives the page in this seat what it needs to hand in a recording.
pub(super) fn permit(worker: &Rc<Worker>, seat: Seat, call: CallId, refused: bool) {
    let worker = worker.clone();
    spawn_local(async move {
        let order = match signin::header(&worker, refused).await {
            Ok((api, authorization)) => Order::Permit(Permit {
                call,
                api,
                authorization,
                skip_documented: detours::is_known(&worker, Detour::UploadRecording),
            }),
            Err(fault) => Order::NoPermit {
                call,
                why: denial(&fault),
            },
        };
        worker.ports.post(seat, &order);
    });
}

/// A page found that the documented way is out of order.
pub(super) fn learn_detour(worker: &Rc<Worker>) {
    detours::learn(worker, Detour::UploadRecording);
}
