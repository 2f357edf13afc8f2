//! Answers to content scripts and to our own pages. A request names its
//! reply, and [`reply`] holds each arm to it.

use wasm_bindgen::JsValue;

use super::calls::Calls;
use super::jobs::Jobs;
use super::people::People;
use super::preferences::Preferences;
use super::signin::Authenticator;
use super::{content_scripts, diagnostics};
use ringside::call::machine::Event;
use ringside::call::state::{State, Tab};
use ringside::call::view;
use ringside::domain::TabId;
use ringside::message::{
    Ask, ContentAction, FromContent, FromPage, GetSettings, Hello, MAX_QUERY, PopupAction,
    QueryPresence,
};
use ringside::message::{
    Dial, GetDiagnostics, GetMissed, GetView, MissedView, SaveToastPosition, SetSettings,
};
use ringside_web::browser::{Error, codec};

/// The reply to an `A`, as the channel carries it.
fn reply<A: Ask>(value: &A::Reply) -> Result<JsValue, Error> {
    codec::to_js(value)
}

/// The parts that requests are answered by.
pub(super) struct Requests {
    pub(super) calls: &'static Calls,
    pub(super) auth: &'static Authenticator,
    pub(super) jobs: &'static Jobs,
    pub(super) people: &'static People,
    pub(super) preferences: &'static Preferences,
}

impl Requests {
    /// A request of a content script at `origin`.
    pub(super) fn answer_content(
        &self,
        tab: TabId,
        origin: &str,
        request: FromContent,
    ) -> Result<JsValue, Error> {
        match request {
            FromContent::Hello(hello) => {
                let was_watched = self.calls.read(State::is_watched);
                let visible = hello.visible;
                self.auth.found_soon(origin, hello.tokens);
                self.calls.dispatch(Event::Tab(Tab { id: tab, visible }));
                if visible && !was_watched {
                    // The user is back: what happened meanwhile?
                    self.jobs.refresh();
                }
                reply::<Hello>(&self.calls.read(|state| view::of(state, Some(tab))))
            }
            // Answered by `query_presence`, which has to ask the CRM.
            FromContent::QueryPresence(_) => Ok(JsValue::NULL),
            FromContent::Dial(Dial { record, media }) => {
                let tab = Some(tab);
                self.calls.dispatch(Event::Place { record, media, tab });
                reply::<Dial>(&())
            }
            FromContent::ContentAction(ContentAction(intent)) => {
                let tab = Some(tab);
                self.calls.dispatch(Event::Intent { intent, tab });
                reply::<ContentAction>(&())
            }
            FromContent::SaveToastPosition(SaveToastPosition(toast_position)) => {
                self.calls.dispatch(Event::ToastMoved(toast_position));
                reply::<SaveToastPosition>(&())
            }
        }
    }

    /// Who of these can be reached?
    pub(super) async fn query_presence(
        &self,
        tab: TabId,
        QueryPresence { records }: QueryPresence,
    ) -> Result<JsValue, Error> {
        if records.len() > MAX_QUERY {
            return Ok(JsValue::NULL);
        }
        reply::<QueryPresence>(&self.people.query(tab, records).await)
    }

    /// A request of one of our own pages.
    pub(super) fn answer_page(&self, request: FromPage) -> Result<JsValue, Error> {
        match request {
            FromPage::GetView(_) => {
                reply::<GetView>(&self.calls.read(|state| view::of(state, None)))
            }
            FromPage::GetMissed(_) => reply::<GetMissed>(&self.calls.read(|state| {
                let newest_first = state.missed.iter().rev();
                newest_first
                    .map(|missed| MissedView {
                        call: missed.call,
                        peer: missed.peer.clone(),
                        at: missed.at,
                    })
                    .collect()
            })),
            FromPage::GetDiagnostics(_) => reply::<GetDiagnostics>(&diagnostics::lines()),
            FromPage::PopupAction(PopupAction(intent)) => {
                self.calls.dispatch(Event::Intent { intent, tab: None });
                reply::<PopupAction>(&())
            }
            FromPage::GetSettings(_) => self.preferences.read(reply::<GetSettings>),
            FromPage::SetSettings(SetSettings(settings)) => {
                self.preferences.set(settings);
                self.calls.dispatch(Event::Rules(self.preferences.rules()));
                content_scripts::register(self.preferences, true);
                self.preferences.read(reply::<SetSettings>)
            }
        }
    }
}
