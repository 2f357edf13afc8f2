//! Answers to content scripts and to our own pages. A request names the type of
//! its reply, and [`reply`] enforces it.

use wasm_bindgen::JsValue;

use super::calls::Calls;
use super::jobs::Jobs;
use super::people::People;
use super::preferences::Preferences;
use super::signin::Authenticator;
use super::sites::Sites;
use super::{content_scripts, diagnostics};
use ringside::call::machine::Event;
use ringside::call::state::Tab;
use ringside::call::view;
use ringside::domain::TabId;
use ringside::message::{
    Ask, Attended, ContentAction, Dial, FromContent, FromOptions, FromPopup, GetDiagnostics,
    GetDoNotDisturb, GetMissed, GetSettings, GetSiteStates, GetSites, GetView, Hello, MAX_QUERY,
    MissedView, PopupAction, QueryPresence, RetryApi, SaveToastPosition, SetDoNotDisturb,
    SetSettings, TryAgain,
};
use ringside::settings::Settings;
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
            FromContent::Hello(hello) => {
                let was_visible = self.calls.read(|state| state.is_visible(tab));
                let visible = hello.visible;
                let knows_api = self.sites.greeted(tab, origin, hello.api.as_ref());
                if knows_api || hello.tokens.is_none() {
                    self.auth.found_soon(origin, hello.tokens);
                }
                self.calls.dispatch(Event::Tab(Tab { id: tab, visible }));
                if visible && !was_visible {
                    // The user is back: fetch what happened meanwhile.
                    self.jobs.attended();
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
            FromContent::SaveToastPosition(SaveToastPosition(toast_position)) => {
                self.calls.dispatch(Event::ToastMoved(toast_position));
                reply::<SaveToastPosition>(&())
            }
            FromContent::Attended(Attended) => {
                self.jobs.attended();
                reply::<Attended>(&())
            }
        }
    }

    /// A request from the popup.
    pub(super) fn answer_popup(&self, request: FromPopup) -> JsValue {
        match request {
            FromPopup::GetView(_) => {
                reply::<GetView>(&self.calls.read(|state| view::of(state, None)))
            }
            FromPopup::GetMissed(_) => reply::<GetMissed>(&self.calls.read(|state| {
                let newest_first = state.missed.iter().rev();
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
            FromOptions::TryAgain(_) => {
                self.jobs.hurry();
                reply::<TryAgain>(&())
            }
            FromOptions::GetSettings(_) => self.preferences.read(reply::<GetSettings>),
            FromOptions::SetSettings(SetSettings(settings)) => {
                self.set(settings);
                self.auth.follow_address();
                content_scripts::register(self.preferences, true);
                self.preferences.read(reply::<SetSettings>)
            }
        }
    }

    fn do_not_disturb(&self) -> bool {
        self.preferences.read(|settings| settings.do_not_disturb)
    }

    fn set(&self, settings: Settings) {
        self.preferences.set(settings);
        self.calls.dispatch(Event::Rules(self.preferences.rules()));
    }
}
