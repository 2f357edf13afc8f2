//! What outlives the worker: loaded once, before anything else happens. Each
//! part gets the section that is its own; only the [`Writer`] sees them all.

use std::cell::RefCell;

use futures_util::future::LocalBoxFuture;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::diagnostics::log;
use ringside::call::checkpoint::{self, Checkpoint};
use ringside::call::state::State;
use ringside::crm::clock::Skew;
use ringside::crm::fallback::{self, Fallbacks};
use ringside::crm::limit::Limit;
use ringside::delivery::DeliveredNotes;
use ringside::outbox::{self, Outbox};
use ringside::persist::{self, Persist, persist};
use ringside::presence::own_status::OwnStatus;
use ringside::presence::people::People;
use ringside::schedule::Schedule;
use ringside::settings::Settings;
use ringside::signin::SignIn;
use ringside_web::browser::storage::{self, Area};
use ringside_web::browser::{Error, clock, codec};

const MEMORY: &str = "worker";
const OUTBOX: &str = "outbox";
const SETTINGS: &str = "settings";
const FALLBACKS: &str = "detours";
const CHECKPOINT: &str = "remains";

/// Session storage does not outlive a version of the extension.
const FORMAT: &str = env!("CARGO_PKG_VERSION");

/// What one part owns of what is stored. Reading and changing are short, and
/// never happen within one another.
#[derive(Default)]
pub(super) struct Section<T>(RefCell<T>);

impl<T> Section<T> {
    /// Looks into it.
    pub(super) fn read<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.0.borrow())
    }

    /// Changes it. It is written when its owner says so.
    pub(super) fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        change(&mut self.0.borrow_mut())
    }
}

impl<T: Persist> Persist for Section<T> {
    fn write(&self, out: &mut String) {
        self.0.borrow().write(out);
    }
    fn read(from: &mut &str) -> Option<Self> {
        T::read(from).map(|value| Self(RefCell::new(value)))
    }
}

/// What is in session storage under `worker`, written as one.
#[derive(Default)]
pub(super) struct Memory {
    /// The calls.
    pub(super) calls: Section<State>,
    /// Whose CRM, and the sign-in there.
    pub(super) sign_in: Section<SignIn>,
    /// What is due when.
    pub(super) schedule: Section<Schedule>,
    /// The CRM's clock against ours.
    pub(super) skew: Section<Skew>,
    /// How many requests the CRM may still get.
    pub(super) limit: Section<Limit>,
    /// Who stands behind which record, and can be reached.
    pub(super) people: Section<People>,
    /// The user's own status at the CRM.
    pub(super) own_status: Section<OwnStatus>,
    /// The notes that the CRM last got from us.
    pub(super) delivered_notes: Section<DeliveredNotes>,
    /// Whether a newer version of the extension waits for calls to end.
    pub(super) update_waits: Section<bool>,
}

persist!(struct Memory {
    calls, sign_in, schedule, skew, limit, people, own_status, delivered_notes, update_waits,
});

/// What is in local storage, each under a name of its own.
pub(super) struct Lasting {
    /// What the CRM must still be told.
    pub(super) outbox: Section<Outbox>,
    /// Which of the CRM's endpoints are to be avoided.
    pub(super) fallbacks: Section<Fallbacks>,
    /// What another session of the browser must know of the calls.
    pub(super) checkpoint: Section<Checkpoint>,
    /// What the user and the administrator set.
    pub(super) settings: Section<Settings>,
}

/// What an earlier worker left.
pub(super) struct Loaded {
    /// From session storage.
    pub(super) memory: &'static Memory,
    /// From local storage.
    pub(super) lasting: &'static Lasting,
    /// Whether there was no earlier worker: the browser started, or a new
    /// version of the extension.
    pub(super) starts_anew: bool,
}

