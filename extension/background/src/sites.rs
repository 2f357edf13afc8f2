//! The sites of the user: which addresses are CRMs, where the API of each is, and
//! how it is with it.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;

use super::diagnostics::log;
use super::signin::{self, fetch_user};
use super::site::{Common, Site};
use super::stored::{self, LoadedSite, Section};
use ringside::call::machine::Event;
use ringside::crm::discovery::FoundApi;
use ringside::crm::fault::Fault;
use ringside::crm::health::{ApiHealth, ApiState};
use ringside::crm::push_health::PushState;
use ringside::crm::token::{FoundTokens, Tokens};
use ringside::domain::{ApiTrouble, Duration, Newest, TabId, UserId};
use ringside::message::{Push, SiteStatus};
use ringside::outbox::RefusedNote;
use ringside::settings::{ApiSource, SiteSetting};
use ringside::sites::{Claimed, MOST_SITES, NOBODYS, SiteNumber, Verification};
use ringside_web::browser::{clock, runtime};

/// How long a new site's page has to show its API, before that is taken to be
/// where the page is.
const SHOWS_WITHIN: Duration = Duration::from_secs(4);

pub(super) struct Sites {
    common: Common,
    /// The origins of all sites of this session of the browser, by number.
    origins: &'static Section<Vec<String>>,
    /// All sites, those that were switched off as well: their numbers stay.
    sites: RefCell<Vec<&'static Site>>,
    /// The addresses that are no CRM, as far as is known.
    claims: RefCell<Verification>,
    /// What the address that was tried last showed of its API.
    tried: RefCell<Newest<(String, ApiHealth), MOST_SITES>>,
    /// The tabs whose page is being waited for; without a timer: whose page has
    /// shown nothing, and is asked to say hello again.
    silent: RefCell<Newest<(TabId, Option<Timeout>), MOST_SITES>>,
    /// Until a page is asked again for its sign-in, of which it is not known
    /// whether it is a CRM's.
    again: RefCell<Option<Timeout>>,
}

impl Sites {
    pub(super) fn new(common: Common, origins: &'static Section<Vec<String>>) -> Self {
        Self {
            common,
            origins,
            sites: RefCell::default(),
            claims: RefCell::default(),
            tried: RefCell::default(),
            silent: RefCell::default(),
            again: RefCell::default(),
        }
    }

    /// Starts the sites of an earlier worker, and what stands for no site.
    pub(super) fn start(&'static self, loaded: Vec<LoadedSite>, nobody: LoadedSite) {
        Site::start(self.common, NOBODYS, nobody);
        for (number, loaded) in (0..).zip(loaded) {
            let site = Site::start(self.common, SiteNumber(number), loaded);
            self.sites.borrow_mut().push(site);
            if !self.common.preferences.is_crm(site.origin) {
                site.leave();
            }
        }
    }

