//! What each browser event means. The order shows whom we trust: the browser
//! itself first, then our own pages, then content scripts.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::received::{self, Received};
use super::worker::Worker;
use super::{effects, jobs, ports, requests, tabs};
use ringside::call::intent::Intent;
use ringside::call::machine::Event;
use ringside::domain::TabId;
use ringside_web::browser::sender::Facts;
use ringside_web::browser::{Error, runtime};

/// Deals with one event of the bootstrap.
pub(super) async fn handle(
    worker: &Rc<Worker>,
    name: &str,
    args: &js_sys::Array,
) -> Result<JsValue, Error> {
    worker.ready().await?;
    let first = args.get(0);
    match name {
        "runtime.onInstalled" | "permissions.onAdded" => tabs::register(worker, true),
        "runtime.onStartup" | "permissions.onRemoved" => tabs::register(worker, false),
        "runtime.onUpdateAvailable" => worker.update(),
        "alarms.onAlarm" => jobs::run_due(worker),
        "online" => jobs::hurry(worker),
        "tabs.onRemoved" => {
            if let Some(tab) = first.as_f64() {
                tabs::gone(worker, TabId(tab as i32));
            }
        }
        "commands.onCommand" => command(worker, &first.as_string().unwrap_or_default()),
        "notifications.onClicked" | "notifications.onButtonClicked" => {
            let button = args.get(1).as_f64().map(|button| button as u32);
            let id = first.as_string().unwrap_or_default();
            effects::notification_clicked(worker, &id, button);
        }
        "runtime.onConnect" => ports::opened(worker, first),
        "port.onMessage" => ports::said(worker, first, args.get(1)),
        "port.onDisconnect" => ports::closed(worker, first),
        "runtime.onMessage" => return message(worker, first, &args.get(1)).await,
        _ => {}
    }
    Ok(JsValue::NULL)
}

/// Answers a request, when it is one that its sender may send.
async fn message(worker: &Rc<Worker>, body: JsValue, sender: &JsValue) -> Result<JsValue, Error> {
    let sender = Facts::read(sender).parse(&runtime::id(), &runtime::url("")?);
    let received = sender
        .zip(body.as_string())
        .and_then(|(sender, text)| received::request(sender, &text));
    Ok(match received {
        Some(Received::Content {
            tab,
            origin,
            request,
        }) => requests::from_content(worker, tab, &origin, request).await,
        Some(Received::Popup(request)) => requests::from_popup(worker, request),
        Some(Received::Options(request)) => requests::from_options(worker, request),
        None => JsValue::NULL,
    })
}

/// A keyboard shortcut.
fn command(worker: &Rc<Worker>, command: &str) {
    let ring = worker.read(|memory| {
        memory
            .state
            .rings
            .first()
            .map(|ring| (ring.call, ring.media))
    });
    let intent = match (command, ring) {
        ("answer", Some((call, media))) => Intent::Answer { call, media },
        ("toggle-mute", _) => Intent::ToggleMic,
        ("hang-up", _) => Intent::HangUp,
        ("show-toast", _) => Intent::ShowCall,
        _ => return,
    };
    let tab = worker.read(|memory| memory.state.best_tab());
    worker.dispatch(Event::Intent { intent, tab });
}
