//! What outlives the worker: loaded once, before anything else happens. Each
//! part gets its own section; only the [`Writer`] sees them all.

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
use ringside::crm::health::ApiHealth;
use ringside::crm::limit::Limit;
use ringside::delivery::DeliveredNotes;
use ringside::diagnostics::Entry;
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

/// One part's section of the stored state. Reads and changes are short and
/// never nested.
#[derive(Default)]
pub(super) struct Section<T>(RefCell<T>);

impl<T> Section<T> {
    /// Reads it.
    pub(super) fn read<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.0.borrow())
    }

    /// Changes it. Its owner decides when it is written.
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
    pub(super) calls: Section<State>,
    /// Whose CRM, and the sign-in there.
    pub(super) sign_in: Section<SignIn>,
    /// When each job is due.
    pub(super) schedule: Section<Schedule>,
    /// The offset of the CRM's clock from ours.
    pub(super) skew: Section<Skew>,
    /// Whether the API answers.
    pub(super) api_health: Section<ApiHealth>,
    /// How many requests the CRM may still get.
    pub(super) limit: Section<Limit>,
    /// Which user belongs to which record, and can be reached.
    pub(super) people: Section<People>,
    /// The user's own status at the CRM.
    pub(super) own_status: Section<OwnStatus>,
    /// The notes as they were last delivered to the CRM.
    pub(super) delivered_notes: Section<DeliveredNotes>,
    /// Whether a newer version of the extension waits for calls to end.
    pub(super) update_waits: Section<bool>,
}

/// Session storage does not outlive a version of the extension.
impl Format for Memory {
    const FORMAT: &'static str = env!("CARGO_PKG_VERSION");
}

impl Stored for Memory {}

/// What is in local storage, each under its own key.
pub(super) struct Lasting {
    /// What the CRM must still get.
    pub(super) outbox: Section<Outbox>,
    /// Which of the CRM's endpoints are broken.
    pub(super) fallbacks: Section<Fallbacks>,
    /// What the browser's next session must know of the calls.
    pub(super) checkpoint: Section<Checkpoint>,
    /// What the user and the administrator set.
    pub(super) settings: Section<Settings>,
}

/// The state that an earlier worker stored.
pub(super) struct Loaded {
    /// From session storage.
    pub(super) memory: &'static Memory,
    /// From local storage.
    pub(super) lasting: &'static Lasting,
    /// Whether there was no earlier worker: the browser started, or a new
    /// version of the extension.
    pub(super) starts_anew: bool,
}

/// Loads the state that an earlier worker stored.
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
    let settings = resolve_restored(Area::Local, SETTINGS, found, restored).await;
    Ok(settings.unwrap_or_default())
}

/// Writes what outlives the worker.
#[derive(Clone, Copy)]
pub(super) struct Writer {
    memory: &'static Memory,
    lasting: &'static Lasting,
}

impl Writer {
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

    /// Writes the checkpoint, if it changed.
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

    /// Writes soon what was found out about the CRM.
    pub(super) fn save_fallbacks(self) {
        let fallbacks = text(&self.lasting.fallbacks);
        spawn_local(write(Area::Local, FALLBACKS, fallbacks));
    }

    /// Writes the settings soon.
    pub(super) fn save_settings(self) {
        let settings = text(&self.lasting.settings);
        spawn_local(write(Area::Local, SETTINGS, settings));
    }
}

/// Reads what is stored under `key`. `None` when there is nothing, or nothing
/// that can be read.
async fn restore<T: Stored + Default>(area: Area, key: &'static str) -> Result<Option<T>, Error> {
    let found = storage::read(area, key).await?;
    if found.is_undefined() {
        return Ok(None);
    }
    // We store texts only: any other value is as unreadable as an empty text.
    let restored = codec::restore(&found.as_string().unwrap_or_default());
    Ok(resolve_restored(area, key, found, restored).await)
}

/// Returns what was found under `key`. What is of an older format is rewritten,
/// what is of a newer one is set aside. `None` when this version cannot read
/// it; the default then takes its place, so that this is logged once.
async fn resolve_restored<T: Format + Default>(
    area: Area,
    key: &'static str,
    found: JsValue,
    restored: Restored<T>,
) -> Option<T> {
    match restored {
        Restored::Current(value) => Some(value),
        Restored::Migrated(value) => {
            log(("brought up to today's format", &key));
            write(area, key, text(&value)).await;
            Some(value)
        }
        Restored::Newer(_) => {
            log(("of a newer version", &key));
            if set_aside(area, key, found, "newer").await {
                write(area, key, text(&T::default())).await;
            }
            None
        }
        Restored::Unreadable => {
            log(("cannot be read", &key));
            if set_aside(area, key, found, "unreadable").await {
                write(area, key, text(&T::default())).await;
            }
            None
        }
    }
}

/// Stores what cannot be used under another key, for the day when somebody can
/// read it: the newer version that wrote it, or an engineer. `false` when that
/// failed.
async fn set_aside(area: Area, key: &'static str, found: JsValue, why: &str) -> bool {
    let aside = [key, ".", why].concat();
    let written = storage::write(area, &aside, found).await;
    if let Err(cause) = &written {
        log(Entry::from(("cannot set aside", &key)).and(cause));
    }
    written.is_ok()
}

fn text<T: Format>(value: &T) -> JsValue {
    codec::text(value).into()
}

/// Writes to storage. A failure is only logged: the call goes on as long as
/// this worker lives.
fn write(area: Area, key: &'static str, value: JsValue) -> LocalBoxFuture<'static, ()> {
    Box::pin(async move {
        if let Err(cause) = storage::write(area, key, value).await {
            log(Entry::from(("cannot save", &key)).and(&cause));
        }
    })
}

#[cfg(test)]
mod tests;
