//! The machine in its world: what it decides is carried out, late, twice or
//! never, and what comes of it is told to it.

use super::browser::Browser;
use super::checks::Checks;
use super::crm::Crm;
use super::requests::Request;
use super::*;
use crate::call::checkpoint::Checkpoint;
use crate::call::state::Current;
use crate::domain::Duration;
use crate::outbox::{Delivery, Outbox};

pub(super) struct World {
    pub(super) state: State,
    pub(super) outbox: Outbox,
    pub(super) crm: Crm,
    pub(super) browser: Browser,
    pub(super) checks: Checks,
    /// The user who is signed in, or was last.
    pub(super) user: UserId,
    /// This computer's clock.
    pub(super) now: u64,
    /// Whether the worker dies before it acts on the next event.
    pub(super) dies: bool,
    /// Whether call pages are about to connect to a new worker: they do not
    /// hear what it says meanwhile.
    reconnects: bool,
    /// How often another user has signed in.
    pub(super) sign_ins: u32,
    /// Requests, and when they were sent by the CRM's clock.
    pub(super) under_way: Vec<(u64, Request)>,
}

impl World {
    /// Signed in, with one CRM tab in sight.
    pub(super) fn new(lets_all_through: bool) -> Self {
        let mut world = Self {
            state: State::default(),
            outbox: Outbox::default(),
            crm: Crm::new(lets_all_through),
            browser: Browser::default(),
            checks: Checks::default(),
            user: ACCOUNTS[0],
            now: 1_000_000_000,
            dies: false,
            reconnects: false,
            sign_ins: 0,
            under_way: Vec::new(),
        };
        world.sign_in(world.user);
        world.show_tab(TabId(1), true);
        world
    }

    /// An event happens: the machine decides, and what it decided is done.
    pub(super) fn apply(&mut self, what: Event) {
        self.pass(Duration::from_millis(10));
        self.checks.before(&self.state, &what);
        let now = Timestamp(self.now);
        let effects = step(&mut self.state, TimedEvent { now, what });
        self.checks.decided(&self.crm, self.user, &effects);
        let dies = std::mem::take(&mut self.dies);
        for effect in effects {
            // The outbox is saved with the state; all else dies with the worker.
            if !dies || matches!(effect, Effect::OutboxEntry(_)) {
                self.perform(effect);
            }
        }
        self.checks.after(&self.state, &self.crm, self.user);
        if dies {
            self.die();
        } else if !self.reconnects {
            self.checks.media(&self.state, &self.browser);
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Initiate {
                attempt,
                record,
                user,
                ..
            } => {
                let known = ACCOUNTS.into_iter().chain([JANE, MIKE]);
                let named = known.into_iter().find(|user| name_of(*user) == record.name);
                let to = user.or(named);
                self.send(Request::Initiate {
                    attempt,
                    from: self.user,
                    to,
                    sign_ins: self.sign_ins,
                });
            }
            Effect::Answer(call) => self.send(Request::Answer(call)),
            Effect::Check(call) => self.send(Request::Check(call)),
            Effect::Poll => self.send(Request::Poll),
            Effect::OutboxEntry(entry) => self.outbox.push(entry),
            Effect::PageCommand(host, command) => self.browser.obey(host, &command),
            Effect::OpenWindow => self.browser.windows_due += 1,
            Effect::UploadGrant { .. } | Effect::Focus(_) | Effect::OpenCrm => {}
        }
    }

    fn send(&mut self, request: Request) {
        self.under_way.push((self.crm.now, request));
    }

    pub(super) fn pass(&mut self, time: Duration) {
        self.now += time.as_millis();
        self.crm.now += time.as_millis();
    }

    pub(super) fn sign_in(&mut self, user: UserId) {
        if user != self.user {
            self.user = user;
            self.sign_ins += 1;
            self.checks.forget(&self.crm);
            self.crm.forget_pushes();
        }
        let name = name_of(user);
        self.apply(Event::Account(AccountView::SignedIn { user, name }));
    }

    pub(super) fn show_tab(&mut self, id: TabId, visible: bool) {
        self.browser.tabs.insert(id, visible);
        self.apply(Event::Tab(Tab { id, visible }));
    }

