//! The call pages' connections. A page that goes away closes its own.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::received;
use super::uploads;
use super::worker::Worker;
use ringside::call::machine::Event;
use ringside::call::page_protocol::{PageCommand, PageEvent};
use ringside::call::view::MediaHost;
use ringside::domain::TabId;
use ringside_web::browser::port::Caller;
use ringside_web::browser::runtime;

/// The open connections, newest last. At most one per tab is believed: a page
/// may frame the call page twice, but a call has one host.
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
            let _ = older.post(&PageCommand::Leave);
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

    /// Posts to the call page of this host. A page that is not there will ask
    /// when it is.
    pub(super) fn post(&self, host: MediaHost, order: &PageCommand) {
        if let Some((_, caller)) = self
            .open
            .borrow()
            .iter()
            .find(|(tab, _)| *tab == host.tab())
        {
            // A page that just went away is told nothing.
            let _ = caller.post(order);
        }
    }

    /// Tells the page in this tab to leave.
    pub(super) fn leave(&self, tab: TabId) {
        self.post(MediaHost::Window(tab), &PageCommand::Leave);
    }
}

/// A page connected.
pub(super) fn opened(worker: &Rc<Worker>, port: JsValue) {
    let caller = Caller::new(port);
    let Ok(home) = runtime::url("") else {
        return;
    };
    let sender = caller.facts().parse(&runtime::id(), &home);
    let tab = sender.and_then(|sender| received::call_port(sender, &caller.name()));
    if let Some(tab) = tab {
        worker.ports.add(tab, caller);
    }
}

/// A page said something.
pub(super) fn said(worker: &Rc<Worker>, message: JsValue, port: JsValue) {
    let caller = Caller::new(port);
    let report = message.as_string();
    let report = report.and_then(|text| received::page_event(&text));
    let (Some(tab), Some(report)) = (worker.ports.tab(&caller), report) else {
        return;
    };
    if report == PageEvent::FallbackFound {
        return uploads::learn_detour(worker);
    }
    worker.dispatch(Event::PageEvent { tab, report });
}

/// A page went away.
pub(super) fn closed(worker: &Rc<Worker>, port: JsValue) {
    if let Some(tab) = worker.ports.remove(&Caller::new(port)) {
        worker.dispatch(Event::PageGone(tab));
    }
}
