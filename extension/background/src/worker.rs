//! The worker: it takes events one by one, and acts on what is saved.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use futures_util::lock::Mutex;
use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;

use super::diagnostics::{self, log};
use super::ports::Ports;
use super::stored::Memory;
use super::{delivery, effects, jobs, tabs};
use ringside::call::checkpoint::Checkpoint;
use ringside::call::machine::{self, Effect, Event, TimedEvent};
use ringside::call::state::{Phase, State};
use ringside::call::view::MediaHost;
use ringside::crm::fallback::Fallbacks;
use ringside::domain::CallId;
use ringside::outbox::Outbox;
use ringside::schedule::{PeriodicJob, PollContext};
use ringside::settings::Settings;
use ringside_web::browser::{Error, alarms, clock, runtime};
use ringside_web::socket::Socket;

/// How long after a call the user's status is what it was before, in
/// milliseconds.
const FREE_MS: u64 = 2_000;

/// The worker. It lives as long as the browser lets it; everything that must
/// last is in [`Memory`] or the outbox.
#[derive(Debug)]
pub(super) struct Worker {
    pub(super) memory: RefCell<Memory>,
    pub(super) outbox: RefCell<Outbox>,
    pub(super) settings: RefCell<Settings>,
    /// Which of the CRM's endpoints are to be avoided.
    pub(super) detours: RefCell<Fallbacks>,
    /// What local storage knows of the calls.
    pub(super) remains: RefCell<Checkpoint>,
    loaded: Mutex<bool>,
    pub(super) ports: Ports,
    pub(super) socket: RefCell<Option<Socket>>,
    pub(super) signing: Mutex<()>,
    /// Told when a page of the CRM has another sign-in than ours.
    pub(super) page_signed_in: RefCell<Option<oneshot::Sender<()>>>,
    pub(super) delivering: Mutex<()>,
    pub(super) sounding: Cell<Option<bool>>,
    pub(super) notified: RefCell<Vec<String>>,
    timer: RefCell<Option<Timeout>>,
    alarm: Cell<u64>,
    /// Whether the user was told that the end of a call waits.
    pub(super) said_waiting: Cell<bool>,
    queue: RefCell<Vec<Batch>>,
    pumping: Cell<bool>,
}

impl Worker {
    /// A worker that has not loaded anything yet.
    pub(super) fn new() -> Rc<Self> {
        Rc::new(Self {
            memory: RefCell::default(),
            outbox: RefCell::default(),
            settings: RefCell::default(),
            detours: RefCell::default(),
            remains: RefCell::default(),
            loaded: Mutex::new(false),
            ports: Ports::default(),
            socket: RefCell::new(None),
            signing: Mutex::new(()),
            page_signed_in: RefCell::new(None),
            delivering: Mutex::new(()),
            sounding: Cell::new(None),
            notified: RefCell::default(),
            timer: RefCell::new(None),
            alarm: Cell::new(0),
            said_waiting: Cell::new(false),
            queue: RefCell::default(),
            pumping: Cell::new(false),
        })
    }

    /// Loads what an earlier worker left, once; every event waits for it.
    pub(super) async fn ready(self: &Rc<Self>) -> Result<(), Error> {
        let mut loaded = self.loaded.lock().await;
        if *loaded {
            return Ok(());
        }
        diagnostics::load().await;
        let starts_anew = self.load().await?;
        *loaded = true;
        drop(loaded);
        self.dispatch(Event::Rules(self.rules()));
        if starts_anew {
            // The browser started, or a new version of the extension.
            log("starts anew");
            let remains = self.remains.borrow().clone();
            let decided = self.outbox.borrow().decided();
            self.dispatch(Event::Restarted { remains, decided });
        }
        if self.read(|memory| memory.site.is_some()) {
            self.dispatch(Event::Woke);
            jobs::connect(self);
            // What the last worker did not get to.
            delivery::deliver(self);
        }
        Ok(())
    }

    /// A newer version of the extension is there. It waits for calls to end.
    pub(super) fn update(self: &Rc<Self>) {
        self.change(|memory| memory.update_waits = true);
        self.save();
    }

    /// Browsers install an update that was announced when the extension asks
    /// to start anew, or at their own next start.
    fn update_when_idle(&self) {
        if self.read(|memory| memory.update_waits && memory.state.is_idle()) {
            runtime::reload();
        }
    }

    /// Looks into the memory.
    pub(super) fn read<T>(&self, look: impl FnOnce(&Memory) -> T) -> T {
        look(&self.memory.borrow())
    }

