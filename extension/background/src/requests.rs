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
    Ask, ContentAction, Dial, FromContent, FromOptions, FromPopup, GetDiagnostics, GetDoNotDisturb,
    GetMissed, GetSettings, GetView, Hello, MAX_QUERY, MissedView, PopupAction, QueryPresence,
    SaveToastPosition, SetDoNotDisturb, SetSettings,
};
use ringside::settings::Settings;
use ringside_web::browser::codec;

/// The reply to an `A`, as the channel carries it.
fn reply<A: Ask>(value: &A::Reply) -> JsValue {
    codec::to_reply(value)
}

/// A request of a content script at `origin`.
pub(super) async fn from_content(
    worker: &Rc<Worker>,
    tab: TabId,
    origin: &str,
    request: FromContent,
) -> JsValue {
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
        FromContent::QueryPresence(QueryPresence { records }) => {
            if records.len() > MAX_QUERY {
                return JsValue::NULL;
            }
            reply::<QueryPresence>(&tabs::query_presence(worker, tab, records).await)
        }
        FromContent::Dial(Dial { record, media }) => {
            let tab = Some(tab);
            worker.dispatch(Event::Place { record, media, tab });
            reply::<Dial>(&())
        }
        FromContent::ContentAction(ContentAction(intent)) => {
            let (intent, tab) = (intent.into(), Some(tab));
            worker.dispatch(Event::Intent { intent, tab });
            reply::<ContentAction>(&())
        }
        FromContent::SaveToastPosition(SaveToastPosition(toast_position)) => {
            worker.dispatch(Event::ToastMoved(toast_position));
            reply::<SaveToastPosition>(&())
        }
    }
}

/// A request of the popup.
pub(super) fn from_popup(worker: &Rc<Worker>, request: FromPopup) -> JsValue {
    match request {
        FromPopup::GetView(_) => {
            reply::<GetView>(&worker.read(|memory| view::of(&memory.state, None)))
        }
        FromPopup::GetMissed(_) => reply::<GetMissed>(&worker.read(|memory| {
            let newest_first = memory.state.missed.iter().rev();
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
            worker.dispatch(Event::Intent { intent, tab: None });
            reply::<PopupAction>(&())
        }
        FromPopup::GetDoNotDisturb(_) => {
            reply::<GetDoNotDisturb>(&worker.settings.borrow().do_not_disturb)
        }
        FromPopup::SetDoNotDisturb(SetDoNotDisturb(do_not_disturb)) => {
            let settings = Settings {
                do_not_disturb,
                ..worker.settings.borrow().clone()
            };
            worker.set_settings(settings);
            reply::<SetDoNotDisturb>(&worker.settings.borrow().do_not_disturb)
        }
    }
}

/// A request of the options page.
pub(super) fn from_options(worker: &Rc<Worker>, request: FromOptions) -> JsValue {
    match request {
        FromOptions::GetDiagnostics(_) => reply::<GetDiagnostics>(&diagnostics::lines()),
        FromOptions::GetSettings(_) => reply::<GetSettings>(&worker.settings.borrow()),
        FromOptions::SetSettings(SetSettings(settings)) => {
            worker.set_settings(settings);
            tabs::register(worker, true);
            reply::<SetSettings>(&worker.settings.borrow())
        }
    }
}
