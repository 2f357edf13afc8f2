//! Creates the parts of the worker and connects them.
//!
//! A part knows only those below it and notifies those above it through a
//! [`super::hook::Hook`]; the hooks are connected here. The parts live as long
//! as the worker's context, which ends without notice, so they refer to one
//! another by plain references and are never dropped.

use super::announcer::Announcer;
use super::api_health::ApiHealth;
use super::call_pages::CallPages;
use super::call_requests::CallRequests;
use super::calls::Calls;
use super::content_scripts::ContentScripts;
use super::crm_client::CrmClient;
use super::crm_tabs::CrmTabs;
use super::delivery::OutboxDelivery;
use super::diagnostics::{self, log};
use super::effects::Effects;
use super::events::Events;
use super::fallbacks::FallbackRoutes;
use super::jobs::Jobs;
use super::meeting_servers::MeetingServers;
use super::own_status::OwnStatus;
use super::own_windows::OwnWindows;
use super::people::People;
use super::preferences::Preferences;
use super::push_socket::PushSocket;
use super::requests::Requests;
use super::saver::{Batch, Saver};
use super::scheduler::Scheduler;
use super::signin::{Authenticator, Change};
use super::sites::Sites;
use super::stored::{self, Loaded, Writer};
use super::updates::Updates;
use super::uploads::Uploads;
use ringside::call::machine::Event;
use ringside::call::view::AccountView;
use ringside::crm::fallback::Fallback;
use ringside_web::browser::Error;

/// Loads what an earlier worker stored, and continues from there.
pub(super) async fn start() -> Result<&'static Events, Error> {
    diagnostics::load().await;
    let loaded = stored::load().await?;
    let worker = forever(Worker::assemble(&loaded));
    worker.preferences.load_permissions().await;
    worker.pages.load().await;
    worker.servers.load().await;
    worker.connect_hooks();
    worker.wake(&loaded);
    Ok(worker.events)
}

/// A part of the worker, which lives as long as its context.
fn forever<T>(part: T) -> &'static T {
    Box::leak(Box::new(part))
}

/// The parts that others act on.
struct Worker {
    saver: &'static Saver,
    calls: &'static Calls,
    scheduler: &'static Scheduler,
    tabs: &'static CrmTabs,
    auth: &'static Authenticator,
    routes: &'static FallbackRoutes,
    people: &'static People,
    socket: &'static PushSocket,
    health: &'static ApiHealth,
    requests: &'static CallRequests,
    delivery: &'static OutboxDelivery,
    pages: &'static CallPages,
    servers: &'static MeetingServers,
    announcer: &'static Announcer,
    updates: &'static Updates,
    jobs: &'static Jobs,
    preferences: &'static Preferences,
    own_windows: &'static OwnWindows,
    scripts: &'static ContentScripts,
    effects: Effects,
    events: &'static Events,
}

impl Worker {
    /// Creates the parts, from those that depend on none to those that depend
    /// on many.
    fn assemble(loaded: &Loaded) -> Self {
        let (memory, lasting) = (loaded.memory, loaded.lasting);
        let writer = Writer::new(loaded);
        let saver = forever(Saver::new(writer));
        let preferences = forever(Preferences::new(&lasting.settings, writer));
        let calls = forever(Calls::new(&memory.calls, &lasting.outbox, saver));
        let scheduler = forever(Scheduler::new(&memory.schedule, calls));
        let tabs = forever(CrmTabs::new(calls));
        let announcer = forever(Announcer::new(calls, preferences));
        let updates = forever(Updates::new(&memory.update_waits, calls, saver));

        let auth = forever(Authenticator::new(
            &memory.sign_in,
            preferences,
            tabs,
            saver,
            &memory.skew,
        ));
        let servers = forever(MeetingServers::new(auth));
        let pages = forever(CallPages::new(calls, servers));
        let own_windows = forever(OwnWindows::new(preferences, tabs, auth));
        let scripts = forever(ContentScripts::new(preferences, own_windows));
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
        let sites = forever(Sites::new(preferences, auth, health, socket, tabs));
        let notes = &memory.delivered_notes;
        let delivery = forever(OutboxDelivery::new(notes, calls, client, scheduler, saver));
        let uploads = forever(Uploads::new(auth, routes, pages));

        let jobs = forever(Jobs {
            calls,
            preferences,
            auth,
            scheduler,
            saver,
            requests,
            own_status,
            people,
            socket,
            delivery,
        });
        let effects = Effects {
            calls,
            pages,
            uploads,
            requests,
            scheduler,
            auth,
        };
        let answers = forever(Requests {
            calls,
            auth,
            jobs,
            people,
            preferences,
            sites,
            own_windows,
            scripts,
            pages,
        });
        let events = forever(Events {
            calls,
            pages,
            jobs,
            announcer,
            scripts,
            updates,
            requests: answers,
        });
        Self {
            saver,
            calls,
            scheduler,
            tabs,
            auth,
            routes,
            people,
            socket,
            health,
            requests,
            delivery,
            pages,
            servers,
            announcer,
            updates,
            jobs,
            preferences,
            own_windows,
            scripts,
            effects,
            events,
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
            .set(|()| self.updates.install_when_idle());
        self.scheduler.on_due.set(|()| self.jobs.run_due());
        self.auth
            .on_changed
            .set(|change| self.sign_in_changed(change));
        self.requests
            .on_polled
            .set(|(call, created)| self.socket.on_polled(call, created));
        self.pages
            .on_fallback
            .set(|()| self.routes.remember(Fallback::UploadRecording));
    }

    /// Continues where the last worker stopped.
    fn wake(&'static self, loaded: &Loaded) {
        self.scripts.register(false);
        let origin = self.auth.origin();
        let rules = self.preferences.rules(origin.as_deref());
        self.calls.dispatch(Event::Rules(rules));
        if loaded.starts_anew {
            log("starts anew");
            let checkpoint = loaded.lasting.checkpoint.read(Clone::clone);
            let decided = self.calls.read_outbox(|outbox| outbox.decided());
            self.calls.dispatch(Event::Restarted {
                checkpoint,
                decided,
            });
        }
        if origin.is_some() {
            // Settings may have been stored and the worker ended before it used
            // them.
            self.auth.follow_address();
            self.calls.dispatch(Event::Woke);
            self.socket.connect();
            // What the last worker did not finish.
            self.delivery.deliver();
        }
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
            self.tabs.show();
            self.announcer.show(&before);
            let window = self.calls.read(|state| before.window_to_close(state));
            if let Some(tab) = window {
                self.pages.close_window(tab);
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
                    // Who carries depends on where the user is signed in.
                    self.own_windows.follow_sites();
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