    /// Changes the memory. Save it before acting on the change.
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut Memory) -> T) -> T {
        change(&mut self.memory.borrow_mut())
    }

    /// Has the memory written to storage soon.
    pub(super) fn save(self: &Rc<Self>) {
        self.pump(Batch::default());
    }

    /// Stores new settings and lives by them.
    pub(super) fn set_settings(self: &Rc<Self>, settings: Settings) {
        let settings = settings.repaired();
        self.settings.replace(settings);
        self.save_settings();
        self.dispatch(Event::Rules(self.rules()));
    }

    /// What the machine must know of the settings, at this time of day.
    pub(super) fn rules(&self) -> ringside::call::state::Rules {
        self.settings.borrow().rules(clock::minute_of_day())
    }

    /// Takes an event: steps at once; saves, acts and shows in this order as
    /// soon as storage has it.
    pub(super) fn dispatch(self: &Rc<Self>, what: Event) {
        let now = clock::now();
        let (changed, effects, before) = self.change(|memory| {
            let revision = memory.state.revision;
            let before = Before::of(&memory.state);
            let engaged = memory.state.is_engaged();
            let effects = machine::step(&mut memory.state, TimedEvent { now, what });
            let changed = memory.state.revision != revision;
            if engaged && !memory.state.is_engaged() {
                // The user is no longer busy, once the CRM knows of the end.
                memory.jobs.at(PeriodicJob::Beat, now.plus(FREE_MS));
            }
            (changed, effects, before)
        });
        let mut work = Batch {
            show: changed.then_some(before),
            ..Batch::default()
        };
        for effect in effects {
            if let Effect::OutboxEntry(tell) = effect {
                self.outbox.borrow_mut().push(tell);
                work.told = true;
            } else {
                work.effects.push(effect);
            }
        }
        let situation = self.situation();
        self.change(|memory| memory.jobs.adapt(now, situation));
        if changed || work.told || !work.effects.is_empty() {
            self.pump(work);
        }
        self.arm();
    }

    /// Queues work. One task at a time saves, then carries out what was queued
    /// before the save: no effect starts before storage knows of it.
    fn pump(self: &Rc<Self>, work: Batch) {
        self.queue.borrow_mut().push(work);
        if self.pumping.replace(true) {
            return;
        }
        let worker = self.clone();
        spawn_local(async move {
            loop {
                let batch = worker.queue.take();
                if batch.is_empty() {
                    break;
                }
                if batch.iter().any(|work| work.told) {
                    worker.keep_outbox().await;
                }
                worker.keep_memory().await;
                worker.keep_remains().await;
                for work in batch {
                    worker.carry_out(work);
                }
            }
            worker.pumping.set(false);
            worker.update_when_idle();
        });
    }

    fn carry_out(self: &Rc<Self>, work: Batch) {
        for effect in work.effects {
            effects::perform(self, effect);
        }
        if work.told {
            delivery::deliver(self);
        }
        if let Some(before) = work.show {
            tabs::show(self, &before);
            self.close_window(&before);
        }
    }

    /// What the pace of things depends on now.
    pub(super) fn situation(&self) -> PollContext {
        let pushed = self.socket.borrow().as_ref().is_some_and(Socket::is_open);
        self.read(|memory| {
            let phase = memory.state.current.as_ref().map(|current| &current.phase);
            PollContext {
                watched: memory.state.is_watched(),
                pushed,
                ringing: !memory.state.rings.is_empty()
                    || matches!(phase, Some(Phase::Dialing { .. } | Phase::Ringing { .. })),
                in_call: matches!(phase, Some(Phase::Live(_))),
            }
        })
    }

    /// Makes sure that something wakes us when the next thing is due: an
    /// alarm for long waits and as a safety net, a timer for short ones.
    pub(super) fn arm(self: &Rc<Self>) {
        let next = self.read(|memory| {
            let deadline = machine::next_deadline(&memory.state);
            deadline.into_iter().chain(memory.jobs.next()).min()
        });
        let Some(next) = next else {
            self.timer.take();
            return;
        };
        let now = clock::now();
        let wait = next.since(now);
        let signed_in = self.read(|memory| memory.state.me().is_some());
        let alarm = alarms::moment(next, now, signed_in);
        if alarm.0.abs_diff(self.alarm.get()) > 1_000 {
            self.alarm.set(alarm.0);
            if let Err(cause) = alarms::set(alarm) {
                log(&format!("cannot set the alarm: {cause}"));
            }
        }
        if wait < 30_000 {
            let worker = Rc::downgrade(self);
            let timer = clock::after(wait, move || {
                if let Some(worker) = worker.upgrade() {
                    jobs::run_due(&worker);
                }
            });
            self.timer.replace(Some(timer));
        } else {
            self.timer.take();
        }
    }

    /// A call's own window closes with the call: its page is told to leave and
    /// closes itself. Nothing is to be done for a toast.
    fn close_window(&self, before: &Before) {
        let now = self.read(|memory| host(&memory.state));
        if let Some(MediaHost::Window(tab)) = before.host
            && now.is_none_or(|host| host.tab() != tab)
        {
            self.ports.leave(tab);
        }
    }
}

/// What follows from events, once they are saved.
#[derive(Debug, Default)]
struct Batch {
    effects: Vec<Effect>,
    /// Whether the outbox has news.
    told: bool,
    /// The state before, when it changed.
    show: Option<Before>,
}

/// What must be known of the state before, to show the one after.
#[derive(Debug)]
pub(super) struct Before {
    /// The calls that rang.
    pub(super) rings: Vec<CallId>,
    /// Which page held the call.
    host: Option<MediaHost>,
}

impl Before {
    fn of(state: &State) -> Self {
        Self {
            rings: state.rings.iter().map(|ring| ring.call).collect(),
            host: host(state),
        }
    }
}

fn host(state: &State) -> Option<MediaHost> {
    state.current.as_ref().and_then(|current| current.host)
}
