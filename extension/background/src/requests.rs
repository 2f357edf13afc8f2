//! Answers to content scripts and to our own pages. A request names the type of
//! its reply, and [`reply`] enforces it.

use wasm_bindgen::JsValue;

use super::all_calls::AllCalls;
use super::announcer::Announcer;
use super::call_pages::CallPages;
use super::content_scripts::ContentScripts;
use super::crm_tabs::CrmTabs;
use super::diagnostics;
use super::own_windows::OwnWindows;
use super::policy::Policy;
use super::preferences::Preferences;
use super::profiles::Profiles;
use super::sites::Sites;
use super::stored;
use ringside::call::machine::Event;
use ringside::call::state::Tab;
use ringside::call::view::View;
use ringside::crm::token::PageTokens;
use ringside::domain::TabId;
use ringside::message::{
    Ask, Attended, ChooseCarrier, ContentAction, Dial, ExportProfile, ForgetGuestCall, ForgetNote,
    FrameCall, FromContent, FromOptions, FromPopup, GetDiagnostics, GetDoNotDisturb, GetGuestCalls,
    GetManagedProblems, GetMissed, GetRefusedNotes, GetSettings, GetSiteStates, GetSites,
    GetStorage, GetUnstopped, GetView, Hello, ImportProfile, InviteAgain, MAX_QUERY, PopupAction,
    Push, QueryPresence, RemoveProfile, RetryApi, RowChanged, SaveToastPosition, SetDoNotDisturb,
    SetSettings, SiteStatus, StartPicker, Teach, TryAgain,
};
use ringside::presence::Reach;
use ringside::settings::{Carrier, Settings};
use ringside::sites;
use ringside_web::browser::codec;

/// The reply to an `A`, as it is sent.
fn reply<A: Ask>(value: &A::Reply) -> JsValue {
    codec::to_reply(value)
}

/// The parts that answer requests.
pub(super) struct Requests {
    pub(super) all: &'static AllCalls,
    pub(super) announcer: &'static Announcer,
    pub(super) tabs: &'static CrmTabs,
    pub(super) policy: &'static Policy,
    pub(super) preferences: &'static Preferences,
    pub(super) profiles: &'static Profiles,
    pub(super) sites: &'static Sites,
    pub(super) own_windows: &'static OwnWindows,
    pub(super) scripts: &'static ContentScripts,
    pub(super) pages: &'static CallPages,
}

impl Requests {
    /// Any request from a content script where Ringside is not enabled any more;
    /// one that `greets` waits for a view.
    pub(super) fn answer_off(&self, tab: TabId, greets: bool) -> JsValue {
        self.sites.leave(tab);
        if greets {
            reply::<Hello>(&View::default())
        } else {
            JsValue::NULL
        }
    }