    /// A tab or window closes, and the call page in it with it.
    pub(super) fn close_tab(&mut self, tab: TabId, port_first: bool) {
        self.browser.tabs.remove(&tab);
        let had_page = self.browser.pages.remove(&tab).is_some();
        if had_page && port_first {
            self.apply(Event::PageGone(tab));
        }
        self.apply(Event::TabGone(tab));
        if had_page && !port_first {
            self.apply(Event::PageGone(tab));
        }
    }

    pub(super) fn report(&mut self, tab: TabId, report: PageEvent) {
        self.apply(Event::PageEvent { tab, report });
    }

    pub(super) fn intent(&mut self, intent: Intent, tab: Option<TabId>) {
        self.apply(Event::Intent { intent, tab });
    }

    /// The worker dies and starts again: what was under way is forgotten, what
    /// was stored stays. Call pages connect again.
    pub(super) fn die(&mut self) {
        let stored = codec::encode(&self.state);
        self.state = codec::decode(&stored).unwrap();
        self.under_way.clear();
        self.crm.forget_pushes();
        self.reconnects = true;
        self.apply(Event::Woke);
        let pages: Vec<_> = self
            .browser
            .pages
            .iter()
            .map(|(tab, page)| (*tab, page.alone))
            .collect();
        for (tab, alone) in pages {
            self.report(tab, PageEvent::Ready { alone });
        }
        self.reconnects = false;
        self.checks.media(&self.state, &self.browser);
    }

    /// The browser ends and starts anew: only what local storage has is left.
    pub(super) fn restart(&mut self) {
        let remains = Checkpoint::of(&self.state, Timestamp(self.now));
        let remains = codec::parse(&codec::text(&remains)).unwrap();
        let decided = self.outbox.decided();
        self.state = State::default();
        self.browser = Browser::default();
        self.under_way.clear();
        self.crm.forget_pushes();
        self.checks.restarted(&self.crm, &decided);
        self.apply(Event::Restarted { remains, decided });
        self.sign_in(self.user);
        self.show_tab(TabId(1), true);
    }

    /// The CRM is asked for the active call. It names the newest one; every
    /// other that the machine believes in is looked up.
    pub(super) fn poll(&mut self) {
        let user = self.user;
        let open = |call: &super::crm::Call| call.concerns(user) && !call.status.is_over();
        let Some(call) = self.crm.newest(open) else {
            return self.apply(Event::NoneActive);
        };
        if let Some(session) = self.crm.session(call, self.now) {
            self.apply(Event::Seen(session));
        }
        let current = self
            .state
            .current
            .as_ref()
            .filter(|_| self.state.is_engaged());
        let current = current.and_then(Current::call);
        let rings = self.state.rings.iter().map(|ring| ring.call);
        let believed: Vec<_> = current.into_iter().chain(rings).collect();
        for other in believed.into_iter().filter(|other| *other != call) {
            self.send(Request::Check(other));
        }
    }

    /// The push socket connects: every call of the user that is not over is
    /// looked at.
    pub(super) fn survey(&mut self) {
        let calls = self.crm.calls.iter();
        let open = calls.filter(|(_, call)| call.concerns(self.user) && !call.status.is_over());
        let open: Vec<CallId> = open.map(|(id, _)| *id).collect();
        for call in open {
            if let Some(session) = self.crm.session(call, self.now) {
                self.apply(Event::Seen(session));
            }
        }
    }

    /// Delivers what waits in the outbox.
    pub(super) fn deliver_outbox(&mut self) {
        while let Some(entry) = self.outbox.next(Timestamp(u64::MAX)).cloned() {
            self.crm.update(entry.call, &entry.what);
            self.outbox.delivered(&entry, Delivery::Done);
        }
    }

    /// Whether it is not known yet what became of an attempt to call.
    pub(super) fn attempt_is_open(&self) -> bool {
        let asked = |(_, request): &(u64, Request)| matches!(request, Request::Initiate { .. });
        let phase = self.state.current.as_ref().map(|current| &current.phase);
        let dialing = matches!(phase, Some(Phase::Dialing { .. }));
        dialing || !self.state.lost.is_empty() || self.under_way.iter().any(asked)
    }
}
