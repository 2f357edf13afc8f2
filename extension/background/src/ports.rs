//! The call pages' connections. A page that goes away closes its own.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::uploads;
use super::worker::Worker;
use ringside::call::TabId;
use ringside::call::machine::What;
use ringside::call::view::Seat;
use ringside::message::{CALL_PORT, Order, Report};
use ringside_web::browser::port::Caller;
use ringside_web::browser::sender::Sender;
use ringside_web::browser::{codec, runtime};

/// The open connections, newest last. At most one per tab is believed: a page
/// may frame the call page twice, but a call has one seat.
#[derive(Debug, Default)]
pub(super) struct Ports {
    open: RefCell<Vec<(TabId, Caller)>>,
}

impl Ports {
    fn add(&self, tab: TabId, caller: Caller) {
        let mut open = self.open.borrow_mut();
        let older = open.iter().filter(|(other, _)| *other == tab);
        for (_, older) in older {
            // It may be gone already, which is what we want.
            let _ = older.post(&Order::Leave);
        }
        open.retain(|(other, _)| *other != tab);
        open.push((tab, caller));
    }

    fn remove(&self, caller: &Caller) -> Option<TabId> {
        let mut open = self.open.borrow_mut();
        let index = open.iter().position(|(_, other)| other.is(caller))?;
        Some(open.remove(index).0)
    }

    fn tab(&self, caller: &Caller) -> Option<TabId> {
        let open = self.open.borrow();
        open.iter()
            .find(|(_, other)| other.is(caller))
            .map(|(tab, _)| *tab)
    }

    /// Posts to the call page in this seat. A page that is not there will ask
    /// when it is.
    pub(super) fn post(&self, seat: Seat, order: &Order) {
        if let Some((_, caller)) = self
            .open
            .borrow()
            .iter()
            .find(|(tab, _)| *tab == seat.tab())
        {
            // A page that just went away is told nothing.
            let _ = caller.post(order);
        }
    }

    /// Tells the page in this tab to leave.
    pub(super) fn leave(&self, tab: TabId) {
        self.post(Seat::Window(tab), &Order::Leave);
    }
}

/// A page connected.
pub(super) fn opened(worker: &Rc<Worker>, port: JsValue) {
    let caller = Caller::new(port);
    if caller.name() != CALL_PORT {
        return;
    }
    let Ok(home) = runtime::url("") else {
        return;
    };
    if let Some(Sender::Page {
        name,
        tab: Some(tab),
    }) = caller.facts().parse(&runtime::id(), &home)
        && name == "call.html"
    {
        worker.ports.add(tab, caller);
    }
}

/// A page said something.
pub(super) fn said(worker: &Rc<Worker>, message: JsValue, port: JsValue) {
    let caller = Caller::new(port);
    let (Some(tab), Ok(report)) = (
        worker.ports.tab(&caller),
        codec::from_message::<Report>(message),
    ) else {
        return;
    };
    if report == Report::DetourFound {
        return uploads::learn_detour(worker);
    }
    worker.take(What::Report { tab, report });
}

/// A page went away.
pub(super) fn closed(worker: &Rc<Worker>, port: JsValue) {
    if let Some(tab) = worker.ports.remove(&Caller::new(port)) {
        worker.take(What::PageGone(tab));
    }
}
