//! Answers to content scripts and to our own pages. A request names its
//! reply, and [`reply`] holds each arm to it.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::worker::Worker;
use super::{diagnostics, jobs, signin, tabs};
use ringside::call::TabId;
use ringside::call::machine::What;
use ringside::call::state::Tab;
use ringside::call::view;
use ringside::message::{Act, Ask, Do, FromContent, FromPage, GetSettings, Hello, Look, MAX_LOOK};
use ringside::message::{
    GetDiagnostics, GetMissed, MissedView, Peek, Place, Remember, SetSettings,
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
            worker.take(What::Tab(Tab { id: tab, visible }));
            if visible && !was_watched {
                // The user is back: what happened meanwhile?
                jobs::look_again(worker);
            }
            reply::<Hello>(&worker.read(|memory| view::of(&memory.state, Some(tab))))
        }
        // Answered by `look`, which has to ask the CRM.
        FromContent::Look(_) => Ok(JsValue::NULL),
        FromContent::Place(Place { record, media }) => {
            let tab = Some(tab);
            worker.take(What::Place { record, media, tab });
            reply::<Place>(&())
        }
        FromContent::Act(Act(intent)) => {
            let tab = Some(tab);
            worker.take(What::Intent { intent, tab });
            reply::<Act>(&())
        }
        FromContent::Remember(Remember(spot)) => {
            worker.take(What::Spot(spot));
            reply::<Remember>(&())
        }
    }
}

/// Who of these can be reached?
pub(super) async fn look(
    worker: &Rc<Worker>,
    tab: TabId,
    Look { records }: Look,
) -> Result<JsValue, Error> {
    if records.len() > MAX_LOOK {
        return Ok(JsValue::NULL);
    }
    reply::<Look>(&tabs::look(worker, tab, records).await)
}

/// A request of one of our own pages.
pub(super) fn from_page(worker: &Rc<Worker>, request: FromPage) -> Result<JsValue, Error> {
    match request {
        FromPage::Peek(_) => reply::<Peek>(&worker.read(|memory| view::of(&memory.state, None))),
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
        FromPage::Do(Do(intent)) => {
            worker.take(What::Intent { intent, tab: None });
            reply::<Do>(&())
        }
        FromPage::GetSettings(_) => reply::<GetSettings>(&worker.settings.borrow()),
        FromPage::SetSettings(SetSettings(settings)) => {
            worker.set_settings(settings);
            tabs::register(worker, true);
            reply::<SetSettings>(&worker.settings.borrow())
        }
    }
}
