//! The sites of the user: which addresses are CRMs, where the API of each is, and
//! how it is with it.

use std::cell::RefCell;

use wasm_bindgen_futures::spawn_local;

use super::diagnostics::log;
use super::signin;
use super::site::{Common, Site, forever};
use super::stored::{self, LoadedSite, Section, SiteTab};
use super::unverified_pages::{UnverifiedPages, Verdict};
use ringside::call::guest_calls::GuestCall;
use ringside::call::machine::Event;
use ringside::call::state::State;
use ringside::crm::discovery::FoundApi;
use ringside::crm::health::ApiState;
use ringside::crm::push_health::PushState;
use ringside::crm::token::{FoundTokens, Tokens};
use ringside::domain::{ApiTrouble, Identity, Media, Refusal, TabId};
use ringside::jitsi::room;
use ringside::message::{Push, SiteStatus};
use ringside::outbox::RefusedNote;
use ringside::settings::{ApiSource, SiteSetting};
use ringside::site::RecordRef;
use ringside::site::profile::state::ProfileState;
use ringside::sites::{self, Dial, HeldPress, MOST_SITES, NOBODYS, Page, PressFacts, SiteNumber};
use ringside_web::browser::clock;

pub(super) struct Sites {
    common: Common,
    /// The origins of all sites of this session of the browser, by number.
    origins: &'static Section<Vec<String>>,
    /// All sites, those that were switched off as well: their numbers stay.
    sites: RefCell<Vec<&'static Site>>,
    unverified: &'static UnverifiedPages,
}

