//! What outlives the worker: loaded once, before anything else happens. Each
//! part gets its own section; only the [`Writer`] sees them all.

use std::cell::{Ref, RefCell};

use futures_util::future::LocalBoxFuture;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::diagnostics::log;
use ringside::call::checkpoint::{Checkpoint, Checkpoints};
use ringside::call::state::{State, Tab};
use ringside::codec::{self, Codec, Format, Reader, Restored, Stored};
use ringside::crm::clock::Skew;
use ringside::crm::fallback::Fallbacks;
use ringside::crm::health::ApiHealth;
use ringside::crm::limit::Limit;
use ringside::delivery::DeliveredNotes;
use ringside::diagnostics::Entry;
use ringside::domain::Identity;
use ringside::outbox::{Outbox, Outboxes};
use ringside::presence::own_status::OwnStatus;
use ringside::presence::people::People;
use ringside::schedule::Schedule;
use ringside::settings::Settings;
use ringside::signin::SignIn;
use ringside_web::browser::storage::{self, Area};
use ringside_web::browser::{Error, clock};
use ringside_web::json::Json;

/// The browser's key in session storage. Each site's own is this one with its
/// origin.
const BROWSER: &str = "worker";
const OUTBOXES: &str = "outboxes";
const SETTINGS: &str = "settings";
const FALLBACKS: &str = "detours";
const CHECKPOINTS: &str = "checkpoints";
/// Where earlier versions stored what was of no site.
const FORMER_OUTBOX: &str = "outbox";
const FORMER_CHECKPOINT: &str = "remains";

/// One part's section of the stored state. Reads and changes are short and
/// never nested.
#[derive(Default)]
pub(super) struct Section<T>(RefCell<T>);

impl<T> Section<T> {
    /// Reads it.
    pub(super) fn read<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.0.borrow())
    }

    /// Borrows it, to read it together with others.
    pub(super) fn borrow(&self) -> Ref<'_, T> {
        self.0.borrow()
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

/// What is in session storage of no site in particular.
#[derive(Default, Codec)]
pub(super) struct Browser {
    /// The origins of the sites, by their number.
    pub(super) sites: Section<Vec<String>>,
    /// The tabs whose content script has connected.
    pub(super) tabs: Section<Vec<SiteTab>>,
    /// Whether a newer version of the extension waits for calls to end.
    pub(super) update_waits: Section<bool>,
    /// How far the views of sites had come that are no longer switched on.
    pub(super) revision_of_gone: Section<u64>,
}

/// A tab whose content script has connected.
#[derive(Clone, Debug, PartialEq, Codec)]
pub(super) struct SiteTab {
    pub(super) tab: Tab,
    /// The origin of its page.
    pub(super) origin: String,
}

/// What is in session storage of one site, written as one.
#[derive(Default, Codec)]
pub(super) struct Memory {
    pub(super) calls: Section<State>,
    /// The sign-in at this site.
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
}

/// Session storage does not outlive a version of the extension.
impl Format for Browser {
    const FORMAT: &'static str = env!("CARGO_PKG_VERSION");
}

impl Stored for Browser {}

/// Session storage does not outlive a version of the extension.
impl Format for Memory {
    const FORMAT: &'static str = env!("CARGO_PKG_VERSION");
}

impl Stored for Memory {}

/// What is in local storage, each under its own key.
pub(super) struct Lasting {
    /// What the CRMs must still get.
    pub(super) outboxes: Section<Outboxes>,
    /// Which of the CRMs' endpoints are broken.
    pub(super) fallbacks: Section<Fallbacks>,
    /// What the browser's next session must know of the calls.
    pub(super) checkpoints: Section<Checkpoints>,
    /// What the user and the administrator set.
    pub(super) settings: Section<Settings>,
}

/// The state that an earlier worker stored.
pub(super) struct Loaded {
    /// From session storage.
    pub(super) browser: &'static Browser,
    /// From local storage.
    pub(super) lasting: &'static Lasting,
    /// The sites, by their number.
    pub(super) sites: Vec<LoadedSite>,
    /// What stands for no site.
    pub(super) nobody: LoadedSite,
}

/// What an earlier worker stored of a site.
pub(super) struct LoadedSite {
    pub(super) origin: String,
    pub(super) memory: &'static Memory,
    /// Whether nothing was stored: the browser started, or a new version of the
    /// extension, or the site is new.
    pub(super) starts_anew: bool,
}

