//! The profiles that are read at run time: which site has one, and which pages get it.
//!
//! The user's are read once, when the worker starts or a file is imported; those of the
//! catalogue when a page of their CRM is seen; an administrator's by [`Policy`].

use std::cell::{Cell, RefCell};

use wasm_bindgen_futures::spawn_local;

use super::catalogue::Catalogue;
use super::crm_tabs::CrmTabs;
use super::diagnostics::log;
use super::policy::Policy;
use super::stored::{Section, Writer};
use ringside::domain::TabId;
use ringside::managed::Managed;
use ringside::message::{ImportProfile, Push};
use ringside::site::profile::file::{self, EncodedProfile, ProfileError, SiteProfile, Source};
use ringside::site::profile::learn::merge::merged;
use ringside::site::profile::own::{OwnProfile, OwnProfiles};
use ringside::site::profile::state::{FileState, ProfileState, ProfileUse};
use ringside_web::json::Json;

type Read = Result<EncodedProfile, ProfileError>;

pub(super) struct Profiles {
    stored: &'static Section<OwnProfiles>,
    writer: Writer,
    tabs: &'static CrmTabs,
    policy: &'static Policy,
    /// What the stored files say, by origin.
    read: RefCell<Vec<(String, Read)>>,
    catalogue: Catalogue,
    /// The tabs in whose pages the profile finds nobody, and detection does.
    missing: RefCell<Vec<TabId>>,
    /// The pages that said hello before the policy was read.
    waiting: RefCell<Vec<(TabId, String, ProfileUse)>>,
    /// Whether profiles were changed and are not written yet.
    unwritten: Cell<bool>,
}

impl Profiles {
    pub(super) fn new(
        stored: &'static Section<OwnProfiles>,
        tabs: &'static CrmTabs,
        policy: &'static Policy,
        writer: Writer,
    ) -> Self {
        let read = |own: &OwnProfile| (own.origin.clone(), read(&own.file));
        let all: Vec<_> = stored.read(|all| all.iter().map(read).collect());
        if all.iter().any(|(_, read)| read.is_err()) {
            log("a profile of the user's cannot be read");
        }
        Self {
            stored,
            writer,
            tabs,
            policy,
            read: RefCell::new(all),
            catalogue: Catalogue::default(),
            missing: RefCell::default(),
            waiting: RefCell::default(),
            unwritten: Cell::new(false),
        }
    }

    /// A page of this origin says how it is with its profiles: it gets those that it
    /// should have.
    pub(super) fn greeted(&'static self, tab: TabId, origin: &str, found: ProfileUse) {
        let mut missing = self.missing.borrow_mut();
        missing.retain(|known| *known != tab);
        if found.misses {
            missing.push(tab);
        }
        drop(missing);
        self.greeted_in_frame(tab, origin, found);
    }

    /// The same of a frame of the page. The page is what misses its profile.
    pub(super) fn greeted_in_frame(&'static self, tab: TabId, origin: &str, found: ProfileUse) {
        if !self.policy.is_read() {
            // Otherwise the page would search with less than it has, and again.
            let mut waiting = self.waiting.borrow_mut();
            waiting.push((tab, origin.to_owned(), found));
            return;
        }
        if let Some(crm) = self.catalogue.new_at(origin, found.crm) {
            let origin = origin.to_owned();
            // Until it is read, the page keeps what it has.
            spawn_local(async move {
                self.catalogue.read(&origin, crm).await;
                self.tell(&origin);
            });
            return;
        }
        if self.catalogue.is_reading(origin) {
            return;
        }
        let given = self.given(origin);
        if !given.is_empty() || found.has_any {
            self.tabs.push(tab, &Push::Profiles(given));
        }
    }

    /// The policy was read: the open pages follow. Which profiles they have of one that
    /// `has_changed` is not known where the worker has just started.
    pub(super) fn policy_read(&'static self, has_changed: bool) {
        for (tab, origin, found) in self.waiting.take() {
            self.greeted_in_frame(tab, &origin, found);
        }
        for known in self.tabs.all() {
            let origin = known.origin.as_str();
            if has_changed || self.policy.with(|set| set.profile(origin).is_some()) {
                let push = Push::Profiles(self.given(origin));
                self.tabs.push(known.tab.id, &push);
            }
        }
    }

