//! What outlives the worker: loaded once, saved before anything is done.

use std::cell::RefCell;

use futures_util::future::LocalBoxFuture;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::diagnostics::log;
use super::signin::Site;
use super::worker::Worker;
use ringside::call::checkpoint::{self, Checkpoint};
use ringside::call::state::State;
use ringside::crm::clock::Skew;
use ringside::crm::directory::Directory;
use ringside::crm::fallback;
use ringside::crm::limit::Limit;
use ringside::domain::CallId;
use ringside::outbox;
use ringside::persist::{self, Persist, persist};
use ringside::presence::Reach;
use ringside::schedule::Schedule;
use ringside::settings::Settings;
use ringside::site::RecordRef;
use ringside_web::browser::storage::{self, Area};
use ringside_web::browser::{Error, clock, codec};

const MEMORY: &str = "worker";
const OUTBOX: &str = "outbox";
const SETTINGS: &str = "settings";
const DETOURS: &str = "detours";
const REMAINS: &str = "remains";

/// What is kept in session storage under `worker`.
#[derive(Debug, Default)]
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

persist!(struct Memory {
    state, site, jobs, skew, directory, watched_records, reach, status_before, own_status,
    delivered_notes, update_waits, limit,
});

/// Session storage does not outlive a version of the extension.
const FORMAT: &str = env!("CARGO_PKG_VERSION");

impl Worker {
    /// Loads what an earlier worker left. `true` when none did: the browser
    /// started, or a new version of the extension.
    pub(super) async fn load(&self) -> Result<bool, Error> {
        let earlier = restore(Area::Session, MEMORY, FORMAT, &self.memory).await?;
        if earlier {
            self.change(|memory| memory.jobs.resume(clock::now()));
        }
        restore(Area::Local, REMAINS, checkpoint::FORMAT, &self.remains).await?;
        restore(Area::Local, OUTBOX, outbox::FORMAT, &self.outbox).await?;
        restore(Area::Local, DETOURS, fallback::FORMAT, &self.detours).await?;
        let kept = storage::read(Area::Local, SETTINGS).await?;
        self.settings
            .replace(Settings::parse(&ringside_web::json::Json(kept)).repaired());
        Ok(!earlier)
    }

    /// Writes the memory as it is now.
    pub(super) fn keep_memory(&self) -> LocalBoxFuture<'static, ()> {
        let memory = kept_as(FORMAT, &self.memory);
        Box::pin(keep(Area::Session, MEMORY, memory))
    }

    /// Has the settings written to storage soon.
    pub(super) fn save_settings(&self) {
        match codec::to_js(&*self.settings.borrow()) {
            Ok(settings) => spawn_local(keep(Area::Local, SETTINGS, settings)),
            Err(cause) => log(&format!("cannot save the settings: {cause}")),
        }
    }

    /// Has the outbox written to storage soon.
    pub(super) fn save_outbox(&self) {
        spawn_local(self.keep_outbox());
    }

    /// Has what was found out about the CRM written to storage soon.
    pub(super) fn save_detours(&self) {
        let detours = kept_as(fallback::FORMAT, &self.detours);
        spawn_local(keep(Area::Local, DETOURS, detours));
    }

    /// Writes what another session of the browser must know, when it changed.
    pub(super) fn keep_remains(&self) -> LocalBoxFuture<'static, ()> {
        let remains = self.read(|memory| Checkpoint::of(&memory.state, clock::now()));
        if remains.is_kept_as(&self.remains.borrow()) {
            return Box::pin(std::future::ready(()));
        }
        self.remains.replace(remains);
        let text = kept_as(checkpoint::FORMAT, &self.remains);
        Box::pin(keep(Area::Local, REMAINS, text))
    }

    /// Writes the outbox as it is now.
    pub(super) fn keep_outbox(&self) -> LocalBoxFuture<'static, ()> {
        let outbox = kept_as(outbox::FORMAT, &self.outbox);
        Box::pin(keep(Area::Local, OUTBOX, outbox))
    }
}

/// Replaces `value` by what is kept under `key`. `false` when nothing is, or
/// nothing of this format.
async fn restore<T: Persist>(
    area: Area,
    key: &str,
    format: &str,
    value: &RefCell<T>,
) -> Result<bool, Error> {
    let kept = storage::read(area, key).await?.as_string();
    let Some(kept) = kept.and_then(|text| persist::parse(format, &text)) else {
        return Ok(false);
    };
    value.replace(kept);
    Ok(true)
}

fn kept_as<T: Persist>(format: &str, value: &RefCell<T>) -> JsValue {
    persist::text(format, &*value.borrow()).into()
}

/// Writes to storage. A browser that cannot is told of in the log: the call
/// goes on as long as this worker lives.
async fn keep(area: Area, key: &'static str, value: JsValue) {
    if let Err(cause) = storage::write(area, key, value).await {
        log(&format!("cannot save {key}: {cause}"));
    }
}