/// Loads what an earlier worker left.
pub(super) async fn load() -> Result<Loaded, Error> {
    let memory: Option<Memory> = restore(Area::Session, MEMORY, FORMAT).await?;
    let starts_anew = memory.is_none();
    let memory = memory.unwrap_or_default();
    if !starts_anew {
        memory
            .schedule
            .change(|schedule| schedule.resume(clock::now()));
    }
    let checkpoint = restore(Area::Local, CHECKPOINT, checkpoint::FORMAT).await?;
    let outbox = restore(Area::Local, OUTBOX, outbox::FORMAT).await?;
    let fallbacks = restore(Area::Local, FALLBACKS, fallback::FORMAT).await?;
    let settings = ringside_web::json::Json(storage::read(Area::Local, SETTINGS).await?);
    let lasting = Lasting {
        outbox: outbox.unwrap_or_default(),
        fallbacks: fallbacks.unwrap_or_default(),
        checkpoint: checkpoint.unwrap_or_default(),
        settings: Section(RefCell::new(Settings::parse(&settings).repaired())),
    };
    Ok(Loaded {
        memory: Box::leak(Box::new(memory)),
        lasting: Box::leak(Box::new(lasting)),
        starts_anew,
    })
}

/// Writes what is to outlive the worker.
#[derive(Clone, Copy)]
pub(super) struct Writer {
    memory: &'static Memory,
    lasting: &'static Lasting,
}

impl Writer {
    /// A writer of what was loaded.
    pub(super) fn new(loaded: &Loaded) -> Self {
        let Loaded {
            memory, lasting, ..
        } = *loaded;
        Self { memory, lasting }
    }

    /// Writes the memory as it is now.
    pub(super) fn write_memory(self) -> LocalBoxFuture<'static, ()> {
        write(Area::Session, MEMORY, text(FORMAT, self.memory))
    }

    /// Writes the outbox as it is now.
    pub(super) fn write_outbox(self) -> LocalBoxFuture<'static, ()> {
        let outbox = text(outbox::FORMAT, &self.lasting.outbox);
        write(Area::Local, OUTBOX, outbox)
    }

    /// Writes what another session of the browser must know, when it changed.
    pub(super) fn write_checkpoint(self) -> LocalBoxFuture<'static, ()> {
        let now = clock::now();
        let checkpoint = self.memory.calls.read(|state| Checkpoint::of(state, now));
        let stored = &self.lasting.checkpoint;
        if stored.read(|stored| checkpoint.is_kept_as(stored)) {
            return Box::pin(std::future::ready(()));
        }
        stored.change(|stored| *stored = checkpoint);
        write(Area::Local, CHECKPOINT, text(checkpoint::FORMAT, stored))
    }

    /// Has what was found out about the CRM written soon.
    pub(super) fn save_fallbacks(self) {
        let fallbacks = text(fallback::FORMAT, &self.lasting.fallbacks);
        spawn_local(write(Area::Local, FALLBACKS, fallbacks));
    }

    /// Has the settings written soon.
    pub(super) fn save_settings(self) {
        match self.lasting.settings.read(codec::to_js) {
            Ok(settings) => spawn_local(write(Area::Local, SETTINGS, settings)),
            Err(cause) => log(&format!("cannot save the settings: {cause}")),
        }
    }
}

/// What is stored under `key`. `None` when nothing is, or nothing of this
/// format.
async fn restore<T: Persist>(area: Area, key: &str, format: &str) -> Result<Option<T>, Error> {
    let stored = storage::read(area, key).await?.as_string();
    Ok(stored.and_then(|text| persist::parse(format, &text)))
}

fn text<T: Persist>(format: &str, value: &T) -> JsValue {
    persist::text(format, value).into()
}

/// Writes to storage. A browser that cannot is told of in the log: the call
/// goes on as long as this worker lives.
fn write(area: Area, key: &'static str, value: JsValue) -> LocalBoxFuture<'static, ()> {
    Box::pin(async move {
        if let Err(cause) = storage::write(area, key, value).await {
            log(&format!("cannot save {key}: {cause}"));
        }
    })
}
