//! Which sites are of a CRM in the catalogue, and what its profile says. Nothing of
//! this is stored: a page that has the signs says so whenever it says hello.

use std::cell::RefCell;

use super::diagnostics::log;
use ringside::site::catalogue::{self, CRMS};
use ringside::site::profile::file::{self, EncodedProfile, Source};
use ringside_web::browser::runtime;
use ringside_web::json::Json;

#[derive(Default)]
pub(super) struct Catalogue {
    sites: RefCell<Vec<Site>>,
}

struct Site {
    origin: String,
    /// An index of [`CRMS`].
    crm: usize,
    profile: Profile,
}

enum Profile {
    IsBeingRead,
    Unreadable,
    Read(EncodedProfile),
}

impl Catalogue {
    /// The CRM of a site of which that was not known: by its address, or by the signs
    /// that its page has. It is to be read now.
    pub(super) fn new_at(&self, origin: &str, seen: Option<u32>) -> Option<usize> {
        let host = || {
            let (_, host) = origin.split_once("://")?;
            host.split(':').next()
        };
        let seen = seen.and_then(|seen| usize::try_from(seen).ok());
        let crm = host().and_then(catalogue::at_host).or(seen)?;
        let mut sites = self.sites.borrow_mut();
        let is_known = |site: &Site| site.origin == origin && site.crm == crm;
        if crm >= CRMS.len() || sites.iter().any(is_known) {
            return None;
        }
        sites.retain(|site| site.origin != origin);
        sites.push(Site {
            origin: origin.to_owned(),
            crm,
            profile: Profile::IsBeingRead,
        });
        Some(crm)
    }

    /// Reads the profile of a site's CRM.
    pub(super) async fn read(&self, origin: &str, crm: usize) {
        let Some(known) = CRMS.get(crm) else {
            return;
        };
        let path = ["sites/crms/", known.file, ".json"].concat();
        let text = runtime::packaged(&path).await.ok();
        let read = text.and_then(|text| file::read(&text, Source::Shipped, Json::parse).ok());
        if read.is_none() {
            log("a profile of the catalogue cannot be read");
        }
        let mut sites = self.sites.borrow_mut();
        let mut sites = sites.iter_mut();
        if let Some(site) = sites.find(|site| site.origin == origin && site.crm == crm) {
            site.profile = read.map_or(Profile::Unreadable, Profile::Read);
        }
    }

    /// The profile of this site's CRM.
    pub(super) fn of(&self, origin: &str) -> Option<EncodedProfile> {
        let sites = self.sites.borrow();
        let site = sites.iter().find(|site| site.origin == origin)?;
        match &site.profile {
            Profile::Read(profile) => Some(profile.clone()),
            Profile::IsBeingRead | Profile::Unreadable => None,
        }
    }

    /// Whether the profile of this site's CRM is being read: its pages get it then.
    pub(super) fn is_reading(&self, origin: &str) -> bool {
        let sites = self.sites.borrow();
        let mut sites = sites.iter().filter(|site| site.origin == origin);
        sites.any(|site| matches!(site.profile, Profile::IsBeingRead))
    }

    /// Keeps the sites for which `stays` is true.
    pub(super) fn keep(&self, stays: impl Fn(&str) -> bool) {
        self.sites.borrow_mut().retain(|site| stays(&site.origin));
    }
}
