//! Answers to content scripts and to our own pages. A request names the type of
//! its reply, and [`reply`] enforces it.

use wasm_bindgen::JsValue;

use super::call_pages::CallPages;
use super::calls::Calls;
use super::content_scripts::ContentScripts;
use super::diagnostics;
use super::jobs::Jobs;
use super::own_windows::OwnWindows;
use super::people::People;
use super::preferences::Preferences;
use super::signin::Authenticator;
use super::sites::Sites;
use ringside::call::machine::Event;
use ringside::call::state::Tab;
use ringside::call::view::{self, View};
use ringside::domain::TabId;
use ringside::message::{
    Ask, Attended, ChooseCarrier, ContentAction, Dial, ForgetNote, FrameCall, FromContent,
    FromOptions, FromPopup, GetDiagnostics, GetDoNotDisturb, GetMissed, GetRefusedNotes,
    GetSettings, GetSiteStates, GetSites, GetUnstopped, GetView, Hello, MAX_QUERY, MissedView,
    PopupAction, QueryPresence, RetryApi, SaveToastPosition, SetDoNotDisturb, SetSettings,
    TryAgain,
};
use ringside::settings::{Carrier, Settings};
use ringside_web::browser::codec;

/// The reply to an `A`, as it is sent.
fn reply<A: Ask>(value: &A::Reply) -> JsValue {
    codec::to_reply(value)
}

/// The parts that answer requests.
pub(super) struct Requests {
    pub(super) calls: &'static Calls,
    pub(super) auth: &'static Authenticator,
    pub(super) jobs: &'static Jobs,
    pub(super) people: &'static People,
    pub(super) preferences: &'static Preferences,
    pub(super) sites: &'static Sites,
    pub(super) own_windows: &'static OwnWindows,
    pub(super) scripts: &'static ContentScripts,
    pub(super) pages: &'static CallPages,
}

impl Requests {
    /// A request from a content script at `origin`.
    pub(super) async fn answer_content(
        &self,
        tab: TabId,
        origin: &str,
        request: FromContent,
    ) -> JsValue {
        match request {
            FromContent::Hello(_) if self.preferences.read(|settings| settings.is_off(origin)) => {
                self.calls.dispatch(Event::TabGone(tab));
                self.own_windows.leave(tab);
                reply::<Hello>(&View::default())
            }
            FromContent::Hello(hello) => {
                let visible = hello.visible;
                // Without a sign-in there is nothing to send anywhere.
                let is_ready = hello.tokens.is_none() && hello.api.is_none()
                    || self.sites.greeted(tab, origin, hello.api.as_ref());
                if is_ready {
                    self.auth.found_soon(origin, hello.tokens);
                }
                self.calls.dispatch(Event::Tab(Tab { id: tab, visible }));
                if hello.has_own_window {
                    self.own_window_found(tab, origin);
                }
                if visible {
                    self.jobs.came();
                }
                reply::<Hello>(&self.calls.read(|state| view::of(state, Some(tab))))
            }
            FromContent::QueryPresence(QueryPresence { records }) => {
                if records.len() > MAX_QUERY {
                    return JsValue::NULL;
                }
                reply::<QueryPresence>(&self.people.query(tab, records).await)
            }
            FromContent::Dial(Dial { record, media }) => {
                let tab = Some(tab);
                self.calls.dispatch(Event::Place { record, media, tab });
                reply::<Dial>(&())
            }
            FromContent::ContentAction(ContentAction(intent)) => {
                let (intent, tab) = (intent.into(), Some(tab));
                self.calls.dispatch(Event::Intent { intent, tab });
                reply::<ContentAction>(&())
            }
            FromContent::ChooseCarrier(ChooseCarrier(carrier)) => {
                self.choose(origin, carrier);
                reply::<ChooseCarrier>(&())
            }
            FromContent::SaveToastPosition(SaveToastPosition(toast_position)) => {
                self.calls.dispatch(Event::ToastMoved(toast_position));
                reply::<SaveToastPosition>(&())
            }
            FromContent::FrameCall(FrameCall) => {
                reply::<FrameCall>(&self.pages.give(Some(tab)).await)
            }
            FromContent::Attended(Attended) => {
                self.jobs.attended();
                reply::<Attended>(&())
            }
        }
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
        self.set(settings);
        self.scripts.register(false);
        self.own_windows.follow_sites();
    }

    /// A request from the popup.
    pub(super) fn answer_popup(&self, request: FromPopup) -> JsValue {
        match request {
            FromPopup::GetView(_) => {
                reply::<GetView>(&self.calls.read(|state| view::of(state, None)))
            }
            FromPopup::GetMissed(_) => reply::<GetMissed>(&self.calls.read(|state| {
                let newest_first = state.missed_shown().iter().rev();
                newest_first
                    .map(|missed| MissedView {
                        call: missed.call,
                        peer: missed.peer.clone(),
                        at: missed.at,
                    })
                    .collect()
            })),
            FromPopup::PopupAction(PopupAction(intent)) => {
                let intent = intent.into();
                self.calls.dispatch(Event::Intent { intent, tab: None });
                reply::<PopupAction>(&())
            }
            FromPopup::GetSites(_) => reply::<GetSites>(&self.sites.statuses()),
            FromPopup::RetryApi(_) => {
                self.jobs.hurry();
                reply::<RetryApi>(&())
            }
            FromPopup::GetRefusedNotes(_) => reply::<GetRefusedNotes>(&self.calls.refused_notes()),
            FromPopup::ForgetNote(ForgetNote(note)) => {
                self.calls.forget_note(&note);
                reply::<ForgetNote>(&())
            }
            FromPopup::GetDoNotDisturb(_) => reply::<GetDoNotDisturb>(&self.do_not_disturb()),
            FromPopup::SetDoNotDisturb(SetDoNotDisturb(do_not_disturb)) => {
                let settings = self.preferences.read(Clone::clone);
                self.set(Settings {
                    do_not_disturb,
                    ..settings
                });
                reply::<SetDoNotDisturb>(&self.do_not_disturb())
            }
        }
    }

    /// A request from the options page.
    pub(super) fn answer_options(&self, request: FromOptions) -> JsValue {
        match request {
            FromOptions::GetDiagnostics(_) => reply::<GetDiagnostics>(&diagnostics::lines()),
            FromOptions::GetSiteStates(_) => reply::<GetSiteStates>(&self.sites.statuses()),
            FromOptions::GetUnstopped(_) => reply::<GetUnstopped>(&self.own_windows.failed()),
            FromOptions::TryAgain(_) => {
                self.jobs.hurry();
                reply::<TryAgain>(&())
            }
            FromOptions::GetSettings(_) => self.preferences.read(reply::<GetSettings>),
            FromOptions::SetSettings(SetSettings(settings)) => {
                self.set(settings);
                self.auth.follow_address();
                self.scripts.register(true);
                self.own_windows.follow_sites();
                self.preferences.read(reply::<SetSettings>)
            }
        }
    }

    fn do_not_disturb(&self) -> bool {
        self.preferences.read(|settings| settings.do_not_disturb)
    }

    fn set(&self, settings: Settings) {
        self.preferences.set(settings);
        let rules = self.preferences.rules(self.auth.origin().as_deref());
        self.calls.dispatch(Event::Rules(rules));
    }
}