    /// A request from a content script at `origin`.
    pub(super) async fn answer_content(
        &self,
        tab: TabId,
        origin: &str,
        in_frame: bool,
        request: FromContent,
    ) -> JsValue {
        if let FromContent::Hello(hello) = &request
            && in_frame
        {
            self.profiles.greeted_in_frame(tab, origin, hello.profile);
            return reply::<Hello>(&self.tabs.view(tab, origin));
        }
        if self.tabs.is_refused(tab) {
            // It says so as long as nobody has read it, and after each press.
            match request {
                FromContent::Hello(hello) => {
                    return reply::<Hello>(&self.greeted(tab, origin, hello));
                }
                FromContent::Dial(_) => self.tabs.say_refused(tab, sites::Refusal::Said),
                FromContent::ContentAction(_) => self.tabs.say_refused(tab, sites::Refusal::Unsaid),
                _ => {}
            }
            return JsValue::NULL;
        }
        let page = self.all.number(origin);
        match request {
            FromContent::Hello(hello) => reply::<Hello>(&self.greeted(tab, origin, hello)),
            FromContent::QueryPresence(QueryPresence { records }) => {
                if records.len() > MAX_QUERY {
                    return JsValue::NULL;
                }
                let page = self.sites.page(origin);
                let site = self.all.read(|all| sites::to_ask(all, page)).flatten();
                match site.and_then(|site| self.sites.of(site)) {
                    _ if self.sites.invites_all(origin) => {
                        reply::<QueryPresence>(&vec![Reach::NoAccount; records.len()])
                    }
                    Some(site) => reply::<QueryPresence>(&site.people.query(tab, records).await),
                    None => JsValue::NULL,
                }
            }
            FromContent::Dial(Dial { record, media }) => {
                self.sites.dial(tab, origin, record, media);
                self.all.saved().await;
                reply::<Dial>(&())
            }
            FromContent::RowChanged(RowChanged) => {
                self.tabs.push(tab, &Push::RowChanged);
                reply::<RowChanged>(&())
            }
            FromContent::ContentAction(ContentAction(intent)) => {
                self.all.act(page, Some(tab), intent.into());
                self.all.saved().await;
                reply::<ContentAction>(&())
            }
            FromContent::ChooseCarrier(ChooseCarrier(carrier)) => {
                self.choose(origin, carrier);
                reply::<ChooseCarrier>(&())
            }
            FromContent::SaveToastPosition(SaveToastPosition(toast_position)) => {
                self.all.dispatch_all(&|| Event::ToastMoved(toast_position));
                reply::<SaveToastPosition>(&())
            }
            FromContent::Teach(Teach(file)) => reply::<Teach>(&self.profiles.teach(origin, file)),
            FromContent::FrameCall(FrameCall) => {
                reply::<FrameCall>(&self.pages.give(Some(tab)).await)
            }
            FromContent::Attended(Attended) => {
                for site in self.sites.active() {
                    site.jobs.attended();
                }
                reply::<Attended>(&())
            }
        }
    }

    /// A content script says hello.
    fn greeted(&self, tab: TabId, origin: &str, hello: Hello) -> View {
        let visible = hello.visible;
        self.preferences.learn_site(origin);
        // Without a sign-in there is nothing to send anywhere.
        let is_ready = !matches!(hello.tokens, PageTokens::Found(_)) && hello.api.is_none()
            || self.sites.greeted(tab, origin, hello.api.as_ref());
        self.tabs.add(Tab { id: tab, visible }, origin);
        self.profiles.greeted(tab, origin, hello.profile);
        self.announcer.profile_misses(tab, hello.profile.misses);
        if is_ready && let Ok(found) = hello.tokens.found() {
            self.sites.found(tab, origin, found);
        }
        let page = self.all.number(origin);
        if hello.has_own_window && page.is_some() {
            self.own_window_found(tab, origin);
        }
        if visible {
            for site in self.sites.active() {
                site.jobs.came();
            }
        }
        self.tabs.view(tab, origin)
    }

    /// A page of a CRM with a call window of its own is there.
    fn own_window_found(&self, tab: TabId, origin: &str) {
        if self.preferences.learn_own_window(origin) {
            self.scripts.register(false);
        }
        self.own_windows.page_found(tab, origin.to_owned());
    }

    /// The user chose who carries the calls at this origin.
    fn choose(&self, origin: &str, carrier: Carrier) {
        let mut settings = self.preferences.read(Clone::clone);
        settings.set_carrier(origin, carrier);
        self.preferences.set(settings);
        self.scripts.register(false);
        self.sites.follow_settings();
    }

