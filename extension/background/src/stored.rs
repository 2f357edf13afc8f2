//! What outlives the worker: loaded once, before anything else happens. Each
//! part gets the section that is its own; only the [`Writer`] sees them all.

use std::cell::RefCell;

use futures_util::future::LocalBoxFuture;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::diagnostics::log;
use ringside::call::checkpoint::Checkpoint;
use ringside::call::state::State;
use ringside::codec::{self, Codec, Format, Reader, Restored, Stored};
use ringside::crm::clock::Skew;
use ringside::crm::fallback::Fallbacks;
use ringside::crm::limit::Limit;
use ringside::delivery::DeliveredNotes;
use ringside::outbox::Outbox;
use ringside::presence::own_status::OwnStatus;
use ringside::presence::people::People;
use ringside::schedule::Schedule;
use ringside::settings::Settings;
use ringside::signin::SignIn;
use ringside_web::browser::storage::{self, Area};
use ringside_web::browser::{Error, clock};
use ringside_web::json::Json;

const MEMORY: &str = "worker";
const OUTBOX: &str = "outbox";
const SETTINGS: &str = "settings";
const FALLBACKS: &str = "detours";
const CHECKPOINT: &str = "remains";

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

impl<T: Codec> Codec for Section<T> {
    fn write(&self, out: &mut String) {
        self.0.borrow().write(out);
    }
    fn read(from: &mut Reader<'_>) -> Self {
        Self(RefCell::new(T::read(from)))
    }
}

impl<T: Format> Format for Section<T> {
    const FORMAT: &'static str = T::FORMAT;
}

impl<T: Stored> Stored for Section<T> {
    fn migrate(version: u32, body: &str) -> Option<Self> {
        T::migrate(version, body).map(|value| Self(RefCell::new(value)))
    }
}

/// What is in session storage under `worker`, written as one.
#[derive(Default, Codec)]
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

/// Session storage does not outlive a version of the extension.
impl Format for Memory {
    const FORMAT: &'static str = env!("CARGO_PKG_VERSION");
}

impl Stored for Memory {}

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
    let memory: Option<Memory> = restore(Area::Session, MEMORY).await?;
    let starts_anew = memory.is_none();
    let memory = memory.unwrap_or_default();
    if !starts_anew {
        memory
            .schedule
            .change(|schedule| schedule.resume(clock::now()));
    }
    let checkpoint = restore(Area::Local, CHECKPOINT).await?;
    let outbox = restore(Area::Local, OUTBOX).await?;
    let fallbacks = restore(Area::Local, FALLBACKS).await?;
    let lasting = Lasting {
        outbox: outbox.unwrap_or_default(),
        fallbacks: fallbacks.unwrap_or_default(),
        checkpoint: checkpoint.unwrap_or_default(),
        settings: Section(RefCell::new(settings().await?)),
    };
    Ok(Loaded {
        memory: Box::leak(Box::new(memory)),
        lasting: Box::leak(Box::new(lasting)),
        starts_anew,
    })
}

/// The settings, of whatever version they are.
async fn settings() -> Result<Settings, Error> {
    let found = storage::read(Area::Local, SETTINGS).await?;
    if found.is_undefined() {
        return Ok(Settings::default());
    }
    let restored = Settings::restore(&Json(found.clone()));
    let settings = take_up(Area::Local, SETTINGS, found, restored).await;
    Ok(settings.unwrap_or_default())
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
        write(Area::Session, MEMORY, text(self.memory))
    }

    /// Writes the outbox as it is now.
    pub(super) fn write_outbox(self) -> LocalBoxFuture<'static, ()> {
        let outbox = text(&self.lasting.outbox);
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
        write(Area::Local, CHECKPOINT, text(stored))
    }

    /// Has what was found out about the CRM written soon.
    pub(super) fn save_fallbacks(self) {
        let fallbacks = text(&self.lasting.fallbacks);
        spawn_local(write(Area::Local, FALLBACKS, fallbacks));
    }

    /// Has the settings written soon.
    pub(super) fn save_settings(self) {
        let settings = text(&self.lasting.settings);
        spawn_local(write(Area::Local, SETTINGS, settings));
    }
}

/// What is stored under `key`. `None` when nothing is, or nothing that can be
/// read.
async fn restore<T: Stored>(area: Area, key: &'static str) -> Result<Option<T>, Error> {
    let found = storage::read(area, key).await?;
    if found.is_undefined() {
        return Ok(None);
    }
    // What is no text is nothing of ours: as unreadable as an empty one.
    let restored = codec::restore(&found.as_string().unwrap_or_default());
    Ok(take_up(area, key, found, restored).await)
}

/// Takes up what was found under `key`, and makes it give way when it is not
/// of today's format. `None` when nobody here can read it.
async fn take_up<T: Format>(
    area: Area,
    key: &'static str,
    found: JsValue,
    restored: Restored<T>,
) -> Option<T> {
    match restored {
        Restored::Current(value) => Some(value),
        Restored::Migrated(value) => {
            log(&format!("brought {key} up to today's format"));
            write(area, key, text(&value)).await;
            Some(value)
        }
        Restored::Newer(format) => {
            set_aside(area, key, found, &format).await;
            None
        }
        Restored::Unreadable => {
            log(&format!("dropped {key}: it cannot be read"));
            None
        }
    }
}

/// Keeps what a newer version wrote, for the day when that version is back.
async fn set_aside(area: Area, key: &'static str, found: JsValue, format: &str) {
    let aside = format!("{key}.newer");
    log(&format!(
        "{key} is of a newer version ({format}): set aside as {aside}"
    ));
    if let Err(cause) = storage::write(area, &aside, found).await {
        log(&format!("cannot set {key} aside: {cause}"));
    }
}

fn text<T: Format>(value: &T) -> JsValue {
    codec::text(value).into()
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

#[cfg(test)]
mod tests;
