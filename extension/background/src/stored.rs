//! What outlives the worker: loaded once, saved before anything is done.

use std::cell::RefCell;

use futures_util::future::LocalBoxFuture;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::diagnostics::log;
use super::signin::Site;
use super::worker::Worker;
use ringside::call::checkpoint::Checkpoint;
use ringside::call::state::State;
use ringside::codec::{self, Codec, Format, Restored, Stored};
use ringside::crm::clock::Skew;
use ringside::crm::directory::Directory;
use ringside::crm::limit::Limit;
use ringside::domain::CallId;
use ringside::presence::Reach;
use ringside::schedule::Schedule;
use ringside::settings::Settings;
use ringside::site::RecordRef;
use ringside_web::browser::storage::{self, Area};
use ringside_web::browser::{Error, clock};
use ringside_web::json::Json;

const MEMORY: &str = "worker";
const OUTBOX: &str = "outbox";
const SETTINGS: &str = "settings";
const DETOURS: &str = "detours";
const REMAINS: &str = "remains";

/// What lies in session storage under `worker`.
#[derive(Debug, Default, Codec)]
pub(super) struct Memory {
    /// The calls.
    pub(super) state: State,
    /// Whose CRM, and the sign-in there.
    pub(super) site: Option<Site>,
    /// What is due when.
    pub(super) jobs: Schedule,
    /// The CRM's clock against ours.
    pub(super) skew: Skew,
    /// Who stands behind which record.
    pub(super) directory: Directory,
    /// The records that each tab shows.
    pub(super) watched_records: Vec<(i32, Vec<RecordRef>)>,
    /// Who was reachable when last asked, by user number.
    pub(super) reach: Vec<(u64, Reach)>,
    /// The user's own status at the CRM before the current call.
    pub(super) status_before: Option<String>,
    /// The status that the CRM last showed for the user.
    pub(super) own_status: Option<String>,
    /// The notes that the CRM last got from us.
    pub(super) delivered_notes: Vec<(CallId, String)>,
    /// Whether a newer version of the extension waits for calls to end.
    pub(super) update_waits: bool,
    /// How many requests the CRM may still get.
    pub(super) limit: Limit,
}

/// Session storage does not outlive a version of the extension.
impl Format for Memory {
    const FORMAT: &'static str = env!("CARGO_PKG_VERSION");
}

impl Stored for Memory {}

impl Worker {
    /// Loads what an earlier worker left. `true` when none did: the browser
    /// started, or a new version of the extension.
    pub(super) async fn load(&self) -> Result<bool, Error> {
        let earlier = restore(Area::Session, MEMORY, &self.memory).await?;
        if earlier {
            self.change(|memory| memory.jobs.resume(clock::now()));
        }
        restore(Area::Local, REMAINS, &self.remains).await?;
        restore(Area::Local, OUTBOX, &self.outbox).await?;
        restore(Area::Local, DETOURS, &self.detours).await?;
        let found = storage::read(Area::Local, SETTINGS).await?;
        if !found.is_undefined() {
            let restored = Settings::restore(&Json(found.clone()));
            let (_, change) = take_up(restored, &self.settings);
            if let Some(change) = change {
                let today = text_of(&self.settings);
                replace(Area::Local, SETTINGS, found, change, today).await;
            }
        }
        Ok(!earlier)
    }

    /// Writes the memory as it is now.
    pub(super) fn keep_memory(&self) -> LocalBoxFuture<'static, ()> {
        let memory = text_of(&self.memory);
        Box::pin(keep(Area::Session, MEMORY, memory))
    }

    /// Has the settings written to storage soon.
    pub(super) fn save_settings(&self) {
        let settings = text_of(&self.settings);
        spawn_local(keep(Area::Local, SETTINGS, settings));
    }

    /// Has the outbox written to storage soon.
    pub(super) fn save_outbox(&self) {
        spawn_local(self.keep_outbox());
    }

    /// Has what was found out about the CRM written to storage soon.
    pub(super) fn save_detours(&self) {
        let detours = text_of(&self.detours);
        spawn_local(keep(Area::Local, DETOURS, detours));
    }

    /// Writes what another session of the browser must know, when it changed.
    pub(super) fn keep_remains(&self) -> LocalBoxFuture<'static, ()> {
        let remains = self.read(|memory| Checkpoint::of(&memory.state, clock::now()));
        if remains.is_kept_as(&self.remains.borrow()) {
            return Box::pin(std::future::ready(()));
        }
        self.remains.replace(remains);
        let text = text_of(&self.remains);
        Box::pin(keep(Area::Local, REMAINS, text))
    }

    /// Writes the outbox as it is now.
    pub(super) fn keep_outbox(&self) -> LocalBoxFuture<'static, ()> {
        let outbox = text_of(&self.outbox);
        Box::pin(keep(Area::Local, OUTBOX, outbox))
    }
}

/// Replaces `value` by what is stored under `key`. `false` when nothing is, or
/// nothing that can be read.
async fn restore<T: Stored>(
    area: Area,
    key: &'static str,
    value: &RefCell<T>,
) -> Result<bool, Error> {
    let found = storage::read(area, key).await?;
    if found.is_undefined() {
        return Ok(false);
    }
    // What is no text is nothing of ours: as unreadable as an empty one.
    let text = found.as_string().unwrap_or_default();
    let (taken, change) = take_up(codec::restore(&text), value);
    if let Some(change) = change {
        replace(area, key, found, change, text_of(value)).await;
    }
    Ok(taken)
}

/// What must happen to a stored text that is not of today's format.
enum Change {
    Migrated,
    SetAside(String),
    Dropped,
}

/// Replaces `value` by what was restored. `false` when that is nothing.
fn take_up<T>(restored: Restored<T>, value: &RefCell<T>) -> (bool, Option<Change>) {
    match restored {
        Restored::Current(current) => {
            value.replace(current);
            (true, None)
        }
        Restored::Migrated(migrated) => {
            value.replace(migrated);
            (true, Some(Change::Migrated))
        }
        Restored::Newer(format) => (false, Some(Change::SetAside(format))),
        Restored::Unreadable => (false, Some(Change::Dropped)),
    }
}

/// Replaces what lay under `key` by `today`, when it has to give way, and says
/// so in the log.
async fn replace(area: Area, key: &'static str, found: JsValue, change: Change, today: JsValue) {
    match change {
        Change::Migrated => log(&format!("brought {key} up to today's format")),
        Change::Dropped => log(&format!("dropped {key}: it cannot be read")),
        Change::SetAside(format) => {
            let aside = format!("{key}.newer");
            log(&format!(
                "{key} is of a newer version ({format}): set aside as {aside}"
            ));
            if let Err(cause) = storage::write(area, &aside, found).await {
                // Left where it is: it gives way to the next change only.
                return log(&format!("cannot set {key} aside: {cause}"));
            }
        }
    }
    keep(area, key, today).await;
}

fn text_of<T: Format>(value: &RefCell<T>) -> JsValue {
    codec::text(&*value.borrow()).into()
}

/// Writes to storage. A browser that cannot is told of in the log: the call
/// goes on as long as this worker lives.
async fn keep(area: Area, key: &'static str, value: JsValue) {
    if let Err(cause) = storage::write(area, key, value).await {
        log(&format!("cannot save {key}: {cause}"));
    }
}

#[cfg(test)]
mod tests;