    /// A request from the popup.
    pub(super) async fn answer_popup(&self, request: FromPopup) -> JsValue {
        match request {
            FromPopup::GetView(_) => reply::<GetView>(&self.all.view(None, None)),
            FromPopup::GetMissed(_) => {
                reply::<GetMissed>(&self.all.read(sites::missed).unwrap_or_default())
            }
            FromPopup::PopupAction(PopupAction(intent)) => {
                self.all.act(None, None, intent.into());
                self.all.saved().await;
                reply::<PopupAction>(&())
            }
            FromPopup::GetSites(_) => reply::<GetSites>(&self.statuses()),
            FromPopup::RetryApi(_) => {
                self.sites.hurry();
                reply::<RetryApi>(&())
            }
            FromPopup::GetRefusedNotes(_) => reply::<GetRefusedNotes>(&self.sites.refused_notes()),
            FromPopup::ForgetNote(ForgetNote(note)) => {
                self.sites.forget_note(&note);
                reply::<ForgetNote>(&())
            }
            FromPopup::GetGuestCalls(_) => reply::<GetGuestCalls>(&self.sites.guest_calls()),
            FromPopup::InviteAgain(InviteAgain(call)) => {
                self.sites.invite_again(&call);
                self.all.saved().await;
                reply::<InviteAgain>(&())
            }
            FromPopup::ForgetGuestCall(ForgetGuestCall(call)) => {
                self.sites.forget_guest_call(&call);
                reply::<ForgetGuestCall>(&())
            }
            FromPopup::StartPicker(StartPicker(tab)) => {
                let runs = self.tabs.all().iter().any(|known| known.tab.id == tab);
                if runs {
                    self.tabs.push(tab, &Push::Pick);
                }
                reply::<StartPicker>(&runs)
            }
            FromPopup::GetDoNotDisturb(_) => reply::<GetDoNotDisturb>(&self.do_not_disturb()),
            FromPopup::SetDoNotDisturb(SetDoNotDisturb(do_not_disturb)) => {
                let settings = self.preferences.read(Clone::clone);
                self.preferences.set(Settings {
                    do_not_disturb,
                    ..settings
                });
                self.sites.follow_rules();
                reply::<SetDoNotDisturb>(&self.do_not_disturb())
            }
        }
    }

    /// A request from the options page.
    pub(super) fn answer_options(&self, request: FromOptions) -> JsValue {
        match request {
            FromOptions::GetDiagnostics(_) => reply::<GetDiagnostics>(&diagnostics::lines()),
            FromOptions::GetSiteStates(_) => reply::<GetSiteStates>(&self.statuses()),
            FromOptions::GetStorage(_) => reply::<GetStorage>(&stored::storage_state()),
            FromOptions::GetUnstopped(_) => reply::<GetUnstopped>(&self.own_windows.failed()),
            FromOptions::TryAgain(_) => {
                self.sites.hurry();
                reply::<TryAgain>(&())
            }
            FromOptions::GetSettings(_) => self.preferences.read(reply::<GetSettings>),
            FromOptions::SetSettings(SetSettings(settings)) => {
                self.preferences.set(settings);
                self.scripts.register(true);
                self.sites.follow_settings();
                let is_listed = |origin: &str| {
                    self.preferences
                        .read(|settings| settings.site(origin).is_some())
                };
                self.profiles.keep_sites(is_listed);
                self.preferences.read(reply::<SetSettings>)
            }
            FromOptions::ImportProfile(import) => {
                reply::<ImportProfile>(&self.profiles.import(import))
            }
            FromOptions::ExportProfile(ExportProfile(origin)) => {
                reply::<ExportProfile>(&self.profiles.export(&origin))
            }
            FromOptions::RemoveProfile(RemoveProfile(origin)) => {
                self.profiles.keep(|known| known != origin);
                reply::<RemoveProfile>(&())
            }
            FromOptions::GetManagedProblems(_) => {
                reply::<GetManagedProblems>(&self.policy.problems())
            }
        }
    }

    /// How it is with each site.
    fn statuses(&self) -> Vec<SiteStatus> {
        let mut all = self.sites.statuses();
        for status in &mut all {
            status.profile = self.profiles.state(&status.origin);
        }
        all
    }

    fn do_not_disturb(&self) -> bool {
        self.preferences.read(|settings| settings.do_not_disturb)
    }
}
