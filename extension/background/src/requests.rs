//! Answers to content scripts and to our own pages. A request names its
//! reply, and [`reply`] holds each arm to it.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::worker::Worker;
use super::{diagnostics, jobs, signin, tabs};
use ringside::call::machine::Event;
use ringside::call::state::Tab;
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

/// A request of a content script at `origin`.
pub(super) fn from_content(
    worker: &Rc<Worker>,
    tab: TabId,
    origin: &str,
    request: FromContent,
) -> Result<JsValue, Error> {
    match request {
        FromContent::Hello(hello) => {
            let was_watched = worker.read(|memory| memory.state.is_watched());
            let visible = hello.visible;
            signin::found_soon(worker, origin, hello.tokens);
            worker.dispatch(Event::Tab(Tab { id: tab, visible }));
            if visible && !was_watched {
                // The user is back: what happened meanwhile?
                jobs::refresh(worker);
            }
            reply::<Hello>(&worker.read(|memory| view::of(&memory.state, Some(tab))))
        }
        // Answered by `look`, which has to ask the CRM.
        FromContent::QueryPresence(_) => Ok(JsValue::NULL),
        FromContent::Dial(Dial { record, media }) => {
            let tab = Some(tab);
            worker.dispatch(Event::Place { record, media, tab });
            reply::<Dial>(&())
        }
        FromContent::ContentAction(ContentAction(intent)) => {
            let tab = Some(tab);
            worker.dispatch(Event::Intent { intent, tab });
            reply::<ContentAction>(&())
        }
        FromContent::SaveToastPosition(SaveToastPosition(toast_position)) => {
            worker.dispatch(Event::ToastMoved(toast_position));
            reply::<SaveToastPosition>(&())
        }
    }
}

/// Who of these can be reached?
pub(super) async fn query_presence(
    worker: &Rc<Worker>,
    tab: TabId,
    QueryPresence { records }: QueryPresence,
) -> Result<JsValue, Error> {
    if records.len() > MAX_QUERY {
        return Ok(JsValue::NULL);
    }
    reply::<QueryPresence>(&tabs::query_presence(worker, tab, records).await)
}

/// A request of one of our own pages.
pub(super) fn from_page(worker: &Rc<Worker>, request: FromPage) -> Result<JsValue, Error> {
    match request {
        FromPage::GetView(_) => {
            reply::<GetView>(&worker.read(|memory| view::of(&memory.state, None)))
        }
        FromPage::GetMissed(_) => reply::<GetMissed>(&worker.read(|memory| {
            let newest_first = memory.state.missed.iter().rev();
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
            worker.dispatch(Event::Intent { intent, tab: None });
            reply::<PopupAction>(&())
        }
        FromPage::GetSettings(_) => reply::<GetSettings>(&worker.settings.borrow()),
        FromPage::SetSettings(SetSettings(settings)) => {
            worker.set_settings(settings);
            tabs::register(worker, true);
            reply::<SetSettings>(&worker.settings.borrow())
        }
    }
}
