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
use ringside::sites::{Identified, Identities};
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
    /// The tabs whose page has another identity than the one that Ringside works
    /// for, and whether that is said there.
    refused: RefCell<Vec<(TabId, bool)>>,
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
            refused: RefCell::default(),
        }
    }

    /// The content script in this tab, at a page of this origin, is there.
    pub(super) fn add(&self, tab: Tab, origin: &str) {
        let there = SiteTab {
            tab,
            origin: origin.to_owned(),
        };
        let is_elsewhere = |known: &SiteTab| known.tab.id == tab.id && known.origin != origin;
        if self.tabs.read(|tabs| tabs.iter().any(is_elsewhere)) {
            // What was refused was the page before.
            self.identities.borrow_mut().gone(tab.id);
            let mut refused = self.refused.borrow_mut();
            refused.retain(|(refused, _)| *refused != tab.id);
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
        self.identities.borrow_mut().gone(tab);
        self.refused
            .borrow_mut()
            .retain(|(refused, _)| *refused != tab);
        self.all.dispatch_all(&|| Event::TabGone(tab));
        // It may have been the last one with the other identity.
        let waiting = self.refused.borrow().clone();
        for (refused, _) in waiting {
            self.push(refused, &Push::SayHello);
        }
    }

    /// Whether the page in this tab has another identity than the one that
    /// Ringside works for.
    pub(super) fn is_refused(&self, tab: TabId) -> bool {
        let refused = self.refused.borrow();
        refused.iter().any(|(refused, _)| *refused == tab)
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
            Identified::Accepted => {
                let was_refused = self.is_refused(tab);
                self.say_refused(tab, None);
                let known = self.all().into_iter().find(|known| known.tab.id == tab);
                if let Some(known) = known.filter(|_| was_refused) {
                    self.all.dispatch_all(&|| Event::Tab(known.tab));
                }
                if ours.is_some() && user != ours {
                    // They have it as well, or are the other identity now.
                    for other in open.into_iter().filter(|other| *other != tab) {
                        self.push(other, &Push::SayHello);
                    }
                }
                return true;
            }
            Identified::Ask(others) => {
                for other in others {
                    self.push(other, &Push::SayHello);
                }
                clock::after(ANSWER_LIMIT, move || {
                    self.identities.borrow_mut().answered();
                    self.push(tab, &Push::SayHello);
                })
                .forget();
            }
            Identified::Wait => {}
            Identified::Refused => {
                log("a page has another identity");
                if !self.is_refused(tab) {
                    self.say_refused(tab, Some(user.is_some()));
                    self.all.dispatch_all(&|| Event::TabGone(tab));
                }
            }
        }
        false
    }

    /// Says in the page in this tab that Ringside works for another identity, or
    /// does not; `None` when it works for this one.
    pub(super) fn say_refused(&'static self, tab: TabId, said: Option<bool>) {
        let mut refused = self.refused.borrow_mut();
        refused.retain(|(refused, _)| *refused != tab);
        refused.extend(said.map(|said| (tab, said)));
        drop(refused);
        if said.is_some() {
            self.show();
        }
    }

    /// What this tab shows, with a page of this origin.
    pub(super) fn view(&self, tab: TabId, origin: &str) -> View {
        let view = self.all.view(self.all.number(origin), Some(tab));
        let refused = self.refused.borrow();
        match refused.iter().find(|(refused, _)| *refused == tab) {
            Some((_, said)) => View {
                revision: view.revision,
                notice: said.then_some(Notice::AnotherUser),
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
