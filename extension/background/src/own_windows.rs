//! Keeps the call windows of CRMs out of the meetings that Ringside carries.
//!
//! A script in the page's own world does it. `content_scripts` registers it;
//! here it is run in pages that were open before, and the pages are told who
//! carries calls. `docs/decisions/0011-the-crms-own-window.md` has the reasons.

use std::cell::RefCell;

use wasm_bindgen_futures::spawn_local;

use super::crm_tabs::CrmTabs;
use super::diagnostics::log;
use super::preferences::Preferences;
use ringside::domain::TabId;
use ringside::message::Push;
use ringside::own_window::is_kept_out;
use ringside_web::browser::{Error, scripting};

pub(super) struct OwnWindows {
    preferences: &'static Preferences,
    tabs: &'static CrmTabs,
    /// The origins where the window could not be kept out, and what failed.
    failed: RefCell<Vec<(String, Step)>>,
}

/// How the window is kept out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The script is registered for pages to come.
    Registering,
    /// It is run in a page that is open, which does not make up for the other:
    /// in a page that loads it may come too late.
    Running,
}

impl OwnWindows {
    pub(super) fn new(preferences: &'static Preferences, tabs: &'static CrmTabs) -> Self {
        Self {
            preferences,
            tabs,
            failed: RefCell::default(),
        }
    }

    /// The origins where the window could not be kept out.
    pub(super) fn failed(&self) -> Vec<String> {
        let failed = self.failed.borrow();
        failed.iter().map(|(origin, _)| origin.clone()).collect()
    }

    /// A page of the CRM at `origin`, which has a call window of its own, is
    /// there: keeps the window out of it, and says who carries calls.
    pub(super) fn page_found(&'static self, tab: TabId, origin: String) {
        let (carrier, kept_out) = self.preferences.read(|settings| {
            let kept_out = is_kept_out(settings, &origin);
            (settings.carrier(&origin), kept_out)
        });
        spawn_local(async move {
            if kept_out {
                // Does nothing where it was registered in time.
                let kept = scripting::inject(scripting::OWN_WINDOW, tab).await;
                self.note(&origin, Step::Running, kept.as_ref().err());
            }
            self.tabs.push(tab, &Push::Carrier { carrier, kept_out });
        });
    }

    /// Notes whether the window could be kept out at this origin.
    pub(super) fn note(&self, origin: &str, step: Step, cause: Option<&Error>) {
        let mut failed = self.failed.borrow_mut();
        failed.retain(|(known, failed)| known != origin || *failed != step);
        if let Some(cause) = cause {
            log(("cannot keep out the CRM's own call window", cause));
            failed.push((origin.to_owned(), step));
        }
    }
}
