//! What outlives the worker: loaded once, before anything else happens. Each
//! part gets its own section; only the [`Writer`] sees them all.

mod keys;

use std::cell::{Ref, RefCell};

use futures_util::FutureExt;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use self::keys::Written;
pub(super) use self::keys::state as storage_state;
use self::keys::{recover, restore, restore_with, take_or_add, write};
use super::diagnostics::log;
use ringside::call::checkpoint::{Checkpoint, Checkpoints};
use ringside::call::frames::GivenFrames;
use ringside::call::guest_calls::{GuestCall, GuestCalls};
use ringside::call::servers::KnownServers;
use ringside::call::state::{State, Tab};
use ringside::codec::{Codec, Format, Reader, Recover, Stored};
use ringside::crm::clock::Skew;
use ringside::crm::fallback::Fallbacks;
use ringside::crm::health::ApiHealth;
use ringside::crm::limit::Limit;
use ringside::delivery::DeliveredNotes;
use ringside::domain::Identity;
use ringside::outbox::{Outbox, Outboxes};
use ringside::presence::own_status::OwnStatus;
use ringside::presence::people::People;
use ringside::schedule::Schedule;
use ringside::settings::Settings;
use ringside::signin::SignIn;
use ringside::site::profile::own::OwnProfiles;
use ringside_web::browser::storage::Area;
use ringside_web::browser::{Error, clock};
use ringside_web::json::Json;

/// The browser's key in session storage. Each site's own is this one with its
/// origin.
const BROWSER: &str = "worker";
const OUTBOXES: &str = "outboxes";
const SETTINGS: &str = "settings";
const FALLBACKS: &str = "detours";
const CHECKPOINTS: &str = "checkpoints";
const SERVERS: &str = "servers";
const GUEST_CALLS: &str = "guest calls";
const PROFILES: &str = "profiles";
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

impl<T: Recover> Recover for Section<T> {
    fn take_back(&mut self, aside: Self) {
        self.0.get_mut().take_back(aside.0.into_inner());
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
    /// The numbers that were given to call pages.
    pub(super) frames: Section<GivenFrames>,
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
    /// The meeting servers that the user has confirmed.
    pub(super) servers: Section<KnownServers>,
    /// The calls that no CRM has.
    pub(super) guest_calls: Section<GuestCalls>,
    /// The user's profiles.
    pub(super) profiles: Section<OwnProfiles>,
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
    keys::load_state().await?;
    let mut browser: Option<Browser> = None;
    restore(Area::Session, BROWSER, &mut browser).await?;
    let (mut outboxes, mut fallbacks, mut checkpoints) = (None, None, None);
    recover(OUTBOXES, &mut outboxes).await?;
    // What was set aside of these is found out again by use.
    restore(Area::Local, FALLBACKS, &mut fallbacks).await?;
    recover(CHECKPOINTS, &mut checkpoints).await?;
    let (mut settings, mut servers) = (None, None);
    // Of the first version, settings are no text.
    let read = Box::new(|found: &JsValue, from| {
        take_or_add(Settings::restore(&Json(found.clone())), &mut settings, from)
    });
    restore_with(Area::Local, SETTINGS, read).await?;
    recover(SERVERS, &mut servers).await?;
    let (mut guest_calls, mut profiles) = (None, None);
    recover(GUEST_CALLS, &mut guest_calls).await?;
    recover(PROFILES, &mut profiles).await?;
    let lasting: &'static Lasting = Box::leak(Box::new(Lasting {
        outboxes: outboxes.unwrap_or_default(),
        fallbacks: fallbacks.unwrap_or_default(),
        checkpoints: checkpoints.unwrap_or_default(),
        settings: Section(RefCell::new(settings.unwrap_or_default())),
        servers: servers.unwrap_or_default(),
        guest_calls: guest_calls.unwrap_or_default(),
        profiles: profiles.unwrap_or_default(),
    }));
    if browser.is_none() {
        take_over_former(lasting).await?;
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
        lasting,
        sites,
        nobody: load_site(String::new()).await?,
    })
}

