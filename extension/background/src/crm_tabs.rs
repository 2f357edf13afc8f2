//! The tabs with our content script, and the messages to it.

use wasm_bindgen_futures::spawn_local;

use super::all_calls::AllCalls;
use super::diagnostics::log;
use super::stored::{Section, SiteTab, Writer};
use ringside::call::machine::Event;
use ringside::call::state::Tab;
use ringside::domain::TabId;
use ringside::message::Push;
use ringside_web::browser::{codec, tabs};

/// The tabs whose content script sent `Hello`.
pub(super) struct CrmTabs {
    tabs: &'static Section<Vec<SiteTab>>,
    all: &'static AllCalls,
    writer: Writer,
}

impl CrmTabs {
    /// The tabs that are known from an earlier worker.
    pub(super) fn new(
        tabs: &'static Section<Vec<SiteTab>>,
        all: &'static AllCalls,
        writer: Writer,
    ) -> Self {
        Self { tabs, all, writer }
    }

    /// The content script in this tab, at a page of this origin, is there.
    pub(super) fn add(&self, tab: Tab, origin: &str) {
        let there = SiteTab {
            tab,
            origin: origin.to_owned(),
        };
        let changed = self.tabs.change(|tabs| {
            let known = tabs.iter_mut().find(|known| known.tab.id == tab.id);
            match known {
                Some(known) if *known == there => return false,
                Some(known) => *known = there,
                None => tabs.push(there),
            }
            true
        });
        if changed {
            self.writer.save_browser();
        }
        // A call of any site can go on in any page.
        self.all.dispatch_all(&|| Event::Tab(tab));
    }

    /// The tab was closed, or its content script is gone.
    pub(super) fn remove(&self, tab: TabId) {
        let count = self.tabs.read(Vec::len);
        self.tabs
            .change(|tabs| tabs.retain(|known| known.tab.id != tab));
        if self.tabs.read(Vec::len) != count {
            self.writer.save_browser();
        }
        self.all.dispatch_all(&|| Event::TabGone(tab));
    }

    /// All tabs.
    pub(super) fn all(&self) -> Vec<SiteTab> {
        self.tabs.read(Clone::clone)
    }

    /// Whether no page of this origin is open.
    pub(super) fn has_none(&self, origin: &str) -> bool {
        let is_there = |tabs: &Vec<SiteTab>| tabs.iter().any(|tab| tab.origin == origin);
        !self.tabs.read(is_there)
    }

    /// Sends each tab its view of the calls.
    pub(super) fn show(&'static self) {
        for known in self.all() {
            let (tab, page) = (known.tab.id, self.all.number(&known.origin));
            let view = self.all.view(page, Some(tab));
            self.push(tab, &Push::View(Box::new(view)));
        }
    }

    /// Asks the pages of this origin for their sign-in.
    pub(super) fn ask_for_sign_in(&'static self, origin: &str) {
        for known in self.all() {
            if known.origin == origin {
                self.push(known.tab.id, &Push::SayHello);
            }
        }
    }

    /// Asks each page to say hello again.
    pub(super) fn greet_all(&'static self) {
        for known in self.all() {
            self.push(known.tab.id, &Push::SayHello);
        }
    }

    /// Sends to one tab.
    pub(super) fn push(&'static self, tab: TabId, message: &Push) {
        let message = codec::to_message(message);
        spawn_local(async move {
            // A tab that left the CRM, or is in the back/forward cache, sends
            // `Hello` when it is back.
            if tabs::push(tab, message).await.is_err() {
                self.remove(tab);
            }
        });
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
