//! Creates the parts of the worker that all sites share, and the sites.

use super::all_calls::AllCalls;
use super::announcer::Announcer;
use super::call_pages::CallPages;
use super::content_scripts::ContentScripts;
use super::crm_tabs::CrmTabs;
use super::diagnostics::{self, log};
use super::events::Events;
use super::meeting_servers::MeetingServers;
use super::own_windows::OwnWindows;
use super::policy::Policy;
use super::preferences::Preferences;
use super::profiles::Profiles;
use super::requests::Requests;
use super::site::{Common, forever};
use super::sites::Sites;
use super::stored::{self, Writer};
use super::updates::Updates;
use ringside::diagnostics::Entry;
use ringside::outbox::Outboxes;
use ringside_web::browser::Error;

/// Loads what an earlier worker stored, and continues from there.
pub(super) async fn start() -> Result<&'static Events, Error> {
    diagnostics::load().await;
    let loaded = stored::load().await?;
    let (browser, lasting, writer) = (loaded.browser, loaded.lasting, Writer::new(&loaded));
    let preferences = forever(Preferences::new(&lasting.settings, writer));
    preferences.load_permissions().await;
    let all = forever(AllCalls::new(&browser.revision_of_gone, writer));
    let tabs = forever(CrmTabs::new(&browser.tabs, all, writer));
    let policy = forever(Policy::default());
    let profiles = forever(Profiles::new(&lasting.profiles, tabs, policy, writer));
    policy
        .on_read
        .set(|has_changed| profiles.policy_read(has_changed));
    policy.read(false);
    let servers = forever(MeetingServers::new(&lasting.servers, writer));
    let pages = forever(CallPages::new(
        &browser.frames,
        writer,
        all,
        (servers, preferences),
    ));
    let announcer = forever(Announcer::new(all, preferences));
    let updates = forever(Updates::new(&browser.update_waits, all, writer));
    let common = Common {
        lasting,
        writer,
        preferences,
        all,
        tabs,
        pages,
        announcer,
        updates,
    };
    let own_windows = forever(OwnWindows::new(preferences, tabs));
    let scripts = forever(ContentScripts::new(preferences, own_windows));
    let sites = forever(Sites::new(common, &browser.sites));
    pages.on_fallback.set(|number| {
        if let Some(site) = sites.of(number) {
            site.fallback_found();
        }
    });
    let requests = forever(Requests {
        all,
        announcer,
        tabs,
        policy,
        preferences,
        profiles,
        sites,
        own_windows,
        scripts,
        pages,
    });
    let events = forever(Events {
        all,
        tabs,
        pages,
        announcer,
        policy,
        scripts,
        updates,
        sites,
        requests,
    });
    let unowned = lasting.outboxes.read(Outboxes::unowned);
    if unowned > 0 {
        let mut entry = Entry::from("updates wait of which it is not known whose they are: ");
        entry.number(unowned as u64);
        log(entry);
    }
    scripts.register(false);
    if !loaded.sites.is_empty() {
        writer.save_browser();
    }
    sites.start(loaded.sites, loaded.nobody);
    Ok(events)
}