    /// The sites that are switched on.
    pub(super) fn active(&self) -> Vec<&'static Site> {
        let sites = self.sites.borrow();
        let is_on = |site: &&&Site| self.common.all.number(site.origin).is_some();
        sites.iter().filter(is_on).copied().collect()
    }

    /// The site of this number.
    pub(super) fn of(&self, number: SiteNumber) -> Option<&'static Site> {
        let sites = self.sites.borrow();
        sites.iter().find(|site| site.number == number).copied()
    }

    /// The site at this origin, if that is a CRM: from now on, if it was switched
    /// on again.
    fn at(&'static self, origin: &str) -> Option<&'static Site> {
        if !self.common.preferences.is_crm(origin) {
            return None;
        }
        let known = {
            let sites = self.sites.borrow();
            sites.iter().find(|site| site.origin == origin).copied()
        };
        if let Some(site) = known {
            if self.common.all.number(origin).is_none() {
                site.come(false);
            }
            return Some(site);
        }
        let count = self.sites.borrow().len();
        if count == MOST_SITES {
            log("there are too many sites");
            return None;
        }
        let number = SiteNumber(count as u32);
        let site = Site::start(self.common, number, stored::new_site(origin));
        self.sites.borrow_mut().push(site);
        self.origins.change(|all| all.push(origin.to_owned()));
        self.common.writer.save_browser();
        Some(site)
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
        let preferences = self.common.preferences;
        let site = self.at(origin);
        if let Some(found) = found {
            self.silent.borrow_mut().retain(|(known, _)| *known != tab);
            let api = preferences.api_of(origin);
            let works = site.is_some_and(|site| site.health.works(&api));
            if preferences.learn_api(origin, found, works) {
                log("the address of an API was found in a page");
                if let Some(site) = site {
                    site.auth.follow_address();
                }
            }
            return true;
        }
        let is_used = site.is_some_and(|site| site.auth.has_account());
        is_used || preferences.api_source(origin) != ApiSource::Page || self.was_silent(tab)
    }

    /// A page at this origin has this sign-in, or none. Until its API has
    /// answered as a CRM's, the sign-in is used for that question alone.
    pub(super) fn found(&'static self, origin: &str, found: Option<FoundTokens>) {
        if let Some(site) = self.at(origin) {
            return site.auth.found_soon(found);
        }
        if let Some(found) = found {
            let origin = origin.to_owned();
            spawn_local(async move { self.verify(origin, found).await });
        }
    }

    async fn verify(&'static self, origin: String, found: FoundTokens) {
        let preferences = self.common.preferences;
        let (tokens, api) = (Tokens::from(&found), preferences.api_of(&origin));
        if tokens.is_empty() || !preferences.may_reach(&api) {
            return;
        }
        let turn = self.claims.borrow_mut().ask(&origin, &api, clock::now());
        if let Err(wait) = turn {
            return self.ask_again(origin, wait);
        }
        let answer = fetch_user(&api, &tokens).await;
        if !preferences.is_enabled(&origin) || preferences.api_of(&origin) != api {
            return;
        }
        let answer = answer.map(|(user, _)| user);
        self.observe(&origin, &api, &answer);
        let token = signin::claims(&tokens).and_then(|claims| claims.user_id);
        if Claimed::new(token.map(UserId), &answer) == Claimed::Unknown {
            log("a page has a sign-in, and its API does not answer as a CRM's");
            let pause = self.claims.borrow().pause(&origin, clock::now());
            return self.ask_again(origin, pause.unwrap_or_default());
        }
        preferences.learn_crm(&origin);
        self.claims.borrow_mut().forget(&origin);
        log("a CRM was found");
        if let Some(site) = self.at(&origin) {
            site.health.follow(&api);
            site.auth.found_soon(Some(found));
        }
        // They learn that they are a CRM's.
        self.common.tabs.ask_for_sign_in(&origin);
    }

    /// What the API at this address showed of itself.
    fn observe(&self, origin: &str, api: &str, answer: &Result<UserId, Fault>) {
        let mut health = ApiHealth::new(api);
        let outcome = answer.clone().map(drop);
        health.observe(api, &outcome, runtime::is_online());
        let mut tried = self.tried.borrow_mut();
        tried.retain(|(known, _)| known != origin);
        tried.push((origin.to_owned(), health));
    }

    /// Asks the pages of this origin for their sign-in in a while.
    fn ask_again(&'static self, origin: String, wait: Duration) {
        let timer = clock::after(wait, move || self.common.tabs.ask_for_sign_in(&origin));
        self.again.replace(Some(timer));
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
            self.common.tabs.push(tab, &Push::SayHello);
        });
        silent.push((tab, Some(timer)));
        false
    }

    /// The settings or the permissions changed: what is no longer enabled goes
    /// at once, open pages included.
    pub(super) fn follow_settings(&'static self) {
        let preferences = self.common.preferences;
        for site in self.active() {
            if preferences.is_crm(site.origin) {
                site.auth.follow_address();
                site.follow_rules();
            } else {
                site.leave();
            }
        }
        for known in self.common.tabs.all() {
            if !preferences.is_enabled(&known.origin) {
                self.leave(known.tab.id);
            }
        }
        self.follow_rules_of_nobody();
        self.common.tabs.greet_all();
    }

    /// The settings that calls depend on changed.
    pub(super) fn follow_rules(&'static self) {
        for site in self.active() {
            site.follow_rules();
        }
        self.follow_rules_of_nobody();
    }

    fn follow_rules_of_nobody(&self) {
        let rules = self.common.preferences.rules(None);
        self.common.all.dispatch(NOBODYS, Event::Rules(rules));
    }

    /// Ringside leaves the page in this tab.
    pub(super) fn leave(&'static self, tab: TabId) {
        self.common.tabs.push(tab, &Push::Leave);
        self.common.tabs.remove(tab);
    }

    /// The permissions changed: requests may have waited for one.
    pub(super) fn permissions_changed(&'static self) {
        spawn_local(async move {
            self.common.preferences.load_permissions().await;
            self.follow_settings();
            self.hurry();
        });
    }

    /// The network is back, or a person asks: everything at once.
    pub(super) fn hurry(&'static self) {
        self.claims.take();
        for site in self.active() {
            site.jobs.hurry();
        }
        for known in self.common.tabs.all() {
            if self.common.all.number(&known.origin).is_none() {
                self.common.tabs.push(known.tab.id, &Push::SayHello);
            }
        }
    }

    /// The notes that the CRMs refused.
    pub(super) fn refused_notes(&self) -> Vec<RefusedNote> {
        let mut notes = Vec::new();
        for site in self.active() {
            notes.extend(site.calls.refused_notes());
        }
        notes
    }

    /// The user has this note, or does not want it.
    pub(super) fn forget_note(&self, note: &RefusedNote) {
        for site in self.active() {
            site.calls.forget_note(note);
        }
    }

    /// How it is with each site.
    pub(super) fn statuses(&'static self) -> Vec<SiteStatus> {
        let sites = self
            .common
            .preferences
            .read(|settings| settings.sites.clone());
        sites.iter().map(|site| self.status(site)).collect()
    }

    fn status(&'static self, setting: &SiteSetting) -> SiteStatus {
        let api = setting.api();
        let site = self.common.all.number(&setting.origin);
        let site = site.and_then(|number| self.of(number));
        let used = site.filter(|site| site.auth.has_account());
        let state = match (used, site) {
            _ if !self.common.preferences.may_reach(api) => {
                ApiState::Broken(ApiTrouble::NeedsPermission)
            }
            (Some(site), _) => site.health.state_of(api),
            // A CRM at which nobody is signed in.
            (None, Some(_)) => ApiState::Unknown,
            (None, None) => self.tried_at(&setting.origin, api),
        };
        SiteStatus {
            origin: setting.origin.clone(),
            api: api.to_owned(),
            source: setting.api_source(),
            state,
            push: used.map_or(PushState::Unknown, |site| site.socket.state()),
            patterns: setting.patterns(),
        }
    }

    fn tried_at(&self, origin: &str, api: &str) -> ApiState {
        let tried = self.tried.borrow();
        let found = tried
            .iter()
            .find(|(known, health)| known == origin && health.address() == api);
        found.map_or(ApiState::Unknown, |(_, health)| health.state())
    }
}