/// Loads the state that an earlier worker stored.
pub(super) async fn load() -> Result<Loaded, Error> {
    let browser: Option<Browser> = restore(Area::Session, BROWSER).await?;
    let checkpoints: Option<Checkpoints> = restore(Area::Local, CHECKPOINTS).await?;
    let outboxes = restore(Area::Local, OUTBOXES).await?;
    let fallbacks = restore(Area::Local, FALLBACKS).await?;
    let lasting = Lasting {
        outboxes: outboxes.unwrap_or_default(),
        fallbacks: fallbacks.unwrap_or_default(),
        checkpoints: Section(RefCell::new(checkpoints.unwrap_or_default())),
        settings: Section(RefCell::new(settings().await?)),
    };
    if browser.is_none() {
        take_over_former(&lasting).await?;
    }
    let browser = browser.unwrap_or_else(|| {
        let crms = lasting.settings.read(Settings::crms);
        Browser {
            sites: Section(RefCell::new(crms)),
            ..Browser::default()
        }
    });
    let mut sites = Vec::new();
    for origin in browser.sites.read(Clone::clone) {
        sites.push(load_site(origin).await?);
    }
    Ok(Loaded {
        browser: Box::leak(Box::new(browser)),
        lasting: Box::leak(Box::new(lasting)),
        sites,
        nobody: load_site(String::new()).await?,
    })
}

/// Loads what is stored of this site.
async fn load_site(origin: String) -> Result<LoadedSite, Error> {
    let memory: Option<Memory> = restore(Area::Session, memory_key(&origin)).await?;
    let starts_anew = memory.is_none();
    let memory = memory.unwrap_or_default();
    if !starts_anew {
        memory
            .schedule
            .change(|schedule| schedule.resume(clock::now()));
    }
    Ok(LoadedSite {
        origin,
        memory: Box::leak(Box::new(memory)),
        starts_anew,
    })
}

/// A site that was not there before.
pub(super) fn new_site(origin: &str) -> LoadedSite {
    LoadedSite {
        origin: origin.to_owned(),
        memory: Box::leak(Box::default()),
        starts_anew: true,
    }
}

fn memory_key(origin: &str) -> &'static str {
    // There are few sites, and their keys are needed as long as the worker is
    // there.
    Box::leak([BROWSER, " ", origin].concat().into_boxed_str())
}

/// Takes over what earlier versions stored without a site: it is the only
/// site's, and the user's who is named there. Where that cannot be known it is
/// kept, and sent to nobody.
async fn take_over_former(lasting: &Lasting) -> Result<(), Error> {
    let outbox: Outbox = restore(Area::Local, FORMER_OUTBOX)
        .await?
        .unwrap_or_default();
    let checkpoint: Checkpoint = restore(Area::Local, FORMER_CHECKPOINT)
        .await?
        .unwrap_or_default();
    let only = lasting
        .settings
        .read(|settings| settings.only_site().map(str::to_owned));
    let owner = only.as_ref().zip(checkpoint.user).map(|(site, user)| {
        let site = site.clone();
        Identity { site, user }
    });
    if !outbox.is_empty() {
        log("took over what an earlier version was to tell the CRM");
        lasting
            .outboxes
            .change(|outboxes| outboxes.adopt(outbox, owner.as_ref()));
        write(Area::Local, OUTBOXES, text(&lasting.outboxes)).await;
        write(Area::Local, FORMER_OUTBOX, text(&Outbox::default())).await;
    }
    if let Some(site) = only
        && !checkpoint.is_empty()
    {
        lasting
            .checkpoints
            .change(|checkpoints| checkpoints.set(&site, checkpoint));
        write(Area::Local, CHECKPOINTS, text(&lasting.checkpoints)).await;
        write(Area::Local, FORMER_CHECKPOINT, text(&Checkpoint::default())).await;
    }
    Ok(())
}

/// The settings, of whatever version they are.
async fn settings() -> Result<Settings, Error> {
    let mut settings = None;
    restore_with(Area::Local, SETTINGS, &mut |found| {
        take(Settings::restore(&Json(found.clone())), &mut settings)
    })
    .await?;
    Ok(settings.unwrap_or_default())
}

