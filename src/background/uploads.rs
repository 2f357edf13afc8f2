//! Permits to hand in recordings. The call page sends the file itself, because
//! files do not travel through messages; the sign-in is the worker's, and goes
//! to the one page that the machine has chosen.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::signin;
use super::worker::Worker;
use crate::browser::clock;
use crate::call::CallId;
use crate::call::view::Seat;
use crate::crm::upload::denial;
use crate::message::{Order, Permit};

/// How long it is believed that the documented way is out of order, in
/// milliseconds: the CRM may be mended.
const KNOWN_MS: u64 = 24 * 3_600_000;

/// Gives the page in this seat what it needs to hand in a recording.
pub(super) fn permit(worker: &Rc<Worker>, seat: Seat, call: CallId, refused: bool) {
    let worker = worker.clone();
    spawn_local(async move {
        let order = match signin::header(&worker, refused).await {
            Ok((api, authorization)) => Order::Permit(Permit {
                call,
                api,
                authorization,
                skip_documented: knows_upload_detour(&worker),
            }),
            Err(fault) => Order::NoPermit {
                call,
                why: denial(&fault),
            },
        };
        worker.ports.post(seat, &order);
    });
}

/// Whether the documented way is known to be out of order at this CRM.
fn knows_upload_detour(worker: &Rc<Worker>) -> bool {
    let learned = worker.read(|memory| memory.upload_detour);
    learned.is_some_and(|at| clock::now().since(at) < KNOWN_MS)
}

/// A page found that the documented way is out of order.
pub(super) fn learn_upload_detour(worker: &Rc<Worker>) {
    worker.change(|memory| memory.upload_detour = Some(clock::now()));
    worker.save();
}
