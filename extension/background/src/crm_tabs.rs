//! The tabs of the CRM, and the messages to their content scripts.

use wasm_bindgen_futures::spawn_local;

use super::calls::Calls;
use super::diagnostics::log;
use ringside::call::machine::Event;
use ringside::call::state::Tab;
use ringside::call::view;
use ringside::domain::TabId;
use ringside::message::Push;
use ringside_web::browser::{codec, tabs};

/// The tabs whose content script sent `Hello`.
pub(super) struct CrmTabs {
    calls: &'static Calls,
}

impl CrmTabs {
    /// The tabs that the calls know of.
    pub(super) fn new(calls: &'static Calls) -> Self {
        Self { calls }
    }

    /// Whether there are no such tabs.
    pub(super) fn is_empty(&self) -> bool {
        self.calls.read(|state| state.tabs.is_empty())
    }

    /// Sends each tab its view of the calls.
    pub(super) fn show(&'static self) {
        for tab in self.all() {
            let view = self.calls.read(|state| view::of(state, Some(tab.id)));
            self.push(tab.id, &Push::View(Box::new(view)));
        }
    }

    /// Asks each tab for the sign-in of its page.
    pub(super) fn ask_for_sign_in(&'static self) {
        for tab in self.all() {
            self.push(tab.id, &Push::SayHello);
        }
    }

    /// Sends to one tab.
    pub(super) fn push(&'static self, tab: TabId, message: &Push) {
        let message = codec::to_message(message);
        spawn_local(async move {
            // A tab that left the CRM, or is in the back/forward cache, sends
            // `Hello` when it is back.
            if tabs::push(tab, message).await.is_err() {
                self.calls.dispatch(Event::TabGone(tab));
            }
        });
    }

    fn all(&self) -> Vec<Tab> {
        self.calls.read(|state| state.tabs.clone())
    }
}

/// Brings this tab to the front.
pub(super) fn focus(tab: TabId) {
    spawn_local(async move {
        if let Err(cause) = tabs::focus(tab).await {
            log(("cannot show the tab", &cause));
        }
    });
}