/// Writes what outlives the worker and is of no site in particular.
#[derive(Clone, Copy)]
pub(super) struct Writer {
    browser: &'static Browser,
    lasting: &'static Lasting,
}

/// Writes what outlives the worker of one site.
#[derive(Clone, Copy)]
pub(super) struct SiteWriter {
    common: Writer,
    origin: &'static str,
    key: &'static str,
    memory: &'static Memory,
}

impl Writer {
    pub(super) fn new(loaded: &Loaded) -> Self {
        let Loaded {
            browser, lasting, ..
        } = *loaded;
        Self { browser, lasting }
    }

    /// Writes soon what is of no site in particular.
    pub(super) fn save_browser(self) {
        let browser = codec::text(self.browser).into();
        spawn_local(write(Area::Session, BROWSER, browser));
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

    /// The writer of a site.
    pub(super) fn of_site(self, origin: &'static str, memory: &'static Memory) -> SiteWriter {
        SiteWriter {
            common: self,
            origin,
            key: memory_key(origin),
            memory,
        }
    }
}

impl SiteWriter {
    /// Writes the memory as it is now.
    pub(super) fn write_memory(self) -> LocalBoxFuture<'static, ()> {
        write(Area::Session, self.key, text(self.memory))
    }

    /// Writes the outboxes as they are now.
    pub(super) fn write_outboxes(self) -> LocalBoxFuture<'static, ()> {
        let outboxes = text(&self.common.lasting.outboxes);
        write(Area::Local, OUTBOXES, outboxes)
    }

    /// Writes the checkpoint, if it changed.
    pub(super) fn write_checkpoint(self) -> LocalBoxFuture<'static, ()> {
        let now = clock::now();
        let checkpoint = self.memory.calls.read(|state| Checkpoint::of(state, now));
        let stored = &self.common.lasting.checkpoints;
        if !stored.change(|stored| stored.set(self.origin, checkpoint)) {
            return Box::pin(std::future::ready(()));
        }
        write(Area::Local, CHECKPOINTS, text(stored))
    }
}

/// Reads what is stored under `key`. `None` when there is nothing, or nothing
/// that can be read.
async fn restore<T: Stored + Default>(area: Area, key: &'static str) -> Result<Option<T>, Error> {
    let mut value = None;
    restore_with(area, key, &mut |found| {
        // We store texts only: any other value is as unreadable as an empty text.
        let text = found.as_string().unwrap_or_default();
        take(codec::restore(&text), &mut value)
    })
    .await?;
    Ok(value)
}

/// What is to be done with what was found in storage.
enum Found {
    Readable,
    /// It is of an older format: this is it in the current one.
    Older(JsValue),
    /// It is of a newer format. The default, which is here, takes its place.
    Newer(JsValue),
    /// This version cannot read it. The default takes its place, so that this is
    /// logged once.
    Unreadable(JsValue),
}

fn take<T: Format + Default>(restored: Restored<T>, value: &mut Option<T>) -> Found {
    match restored {
        Restored::Current(current) => {
            *value = Some(current);
            Found::Readable
        }
        Restored::Migrated(current) => {
            let text = text(&current);
            *value = Some(current);
            Found::Older(text)
        }
        Restored::Newer(_) => Found::Newer(text(&T::default())),
        Restored::Unreadable => Found::Unreadable(text(&T::default())),
    }
}

/// The part of [`restore`] that does not depend on the type, so that its code
/// is there once.
fn restore_with<'a>(
    area: Area,
    key: &'static str,
    read: &'a mut dyn FnMut(&JsValue) -> Found,
) -> LocalBoxFuture<'a, Result<(), Error>> {
    Box::pin(async move {
        let found = storage::read(area, key).await?;
        if found.is_undefined() {
            return Ok(());
        }
        match read(&found) {
            Found::Readable => {}
            Found::Older(text) => {
                log(("brought up to today's format", &key));
                write(area, key, text).await;
            }
            Found::Newer(default) => {
                log(("of a newer version", &key));
                if set_aside(area, key, found, "newer").await {
                    write(area, key, default).await;
                }
            }
            Found::Unreadable(default) => {
                log(("cannot be read", &key));
                if set_aside(area, key, found, "unreadable").await {
                    write(area, key, default).await;
                }
            }
        }
        Ok(())
    })
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