/// Loads what is stored of this site.
async fn load_site(origin: String) -> Result<LoadedSite, Error> {
    let mut memory: Option<Memory> = None;
    restore(Area::Session, memory_key(&origin), &mut memory).await?;
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
async fn take_over_former(lasting: &'static Lasting) -> Result<(), Error> {
    let (mut outbox, mut checkpoint) = (None, None);
    recover(FORMER_OUTBOX, &mut outbox).await?;
    restore(Area::Local, FORMER_CHECKPOINT, &mut checkpoint).await?;
    let outbox: Outbox = outbox.unwrap_or_default();
    let checkpoint: Checkpoint = checkpoint.unwrap_or_default();
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
        if write(Area::Local, OUTBOXES, &lasting.outboxes).await {
            let empty: &Outbox = Box::leak(Box::default());
            write(Area::Local, FORMER_OUTBOX, empty).await;
        }
    }
    if let Some(site) = only
        && !checkpoint.is_empty()
    {
        lasting
            .checkpoints
            .change(|checkpoints| checkpoints.set(&site, checkpoint));
        if write(Area::Local, CHECKPOINTS, &lasting.checkpoints).await {
            let empty: &Checkpoint = Box::leak(Box::default());
            write(Area::Local, FORMER_CHECKPOINT, empty).await;
        }
    }
    Ok(())
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
        spawn_local(self.write_browser().map(drop));
    }

    /// Writes what is of no site in particular.
    pub(super) fn write_browser(self) -> Written {
        write(Area::Session, BROWSER, self.browser)
    }

    /// Writes soon what was found out about the CRM.
    pub(super) fn save_fallbacks(self) {
        let fallbacks = &self.lasting.fallbacks;
        spawn_local(write(Area::Local, FALLBACKS, fallbacks).map(drop));
    }

    /// Writes soon which meeting servers the user has confirmed.
    pub(super) fn save_servers(self) {
        let servers = &self.lasting.servers;
        spawn_local(write(Area::Local, SERVERS, servers).map(drop));
    }

    /// Remembers a call with a guest.
    pub(super) fn record_guest_call(self, call: GuestCall) {
        self.lasting.guest_calls.change(|calls| calls.record(call));
        self.save_guest_calls();
    }

    /// Takes a call with a guest off the list.
    pub(super) fn forget_guest_call(self, call: &GuestCall) {
        self.lasting.guest_calls.change(|calls| calls.forget(call));
        self.save_guest_calls();
    }

    /// Takes the calls with guests off the list that are of no site any more.
    pub(super) fn keep_guest_calls(self, is_listed: impl Fn(&str) -> bool) {
        let calls = &self.lasting.guest_calls;
        if calls.change(|calls| calls.keep_sites(is_listed)) {
            self.save_guest_calls();
        }
    }

    fn save_guest_calls(self) {
        let calls = &self.lasting.guest_calls;
        spawn_local(write(Area::Local, GUEST_CALLS, calls).map(drop));
    }

    /// Writes the user's profiles.
    pub(super) fn write_profiles(self) -> Written {
        write(Area::Local, PROFILES, &self.lasting.profiles)
    }

    /// Writes the settings.
    pub(super) fn write_settings(self) -> Written {
        write(Area::Local, SETTINGS, &self.lasting.settings)
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
    pub(super) fn write_memory(self) -> Written {
        write(Area::Session, self.key, self.memory)
    }

    /// Writes the outboxes as they are now.
    pub(super) fn write_outboxes(self) -> Written {
        write(Area::Local, OUTBOXES, &self.common.lasting.outboxes)
    }

    /// Writes the checkpoint, if it changed.
    pub(super) fn write_checkpoint(self) -> Written {
        let now = clock::now();
        let checkpoint = self.memory.calls.read(|state| Checkpoint::of(state, now));
        let stored = &self.common.lasting.checkpoints;
        if !stored.change(|stored| stored.set(self.origin, checkpoint)) {
            return Box::pin(std::future::ready(true));
        }
        write(Area::Local, CHECKPOINTS, stored)
    }
}

#[cfg(test)]
mod tests;
