//! One site: creates the parts of the worker that belong to it, and connects
//! them. Nothing of one site reaches the parts of another; what the browser has
//! only one of is [`Common`].
//!
//! A part knows only those below it and notifies those above it through a
//! [`super::hook::Hook`]; the hooks are connected here. The parts live as long
//! as the worker's context, which ends without notice, so they refer to one
//! another by plain references and are never dropped.

use wasm_bindgen_futures::spawn_local;

use super::all_calls::AllCalls;
use super::announcer::Announcer;
use super::api_health::ApiHealth;
use super::call_pages::CallPages;
use super::call_requests::CallRequests;
use super::calls::Calls;
use super::crm_client::CrmClient;
use super::crm_tabs::CrmTabs;
use super::delivery::OutboxDelivery;
use super::diagnostics::{self, log};
use super::effects::Effects;
use super::fallbacks::FallbackRoutes;
use super::jobs::Jobs;
use super::own_status::OwnStatus;
use super::people::People;
use super::preferences::Preferences;
use super::push_socket::PushSocket;
use super::saver::{Batch, Saver};
use super::scheduler::Scheduler;
use super::signin::{Authenticator, Change};
use super::stored::{Lasting, LoadedSite, Writer};
use super::updates::Updates;
use super::uploads::Uploads;
use ringside::call::intent::Intent;
use ringside::call::machine::Event;
use ringside::call::view::AccountView;
use ringside::crm::fallback::Fallback;
use ringside::sites::{NOBODYS, SiteNumber};

/// The parts that all sites share.
#[derive(Clone, Copy)]
pub(super) struct Common {
    pub(super) lasting: &'static Lasting,
    pub(super) writer: Writer,
    pub(super) preferences: &'static Preferences,
    pub(super) all: &'static AllCalls,
    pub(super) tabs: &'static CrmTabs,
    pub(super) pages: &'static CallPages,
    pub(super) announcer: &'static Announcer,
    pub(super) updates: &'static Updates,
}

/// The parts of one site.
pub(super) struct Site {
    pub(super) number: SiteNumber,
    pub(super) origin: &'static str,
    common: Common,
    pub(super) calls: &'static Calls,
    pub(super) auth: &'static Authenticator,
    pub(super) people: &'static People,
    pub(super) socket: &'static PushSocket,
    pub(super) health: &'static ApiHealth,
    pub(super) jobs: &'static Jobs,
    saver: &'static Saver,
    scheduler: &'static Scheduler,
    routes: &'static FallbackRoutes,
    own_status: &'static OwnStatus,
    requests: &'static CallRequests,
    delivery: &'static OutboxDelivery,
    effects: Effects,
}

/// A part of the worker, which lives as long as its context.
pub(super) fn forever<T>(part: T) -> &'static T {
    Box::leak(Box::new(part))
}