    /// The profiles of this site, in the order in which they count.
    fn given(&self, origin: &str) -> Vec<SiteProfile> {
        let set = |set: &Managed| set.profile(origin)?.as_ref().ok().cloned();
        SiteProfile::in_order(
            self.policy.with(set),
            self.own(origin),
            self.catalogue.of(origin),
        )
    }

    /// The user's profile of this site.
    fn own(&self, origin: &str) -> Option<EncodedProfile> {
        let read = self.read.borrow();
        let (_, found) = read.iter().find(|(known, _)| known == origin)?;
        found.as_ref().ok().cloned()
    }

    /// How it is with the profile of this site.
    pub(super) fn state(&self, origin: &str) -> ProfileState {
        let read = self.read.borrow();
        let found = read.iter().find(|(known, _)| known == origin);
        let missing = self.missing.borrow();
        let mut tabs = self.tabs.all().into_iter();
        ProfileState {
            administrator: self.policy.with(|set| FileState::of(set.profile(origin))),
            own: FileState::of(found.map(|(_, found)| found)),
            crm: self.catalogue.of(origin).map(|crm| crm.name().to_owned()),
            misses: tabs.any(|known| known.origin == origin && missing.contains(&known.tab.id)),
        }
    }

    /// Uses a file as the profile of a site, if nothing is wrong with it. It is
    /// written by [`Self::write`].
    pub(super) fn import(&'static self, import: ImportProfile) -> Option<ProfileError> {
        let ImportProfile { origin, file } = import;
        let encoded = match read(&file) {
            Ok(encoded) => encoded,
            Err(error) => return Some(error),
        };
        let mut all = self.read.borrow_mut();
        all.retain(|(known, _)| *known != origin);
        all.push((origin.clone(), Ok(encoded)));
        drop(all);
        self.tell(&origin);
        self.stored
            .change(|stored| stored.set(OwnProfile { origin, file }));
        self.unwritten.set(true);
        None
    }

    /// Uses what somebody has shown on a page of this origin, and keeps what the
    /// site's profile says of other pages.
    pub(super) fn teach(&'static self, origin: &str, file: String) -> Option<ProfileError> {
        let write = |value: &Json| value.write();
        let known = self.export(origin);
        let both = known.and_then(|known| merged(&known, &file, Json::parse, write));
        self.import(ImportProfile {
            origin: origin.to_owned(),
            file: both.unwrap_or(file),
        })
    }

    /// Writes what was changed: until then it is not acknowledged.
    pub(super) async fn write(&self) {
        if self.unwritten.take() {
            self.writer.write_profiles().await;
        }
    }

    /// The file that was imported for this site.
    pub(super) fn export(&self, origin: &str) -> Option<String> {
        self.stored.read(|all| {
            let own = all.iter().find(|own| own.origin == origin)?;
            Some(own.file.clone())
        })
    }

    /// Forgets everything of the sites for which `is_listed` is false.
    pub(super) fn keep_sites(&'static self, is_listed: impl Fn(&str) -> bool) {
        self.catalogue.keep(&is_listed);
        self.keep(is_listed);
    }

    /// Keeps the user's profiles of those sites for which `stays` is true.
    pub(super) fn keep(&'static self, stays: impl Fn(&str) -> bool) {
        if !self.stored.change(|stored| stored.keep(&stays)) {
            return;
        }
        self.unwritten.set(true);
        let mut all = self.read.borrow_mut();
        let origins = all.iter().map(|(origin, _)| origin.clone());
        let gone: Vec<String> = origins.filter(|origin| !stays(origin)).collect();
        all.retain(|(origin, _)| !gone.contains(origin));
        drop(all);
        for origin in &gone {
            self.tell(origin);
        }
    }

    /// The open pages of this site search with its profile as it is now.
    fn tell(&'static self, origin: &str) {
        let push = Push::Profiles(self.given(origin));
        for known in self.tabs.all() {
            if known.origin == origin {
                self.tabs.push(known.tab.id, &push);
            }
        }
    }
}

fn read(file: &str) -> Read {
    file::read(file, Source::User, Json::parse)
}
