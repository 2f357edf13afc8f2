//! The user's and the administrator's settings.

use std::cell::{Cell, RefCell};

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use wasm_bindgen_futures::spawn_local;

use super::diagnostics::log;
use super::stored::{Section, Writer};
use ringside::call::announce::Alerts;
use ringside::call::state::Rules;
use ringside::crm::discovery::FoundApi;
use ringside::domain::pattern;
use ringside::settings::{ApiSource, Settings, SiteSetting};
use ringside_web::browser::{clock, permissions};

pub(super) struct Preferences {
    settings: &'static Section<Settings>,
    writer: Writer,
    /// Whether settings were set and are not written yet.
    unwritten: Cell<bool>,
    /// The host permissions that the browser gives, as patterns; `None` while
    /// the browser does not tell.
    granted: RefCell<Option<Vec<String>>>,
}

impl Preferences {
    pub(super) fn new(settings: &'static Section<Settings>, writer: Writer) -> Self {
        Self {
            settings,
            writer,
            unwritten: Cell::new(false),
            granted: RefCell::default(),
        }
    }

    /// Reads from the browser which addresses requests may go to.
    pub(super) fn load_permissions(&'static self) -> LocalBoxFuture<'static, ()> {
        // Boxed: otherwise every caller would contain this future's code again.
        Box::pin(async move {
            match permissions::origins().await {
                Ok(patterns) => {
                    self.granted.replace(Some(patterns));
                }
                Err(cause) => log(("cannot read the permissions", &cause)),
            }
        })
    }

    /// Whether requests to this address are allowed.
    pub(super) fn may_reach(&self, address: &str) -> bool {
        let granted = self.granted.borrow();
        granted
            .as_ref()
            .is_some_and(|granted| pattern::allow(granted, address))
    }

    /// Reads the settings.
    pub(super) fn read<T>(&self, read: impl FnOnce(&Settings) -> T) -> T {
        self.settings.read(read)
    }

    /// Whether our scripts may work in pages of this origin: the browser allows
    /// it, and the user has not switched it off.
    pub(super) fn is_enabled(&self, origin: &str) -> bool {
        let is_unknown = self.granted.borrow().is_none();
        (is_unknown || self.may_reach(origin)) && !self.read(|settings| settings.is_off(origin))
    }

    /// Whether the address at this origin is a CRM, and is enabled.
    pub(super) fn is_crm(&self, origin: &str) -> bool {
        self.is_enabled(origin) && self.read(|settings| settings.is_crm(origin))
    }

    /// Stores that the API of the site at this origin answered as a CRM's.
    pub(super) fn learn_crm(&self, origin: &str) {
        if self.settings.change(|settings| settings.learn_crm(origin)) {
            self.save();
        }
    }

    /// A page of this origin is there. If the user enabled just that, it is
    /// listed in the options, where it can be switched off.
    pub(super) fn learn_site(&self, origin: &str) {
        let is_enabled = pattern::pattern_of(origin).is_some_and(|own| {
            let granted = self.granted.borrow();
            granted
                .as_ref()
                .is_some_and(|granted| granted.contains(&own))
        });
        if is_enabled && self.settings.change(|settings| settings.learn_site(origin)) {
            self.save();
        }
    }

    /// Whether the user has a CRM with a call API.
    pub(super) fn has_crm(&self) -> bool {
        self.read(|settings| !settings.crms().is_empty())
    }

    /// The Jitsi server for calls from pages at this origin with people who have
    /// no account.
    pub(super) fn guest_server(&self, origin: &str) -> Option<String> {
        self.read(|settings| settings.guest_server(origin).map(str::to_owned))
    }

    /// Stores that the CRM at `origin` holds its calls at this server.
    pub(super) fn learn_meeting_server(&self, origin: &str, server: &str) {
        let learn = |settings: &mut Settings| settings.learn_meeting_server(origin, server);
        if self.settings.change(learn) {
            self.save();
        }
    }

    /// Sets new settings; unusable values are repaired. They count from now on,
    /// and are written by [`Self::write`].
    pub(super) fn set(&self, mut settings: Settings) {
        self.read(|before| settings.keep_findings(before));
        let repaired = settings.repaired();
        self.settings.change(|settings| *settings = repaired);
        self.unwritten.set(true);
    }

    /// Writes what was set: until then it is not acknowledged.
    pub(super) async fn write(&self) {
        if self.unwritten.take() {
            self.writer.write_settings().await;
        }
    }

    /// Writes the settings soon.
    fn save(&self) {
        spawn_local(self.writer.write_settings().map(drop));
    }

    /// Stores that the CRM at `origin` has a call window of its own. `true`
    /// when that is news.
    pub(super) fn learn_own_window(&self, origin: &str) -> bool {
        let news = self
            .settings
            .change(|settings| settings.learn_own_window(origin));
        if news {
            self.save();
        }
        news
    }

    /// The settings that the calls depend on, at this time of day and for the
    /// CRM at this origin.
    pub(super) fn rules(&self, origin: Option<&str>) -> Rules {
        self.read(|settings| settings.rules(clock::minute_of_day(), origin))
    }

    /// Which announcements the user wants.
    pub(super) fn alerts(&self) -> Alerts {
        self.read(|settings| Alerts {
            sound: !settings.silent,
            notifications: settings.notify,
        })
    }

    /// Stores where the requests of the pages at `origin` go; `works` is whether
    /// the address that is used now does. Returns whether that is news.
    pub(super) fn learn_api(&self, origin: &str, found: &FoundApi, works: bool) -> bool {
        let learn = |settings: &mut Settings| settings.learn_api(origin, found, works);
        let news = self.settings.change(learn);
        if news {
            self.save();
        }
        news
    }

    /// How the API address of the CRM at `origin` is known.
    pub(super) fn api_source(&self, origin: &str) -> ApiSource {
        self.read(|settings| {
            let site = settings.site(origin);
            site.map_or(ApiSource::Page, SiteSetting::api_source)
        })
    }

    /// The API address of the CRM at `origin`.
    pub(super) fn api_of(&self, origin: &str) -> String {
        self.read(|settings| {
            let site = settings.site(origin);
            site.map_or_else(|| origin.to_owned(), |site| site.api().to_owned())
        })
    }
}
