//! The tabs with our content script, and the messages to it.

use std::cell::RefCell;

use wasm_bindgen_futures::spawn_local;

use super::all_calls::AllCalls;
use super::diagnostics::log;
use super::stored::{Section, SiteTab, Writer};
use ringside::call::machine::Event;
use ringside::call::state::Tab;
use ringside::call::view::{Notice, View};
use ringside::domain::{Duration, TabId, UserId};
use ringside::message::Push;
use ringside::sites::{Identified, Identities, Refusal};
use ringside_web::browser::{clock, codec, tabs};

/// How long pages may take to say hello. They do within some ten milliseconds,
/// or not at all.
const ANSWER_LIMIT: Duration = Duration::from_millis(500);

/// The tabs whose content script sent `Hello`.
pub(super) struct CrmTabs {
    tabs: &'static Section<Vec<SiteTab>>,
    all: &'static AllCalls,
    writer: Writer,
    identities: RefCell<Identities>,
}

impl CrmTabs {
    /// The tabs that are known from an earlier worker.
    pub(super) fn new(
        tabs: &'static Section<Vec<SiteTab>>,
        all: &'static AllCalls,
        writer: Writer,
    ) -> Self {
        Self {
            tabs,
            all,
            writer,
            identities: RefCell::default(),
        }
    }

    /// The content script in this tab, at a page of this origin, is there.
    pub(super) fn add(&'static self, tab: Tab, origin: &str) {
        let there = SiteTab {
            tab,
            origin: origin.to_owned(),
        };
        let is_elsewhere = |known: &SiteTab| known.tab.id == tab.id && known.origin != origin;
        if self.tabs.read(|tabs| tabs.iter().any(is_elsewhere)) {
            self.identify_without(tab.id);
        }
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
        if !self.is_refused(tab.id) {
            // A call of any site can go on in any page.
            self.all.dispatch_all(&|| Event::Tab(tab));
        }
    }

    /// The tab was closed, or its content script is gone.
    pub(super) fn remove(&'static self, tab: TabId) {
        let count = self.tabs.read(Vec::len);
        self.tabs
            .change(|tabs| tabs.retain(|known| known.tab.id != tab));
        if self.tabs.read(Vec::len) != count {
            self.writer.save_browser();
        }
        self.all.dispatch_all(&|| Event::TabGone(tab));
        self.identify_without(tab);
    }

    /// The page in this tab says nothing of identities any more.
    fn identify_without(&'static self, tab: TabId) {
        let waiting = self.identities.borrow_mut().gone(tab);
        self.greet(waiting);
    }

    /// Whether the page in this tab has another identity than the one that
    /// Ringside works for.
    pub(super) fn is_refused(&self, tab: TabId) -> bool {
        self.identities.borrow().refusal(tab).is_some()
    }

    /// The page in this tab, of this origin, has this user or none, and Ringside
    /// works for `ours` there. Returns whether that sign-in is to be used.
    pub(super) fn identify(
        &'static self,
        tab: TabId,
        origin: &str,
        user: Option<UserId>,
        ours: Option<UserId>,
    ) -> bool {
        let is_there = |known: &&SiteTab| known.origin == origin;
        let open: Vec<TabId> = self.tabs.read(|tabs| {
            let there = tabs.iter().filter(is_there);
            there.map(|known| known.tab.id).collect()
        });
        let identified = self.identities.borrow_mut().hello(tab, user, ours, &open);
        match identified {
            Identified::Accepted { was_refused, greet } => {
                let known = self.all().into_iter().find(|known| known.tab.id == tab);
                if let Some(known) = known.filter(|_| was_refused) {
                    self.all.dispatch_all(&|| Event::Tab(known.tab));
                }
                self.greet(greet);
                return true;
            }
            Identified::Ask(others) => {
                self.greet(others);
                clock::after(ANSWER_LIMIT, move || {
                    self.identities.borrow_mut().answered();
                    self.push(tab, &Push::SayHello);
                })
                .forget();
            }
            Identified::Wait => {}
            Identified::Refused { is_new } => {
                log("a page has another identity");
                if is_new {
                    self.show();
                    self.all.dispatch_all(&|| Event::TabGone(tab));
                }
            }
        }
        false
    }

    /// Says in the refused page in this tab that Ringside works for another
    /// user, or stops saying it.
    pub(super) fn say_refused(&'static self, tab: TabId, refusal: Refusal) {
        self.identities.borrow_mut().say(tab, refusal);
        self.show();
    }

    /// What this tab shows, with a page of this origin.
    pub(super) fn view(&self, tab: TabId, origin: &str) -> View {
        let view = self.all.view(self.all.number(origin), Some(tab));
        match self.identities.borrow().refusal(tab) {
            Some(refusal) => View {
                revision: view.revision,
                notice: (refusal == Refusal::Said).then_some(Notice::AnotherUser),
                ..View::default()
            },
            None => view,
        }
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
            let view = self.view(known.tab.id, &known.origin);
            self.push(known.tab.id, &Push::View(Box::new(view)));
        }
    }

    /// Asks the pages of this origin for their sign-in.
    pub(super) fn ask_for_sign_in(&'static self, origin: &str) {
        let all = self.all();
        let there = all.iter().filter(|known| known.origin == origin);
        self.greet(there.map(|known| known.tab.id));
    }

    /// Asks each page to say hello again.
    pub(super) fn greet_all(&'static self) {
        self.greet(self.all().iter().map(|known| known.tab.id));
    }

    fn greet(&'static self, tabs: impl IntoIterator<Item = TabId>) {
        for tab in tabs {
            self.push(tab, &Push::SayHello);
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