impl Site {
    /// Creates the parts, from those that depend on none to those that depend
    /// on many, and continues where the last worker stopped.
    pub(super) fn start(common: Common, number: SiteNumber, loaded: LoadedSite) -> &'static Self {
        let starts_anew = loaded.starts_anew;
        let site = forever(Self::assemble(common, number, loaded));
        site.connect_hooks();
        site.come(starts_anew);
        site
    }

    fn assemble(common: Common, number: SiteNumber, loaded: LoadedSite) -> Self {
        let Common {
            lasting,
            writer,
            preferences,
            tabs,
            pages,
            ..
        } = common;
        let origin: &'static str = Box::leak(loaded.origin.into_boxed_str());
        let memory = loaded.memory;
        let saver = forever(Saver::new(writer.of_site(origin, memory)));
        let outboxes = &lasting.outboxes;
        let calls = forever(Calls::new(origin, &memory.calls, outboxes, saver));
        let scheduler = forever(Scheduler::new(number, &memory.schedule, calls));
        let sign_in = &memory.sign_in;
        let auth = forever(Authenticator::new(
            origin,
            sign_in,
            preferences,
            tabs,
            saver,
            &memory.skew,
        ));
        let client = forever(CrmClient::new(auth, &memory.limit, &memory.skew));
        let routes = forever(FallbackRoutes::new(&lasting.fallbacks, client, writer));
        let own_status = forever(OwnStatus::new(&memory.own_status, calls, client, routes));
        let people = forever(People::new(
            &memory.people,
            (calls, tabs),
            (client, own_status),
            (scheduler, saver),
        ));
        let health = forever(ApiHealth::new(&memory.api_health));
        let requests = forever(CallRequests::new(
            calls,
            client,
            routes,
            people,
            preferences,
            health,
        ));
        let socket = forever(PushSocket::new(client, calls, requests, scheduler));
        let notes = &memory.delivered_notes;
        let delivery = forever(OutboxDelivery::new(
            origin, notes, calls, client, scheduler, saver,
        ));
        let uploads = forever(Uploads::new(number, client, routes, pages));
        let jobs = forever(Jobs {
            origin,
            calls,
            preferences,
            scheduler,
            saver,
            requests,
            own_status,
            people,
            socket,
            delivery,
        });
        let effects = Effects {
            number,
            origin,
            calls,
            pages,
            uploads,
            requests,
            scheduler,
            writer,
        };
        Self {
            number,
            origin,
            common,
            calls,
            auth,
            people,
            socket,
            health,
            jobs,
            saver,
            scheduler,
            routes,
            own_status,
            requests,
            delivery,
            effects,
        }
    }

    /// Connects the hooks of the parts.
    fn connect_hooks(&'static self) {
        self.calls
            .on_stepped
            .set(|ended| self.scheduler.follow_calls(ended));
        self.saver.on_saved.set(|batch| self.start_effects(batch));
        self.saver
            .on_idle
            .set(|()| self.common.updates.install_when_idle());
        self.scheduler.on_due.set(|()| self.jobs.run_due());
        self.auth
            .on_changed
            .set(|change| self.sign_in_changed(change));
        self.requests
            .on_polled
            .set(|(call, created)| self.socket.on_polled(call, created));
    }

    /// The site is there (again): it is shown, and goes on.
    pub(super) fn come(&'static self, starts_anew: bool) {
        self.common.all.add(self.number, self.origin, self.calls);
        self.follow_rules();
        for known in self.common.tabs.all() {
            self.calls.dispatch(Event::Tab(known.tab));
        }
        if starts_anew {
            log("starts anew");
            let lasting = self.common.lasting;
            let checkpoint = lasting.checkpoints.read(|all| all.of(self.origin));
            let decided = lasting.outboxes.read(|all| all.decided(self.origin));
            self.calls.dispatch(Event::Restarted {
                checkpoint,
                decided,
            });
        }
        if self.auth.has_account() {
            // Settings may have been stored and the worker ended before it used
            // them.
            self.auth.follow_address();
            self.calls.dispatch(Event::Woke);
            self.socket.connect();
            // What the last worker did not finish.
            self.delivery.deliver();
        }
    }

    /// The site was switched off, or its permission withdrawn. Nothing of it
    /// goes on or is shown. A call that is on ends, and the CRM is told, if it
    /// can still be told.
    pub(super) fn leave(&'static self) {
        log("a site was switched off");
        self.socket.close();
        self.scheduler.clear();
        let is_engaged = self.calls.is_engaged();
        if is_engaged {
            let (intent, tab) = (Intent::HangUp, None);
            self.calls.dispatch(Event::Intent { intent, tab });
        }
        self.owner_gone();
        self.common.all.remove(self.number);
        self.common.tabs.show();
        spawn_local(async move {
            if is_engaged {
                self.delivery.deliver_in_turn().await;
            }
            // It may have been switched on again meanwhile.
            if self.common.all.number(self.origin).is_none() {
                self.auth.sign_out();
            }
        });
    }

    /// The user is gone who called guests from the pages of this site.
    fn owner_gone(&self) {
        let site = self.origin.to_owned();
        self.common.all.dispatch(NOBODYS, Event::OwnerGone { site });
    }

    /// The settings may have changed.
    pub(super) fn follow_rules(&'static self) {
        let rules = self.common.preferences.rules(Some(self.origin));
        self.calls.dispatch(Event::Rules(rules));
    }

    /// A call page of this site found that uploading as documented does not
    /// work.
    pub(super) fn fallback_found(&'static self) {
        self.routes.remember(Fallback::UploadRecording);
    }

    /// The new state of an event is saved: its effects may start.
    fn start_effects(&'static self, batch: Batch) {
        for effect in batch.effects {
            self.effects.perform(effect);
        }
        if batch.outbox_grew {
            self.delivery.deliver();
        }
        if let Some(before) = batch.before {
            self.common.tabs.show();
            self.common.announcer.show(self.number, &before);
            let window = self.calls.read(|state| before.window_to_close(state));
            if let Some(tab) = window {
                self.common.pages.close_window(self.number, tab);
            }
        }
    }

    fn sign_in_changed(&'static self, change: Change) {
        match change {
            Change::SignedIn {
                api,
                user,
                name,
                is_another,
            } => {
                self.health.follow(&api);
                if is_another {
                    self.socket.close();
                    self.people.forget_people();
                }
                let former = self.calls.read(|state| state.owner);
                if former.is_some_and(|former| former != user) {
                    self.own_status.forget();
                    self.delivery.forget_notes();
                    diagnostics::clear();
                    self.owner_gone();
                }
                let account = AccountView::SignedIn { user, name };
                self.calls.dispatch(Event::Account(account));
                self.jobs.start();
            }
            Change::Moved { api } => {
                self.health.follow(&api);
                self.socket.close();
                self.people.forget_people();
                self.people.push_to_tabs();
                self.jobs.start();
            }
            Change::SignedOut => {
                self.socket.close();
                self.scheduler.clear();
                self.people.forget_all();
                self.calls.dispatch(Event::Account(AccountView::SignedOut));
            }
            Change::Expired => {
                self.socket.close();
                self.calls.dispatch(Event::Account(AccountView::Expired));
            }
        }
    }
}