impl Sites {
    pub(super) fn new(common: Common, origins: &'static Section<Vec<String>>) -> Self {
        Self {
            common,
            origins,
            sites: RefCell::default(),
            unverified: forever(UnverifiedPages::new(
                common.all,
                common.tabs,
                common.preferences,
            )),
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
        if let Some(held) = self.held() {
            self.common.tabs.push(held.tab, &Push::SayHello);
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
            self.unverified.shown(tab);
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
        is_used
            || preferences.api_source(origin) != ApiSource::Page
            || self.unverified.was_silent(tab)
    }

    /// A page at this origin has this sign-in, or none. Until its API has
    /// answered as a CRM's, the sign-in is used for that question alone.
    pub(super) fn found(&'static self, tab: TabId, origin: &str, found: Option<FoundTokens>) {
        let site = self.at(origin);
        if let Some(site) = site {
            let user = found.as_ref().and_then(signin::user_in);
            let is_known = found.is_none() || user.is_some();
            let ours = site.auth.user();
            if is_known && !self.common.tabs.identify(tab, origin, user, ours) {
                return;
            }
        }
        let origin = origin.to_owned();
        spawn_local(async move {
            if let Some(site) = site {
                site.auth.found(found.as_ref()).await;
                return self.settle(&origin, None);
            }
            match found.filter(|found| !Tokens::from(found).is_empty()) {
                Some(found) => self.verify(&origin, found).await,
                None => {
                    self.unverified.no_crm(&origin);
                    self.settle(&origin, None);
                }
            }
        });
    }

    async fn verify(&'static self, origin: &str, found: FoundTokens) {
        match self.unverified.verify(origin, found).await {
            Verdict::Later => {}
            Verdict::NoCrm => self.settle(origin, None),
            Verdict::Unknown(refusal) => self.settle(origin, Some(refusal)),
            Verdict::Crm { api, found } => {
                self.common.preferences.learn_crm(origin);
                log("a CRM was found");
                if let Some(site) = self.at(origin) {
                    site.health.follow(&api);
                    site.auth.found(Some(&found)).await;
                }
                self.settle(origin, None);
                // They learn that they are a CRM's.
                self.common.tabs.ask_for_sign_in(origin);
            }
        }
    }

    /// What is known of the pages of this origin.
    pub(super) fn page(&self, origin: &str) -> Page {
        self.unverified.page(origin)
    }

    /// A call button was pressed in a page of this origin. Where nobody is known
    /// to be signed in, the page is asked first.
    pub(super) fn dial(&'static self, tab: TabId, origin: &str, record: RecordRef, media: Media) {
        if self.held().is_some() {
            // It shows as a call that is being made, and can be cancelled.
            return;
        }
        if self.place(tab, origin, &record, media, false) == Dial::Hold {
            let hold = Event::Hold { record, media, tab };
            self.common.all.dispatch(NOBODYS, hold);
            self.unverified.hurry(origin);
            self.common.tabs.push(tab, &Push::SayHello);
        }
    }

    fn place(
        &self,
        tab: TabId,
        origin: &str,
        record: &RecordRef,
        media: Media,
        was_held: bool,
    ) -> Dial {
        let (all, page) = (self.common.all, self.page(origin));
        let asked = all.read(|all| sites::to_ask(all, page)).flatten();
        let asked = asked.and_then(|site| self.of(site));
        let press = PressFacts {
            was_held,
            has_crm: self.common.preferences.has_crm(),
            no_account: asked.is_some_and(|site| site.people.knows_no_account(record)),
        };
        let dial = all.read(|all| sites::to_dial(all, page, press));
        let dial = dial.unwrap_or(Dial::Nowhere);
        match dial {
            Dial::Invite => {
                let owner = all.read(|all| sites::owner(all, page)).flatten();
                self.invite(Some(tab), (origin, owner), record, media);
            }
            Dial::At(site) => {
                let (record, tab) = (record.clone(), Some(tab));
                all.dispatch(site, Event::Place { record, media, tab });
            }
            Dial::Busy(site) => all.dispatch(site, Event::Busy),
            Dial::Hold | Dial::Nowhere => {}
        }
        dial
    }

    /// Begins a call to which this record's person is invited.
    fn invite(
        &self,
        tab: Option<TabId>,
        (origin, owner): (&str, Option<Identity>),
        record: &RecordRef,
        media: Media,
    ) {
        let Common {
            all, preferences, ..
        } = self.common;
        let server = preferences.guest_server(origin);
        let meeting = server.and_then(|server| {
            // The settings have only servers that can have rooms.
            room::unguessable(&server, &clock::nonce()).ok()
        });
        // A name that the page's own CRM knows the user by, and no other one.
        let site = all.number(origin).and_then(|number| self.of(number));
        let own_name = site.and_then(|site| site.calls.read(State::own_name));
        let invite = Event::Invite {
            record: record.clone(),
            media,
            tab,
            meeting,
            own_name: own_name.unwrap_or_default(),
            page: origin.to_owned(),
            owner,
        };
        all.dispatch(NOBODYS, invite);
    }

    /// The calls with guests that may be shown now.
    pub(super) fn guest_calls(&self) -> Vec<GuestCall> {
        let calls = &self.common.lasting.guest_calls;
        calls.read(|calls| calls.shown(|owner| self.is_signed_in(owner)))
    }

    /// Invites the guest of an earlier call again, if it may be shown and no call
    /// is on.
    pub(super) fn invite_again(&self, call: &GuestCall) {
        let is_on = self.common.all.read(sites::is_talking) == Some(true);
        if !is_on && self.guest_calls().contains(call) {
            let whose = (call.page.as_str(), call.owner.clone());
            self.invite(None, whose, &call.record(), call.media);
        }
    }

    /// Takes a call with a guest off the list.
    pub(super) fn forget_guest_call(&self, call: &GuestCall) {
        self.common.writer.forget_guest_call(call);
    }

    fn is_signed_in(&self, who: &Identity) -> bool {
        let site = self.common.all.number(&who.site);
        let site = site.and_then(|number| self.of(number));
        site.is_some_and(|site| site.calls.read(State::me) == Some(who.user))
    }

    /// Whether nobody in the pages of this origin can be rung, because there is no
    /// CRM that would.
    pub(super) fn invites_all(&self, origin: &str) -> bool {
        self.page(origin) == Page::NoCrm && !self.common.preferences.has_crm()
    }

    fn held(&self) -> Option<HeldPress> {
        self.common.all.of(NOBODYS)?.read(HeldPress::of)
    }

    /// The pages of this origin have been asked for their sign-in: a press that
    /// waits for it goes on, or ends with this `refusal`.
    fn settle(&self, origin: &str, refusal: Option<Refusal>) {
        let all = self.common.all;
        let Some(held) = self.held() else {
            return;
        };
        let in_tab = |known: &SiteTab| known.tab.id == held.tab && known.origin == origin;
        if !self.common.tabs.all().iter().any(in_tab) {
            return;
        }
        let attempt = held.attempt;
        // Its own requests show a CRM's API, and nobody is signed in there.
        let is_signed_out = self.page(origin) == Page::Unverified;
        let refusal = refusal.or(is_signed_out.then_some(Refusal::NotSignedIn));
        if let Some(why) = refusal {
            return all.dispatch(NOBODYS, Event::PlaceFailed { attempt, why });
        }
        all.dispatch(NOBODYS, Event::Release { attempt });
        let dial = self.place(held.tab, origin, &held.record, held.media, true);
        if dial == Dial::Nowhere {
            log("a press has nobody to call through");
        }
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
        let listed: Vec<String> =
            preferences.read(|all| all.sites.iter().map(|site| site.origin.clone()).collect());
        self.common
            .writer
            .keep_guest_calls(|site| listed.iter().any(|known| known == site));
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
        self.unverified.hurry_all();
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
            (None, None) if self.page(&setting.origin) == Page::NoCrm => ApiState::Absent,
            (None, None) => self.unverified.tried_at(&setting.origin, api),
        };
        SiteStatus {
            origin: setting.origin.clone(),
            api: api.to_owned(),
            source: setting.api_source(),
            state,
            push: used.map_or(PushState::Unknown, |site| site.socket.state()),
            patterns: setting.patterns(),
            profile: ProfileState::default(),
        }
    }
}
