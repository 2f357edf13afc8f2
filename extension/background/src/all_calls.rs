//! The calls of all sites that are switched on, read together.

use std::cell::RefCell;

use super::calls::Calls;
use super::stored::{Section, Writer};
use ringside::call::intent::Intent;
use ringside::call::machine::Event;
use ringside::call::state::State;
use ringside::call::view::View;
use ringside::domain::TabId;
use ringside::sites::{self, NOBODYS, SiteCalls, SiteNumber};

/// The calls of each site, and last those of nobody.
pub(super) struct AllCalls {
    sites: RefCell<Vec<Entry>>,
    /// How far the views of sites had come that are gone: a tab takes no view
    /// that is older than its last.
    gone: &'static Section<u64>,
    writer: Writer,
}

#[derive(Clone, Copy)]
struct Entry {
    number: SiteNumber,
    origin: &'static str,
    calls: &'static Calls,
}

impl AllCalls {
    pub(super) fn new(gone: &'static Section<u64>, writer: Writer) -> Self {
        Self {
            sites: RefCell::default(),
            gone,
            writer,
        }
    }

    /// A site is there.
    pub(super) fn add(&self, number: SiteNumber, origin: &'static str, calls: &'static Calls) {
        let mut sites = self.sites.borrow_mut();
        sites.retain(|site| site.number != number);
        let after = sites.iter().position(|site| site.number > number);
        let site = Entry {
            number,
            origin,
            calls,
        };
        let at = after.unwrap_or(sites.len());
        sites.insert(at, site);
    }

    /// A site is gone: nothing of it is shown any more.
    pub(super) fn remove(&self, number: SiteNumber) {
        if let Some(calls) = self.of(number) {
            let revision = calls.read(|state| state.revision);
            self.gone.change(|gone| *gone += revision + 1);
            self.writer.save_browser();
        }
        self.sites.borrow_mut().retain(|site| site.number != number);
    }

    /// What a tab with a page of this site shows, or the popup.
    pub(super) fn view(&self, page: Option<SiteNumber>, tab: Option<TabId>) -> View {
        let mut view = self
            .read(|all| sites::view(all, page, tab))
            .unwrap_or_default();
        view.revision += self.gone.read(|gone| *gone);
        view
    }

    /// Reads the calls of all sites.
    pub(super) fn read<T>(&self, read: impl FnOnce(&[SiteCalls<'_>]) -> T) -> Option<T> {
        let (mut read, mut result) = (Some(read), None);
        self.read_with(&mut |sites| result = read.take().map(|read| read(sites)));
        result
    }

    /// The same without a type, so that its code is there once.
    #[inline(never)]
    fn read_with(&self, read: &mut dyn FnMut(&[SiteCalls<'_>])) {
        let sites = self.sites.borrow();
        let mut states = Vec::with_capacity(sites.len());
        states.extend(sites.iter().map(|site| site.calls.borrow()));
        let together = sites.iter().zip(&states).map(|(site, calls)| SiteCalls {
            number: site.number,
            origin: site.origin,
            calls,
        });
        read(&Vec::from_iter(together));
    }

    /// Whether no call is on, rings or is shown at any site.
    pub(super) fn are_idle(&self) -> bool {
        let sites = self.sites.borrow();
        sites.iter().all(|site| site.calls.read(State::is_idle))
    }

    /// The address of the site with this number.
    pub(super) fn origin(&self, number: SiteNumber) -> Option<&'static str> {
        let sites = self.sites.borrow();
        let site = sites.iter().find(|site| site.number == number)?;
        Some(site.origin)
    }

    /// The number of the site at this origin, if it is one.
    pub(super) fn number(&self, origin: &str) -> Option<SiteNumber> {
        let sites = self.sites.borrow();
        let mut crms = sites.iter().filter(|site| site.number != NOBODYS);
        crms.find(|site| site.origin == origin)
            .map(|site| site.number)
    }

    /// The calls of this site.
    pub(super) fn of(&self, number: SiteNumber) -> Option<&'static Calls> {
        let sites = self.sites.borrow();
        let found = sites.iter().find(|site| site.number == number);
        found.map(|site| site.calls)
    }

    /// Dispatches an event to one site.
    pub(super) fn dispatch(&self, number: SiteNumber, event: Event) {
        if let Some(calls) = self.of(number) {
            calls.dispatch(event);
        }
    }

    /// Dispatches an event to every site.
    pub(super) fn dispatch_all(&self, event: &dyn Fn() -> Event) {
        let sites = self.sites.borrow().clone();
        for site in sites {
            site.calls.dispatch(event());
        }
    }

    /// Waits until storage has what was decided: who did something is told then.
    pub(super) async fn saved(&self) {
        let sites = self.sites.borrow().clone();
        for site in sites {
            site.calls.saved().await;
        }
    }

    /// A person did something in a page of this site, in the popup, or in a page
    /// that is no CRM's.
    pub(super) fn act(&self, page: Option<SiteNumber>, tab: Option<TabId>, intent: Intent) {
        let routed = self.read(|all| sites::route(all, page, tab, intent));
        for (site, intent) in routed.unwrap_or_default() {
            self.dispatch(site, Event::Intent { intent, tab });
        }
    }
}
