//! The machine in its environment: effects are carried out, late, twice or
//! never, and their outcomes come back as events.

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
    /// Whether the worker is ended before it acts on the next event.
    pub(super) dies: bool,
    /// Whether call pages are about to connect to a new worker: until then they
    /// get no commands.
    reconnects: bool,
    /// How often another user has signed in.
    pub(super) sign_ins: u32,
    /// Requests, and when they were sent by the CRM's clock.
    pub(super) under_way: Vec<(u64, Request)>,
}

impl World {
    /// Signed in, with one visible CRM tab.
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

    /// Applies an event and carries out its effects.
    pub(super) fn apply(&mut self, event: Event) {
        self.pass(Duration::from_millis(10));
        let now = Timestamp(self.now);
        self.checks.before(&self.state, now, &event);
        let effects = step(&mut self.state, TimedEvent { now, event });
        self.checks.decided(&self.crm, self.user, &effects);
        let dies = std::mem::take(&mut self.dies);
        for effect in effects {
            // The outbox is stored with the state; other effects are lost with
            // the worker.
            if !dies || matches!(effect, Effect::Enqueue(_)) {
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
            Effect::Enqueue(entry) => self.outbox.push(entry),
            Effect::PageCommand(host, command) => self.browser.obey(host, &command),
            Effect::OpenWindow => self.browser.windows_due += 1,
            Effect::OpenMeeting { call, .. } => self.browser.meetings_due.push(call),
            Effect::CloseTab(tab) => self.browser.meetings.retain(|open| *open != tab),
            Effect::UploadGrant { .. }
            | Effect::RecordGuestCall(_)
            | Effect::Focus(_)
            | Effect::OpenOptions
            | Effect::OpenCrm => {}
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

    pub(super) fn page_event(&mut self, tab: TabId, event: PageEvent) {
        self.apply(Event::PageEvent { tab, event });
    }

    pub(super) fn intent(&mut self, intent: Intent, tab: Option<TabId>) {
        self.apply(Event::Intent { intent, tab });
    }

    /// The worker is ended and starts again: requests under way are lost, the
    /// stored state stays. Call pages connect again.
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
            self.page_event(tab, PageEvent::Ready { alone });
        }
        self.reconnects = false;
        self.checks.media(&self.state, &self.browser);
    }

    /// The browser is restarted: only local storage is left.
    pub(super) fn restart(&mut self) {
        let checkpoint = Checkpoint::of(&self.state, Timestamp(self.now));
        let checkpoint = codec::parse(&codec::text(&checkpoint)).unwrap();
        let decided = self.outbox.decided();
        self.state = State::default();
        self.browser = Browser::default();
        self.under_way.clear();
        self.crm.forget_pushes();
        self.checks.restarted(&self.crm, &decided);
        self.apply(Event::Restarted {
            checkpoint,
            decided,
        });
        self.sign_in(self.user);
        self.show_tab(TabId(1), true);
    }

    /// The CRM is asked for the active call. It names the newest one; every
    /// other one in the state is queried.
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
        let elsewhere = self
            .state
            .elsewhere
            .as_ref()
            .map(|elsewhere| elsewhere.call);
        let known: Vec<_> = current.into_iter().chain(rings).chain(elsewhere).collect();
        for other in known.into_iter().filter(|other| *other != call) {
            self.send(Request::Check(other));
        }
    }

    /// The push socket connects: every call of the user that is not over is
    /// processed.
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
        while let Some(entry) = self.outbox.next(Timestamp(u64::MAX), &[]).cloned() {
            self.crm.update(entry.call, &entry.update);
            self.outbox.delivered(&entry, Delivery::Done);
        }
    }

    /// Whether the outcome of an attempt to call is still unknown.
    pub(super) fn attempt_is_open(&self) -> bool {
        let asked = |(_, request): &(u64, Request)| matches!(request, Request::Initiate { .. });
        let phase = self.state.current.as_ref().map(|current| &current.phase);
        let dialing = matches!(phase, Some(Phase::Dialing { .. }));
        dialing || !self.state.lost.is_empty() || self.under_way.iter().any(asked)
    }
}
