//! The sites of the user: where the API of each is, and how it is with it.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;

use super::api_health::ApiHealth;
use super::crm_tabs::CrmTabs;
use super::diagnostics::log;
use super::preferences::Preferences;
use super::push_socket::PushSocket;
use super::signin::Authenticator;
use ringside::crm::discovery::FoundApi;
use ringside::crm::health::ApiState;
use ringside::crm::push_health::PushState;
use ringside::domain::{ApiTrouble, Duration, TabId};
use ringside::message::{Push, SiteStatus};
use ringside::settings::{ApiSource, SiteSetting};
use ringside_web::browser::clock;

/// How long a new site's page has to show its API, before that is taken to be
/// where the page is.
const SHOWS_WITHIN: Duration = Duration::from_secs(4);

pub(super) struct Sites {
    preferences: &'static Preferences,
    auth: &'static Authenticator,
    health: &'static ApiHealth,
    socket: &'static PushSocket,
    tabs: &'static CrmTabs,
    /// The tabs whose page is being waited for; without a timer: whose page has
    /// shown nothing, and is asked to say hello again.
    silent: RefCell<Vec<(TabId, Option<Timeout>)>>,
}

impl Sites {
    pub(super) fn new(
        preferences: &'static Preferences,
        auth: &'static Authenticator,
        health: &'static ApiHealth,
        socket: &'static PushSocket,
        tabs: &'static CrmTabs,
    ) -> Self {
        Self {
            preferences,
            auth,
            health,
            socket,
            tabs,
            silent: RefCell::default(),
        }
    }

    /// A page at `origin` says hello, and that its requests show this API.
    /// Returns whether it is known where its API is: if not, the page says
    /// hello again when it has shown it, or in a moment.
    pub(super) fn greeted(
        &'static self,
        tab: TabId,
        origin: &str,
        found: Option<&FoundApi>,
    ) -> bool {
        if let Some(found) = found {
            self.silent.borrow_mut().retain(|(known, _)| *known != tab);
            let works = self.health.works(&self.preferences.api_of(origin));
            if self.preferences.learn_api(origin, found, works) {
                log("the page's own requests show where its API is");
                self.auth.follow_address();
            }
            return true;
        }
        let is_used = self.auth.origin().is_some_and(|used| used == origin);
        is_used || self.preferences.api_source(origin) != ApiSource::Page || self.was_silent(tab)
    }

    /// Whether the page in this tab has had its time to show the API. The time
    /// begins now when it has not begun; each page of a tab has its own.
    fn was_silent(&'static self, tab: TabId) -> bool {
        let mut silent = self.silent.borrow_mut();
        if let Some(at) = silent.iter().position(|(known, _)| *known == tab) {
            let is_over = silent[at].1.is_none();
            if is_over {
                silent.remove(at);
            }
            return is_over;
        }
        let timer = clock::after(SHOWS_WITHIN, move || {
            for (known, timer) in self.silent.borrow_mut().iter_mut() {
                if *known == tab {
                    timer.take();
                }
            }
            self.tabs.push(tab, &Push::SayHello);
        });
        silent.push((tab, Some(timer)));
        false
    }

    /// How it is with each site.
    pub(super) fn statuses(&self) -> Vec<SiteStatus> {
        let mut sites = self.preferences.read(|settings| settings.sites.clone());
        let account = self.auth.account();
        if let Some((origin, _)) = &account
            && !sites.iter().any(|site| site.origin == *origin)
            && let Some(site) = SiteSetting::parse(origin, "")
        {
            sites.push(site);
        }
        let used = account.as_ref().map(|(origin, _)| origin.as_str());
        sites
            .iter()
            .map(|site| self.status(site, used == Some(site.origin.as_str())))
            .collect()
    }

    fn status(&self, site: &SiteSetting, is_used: bool) -> SiteStatus {
        let api = site.api();
        let state = if self.preferences.may_reach(api) {
            self.health.state_of(api)
        } else {
            ApiState::Broken(ApiTrouble::NeedsPermission)
        };
        SiteStatus {
            origin: site.origin.clone(),
            api: api.to_owned(),
            source: site.api_source(),
            state: if is_used || state == ApiState::Broken(ApiTrouble::NeedsPermission) {
                state
            } else {
                ApiState::Unknown
            },
            push: if is_used {
                self.socket.state()
            } else {
                PushState::Unknown
            },
            patterns: site.patterns(),
        }
    }
}
