//! What each browser event means. The order shows whom we trust: the browser
//! itself first, then our own pages, then content scripts.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::worker::Worker;
use super::{jobs, ports, requests, tabs};
use crate::browser::sender::{Facts, Sender};
use crate::browser::{Error, codec, runtime, storage};
use crate::call::TabId;
use crate::call::machine::What;
use crate::message::{FromContent, FromPage, Intent};

/// Deals with one event of the bootstrap.
pub(super) async fn handle(
    worker: &Rc<Worker>,
    name: &str,
    args: &js_sys::Array,
) -> Result<JsValue, Error> {
    worker.ready().await?;
    match name {
        "runtime.onInstalled" => {
            storage::close_to_pages().await;
            tabs::register(worker).await?;
            tabs::inject_all().await;
        }
        "runtime.onStartup" => {
            storage::close_to_pages().await;
            tabs::register(worker).await?;
        }
        "permissions.onAdded" => {
            tabs::register(worker).await?;
            tabs::inject_all().await;
        }
        "permissions.onRemoved" => tabs::register(worker).await?,
        "alarms.onAlarm" => jobs::run_due(worker).await,
        "online" => jobs::hurry(worker).await,
        "tabs.onRemoved" => {
            if let Some(tab) = args.get(0).as_f64() {
                tabs::gone(worker, TabId(tab as i32)).await;
            }
        }
        "commands.onCommand" => {
            if let Some(command) = args.get(0).as_string() {
                self::command(worker, &command).await;
            }
        }
        "notifications.onClicked" => {
            if let Some(id) = args.get(0).as_string() {
                super::effects::notification_clicked(worker, &id, None).await;
            }
        }
        "notifications.onButtonClicked" => {
            if let (Some(id), Some(button)) = (args.get(0).as_string(), args.get(1).as_f64()) {
                super::effects::notification_clicked(worker, &id, Some(button as u32)).await;
            }
        }
        "runtime.onConnect" => ports::opened(worker, args.get(0)),
        "port.onMessage" => ports::said(worker, args.get(0), args.get(1)).await,
        "port.onDisconnect" => ports::closed(worker, args.get(0)).await,
        "runtime.onMessage" => return message(worker, args.get(0), &args.get(1)).await,
        _ => {}
    }
    Ok(JsValue::NULL)
}

/// Parses sender and body; drops what is neither ours nor well-formed.
async fn message(worker: &Rc<Worker>, body: JsValue, sender: &JsValue) -> Result<JsValue, Error> {
    match Facts::read(sender).parse(&runtime::id(), &runtime::url("")?) {
        Some(Sender::Page { .. }) => match codec::from_js::<FromPage>(body) {
            Ok(request) => requests::from_page(worker, request).await,
            Err(_) => Ok(JsValue::NULL),
        },
        Some(Sender::Content { tab, origin }) => match codec::from_js::<FromContent>(body) {
            Ok(request) => requests::from_content(worker, tab, &origin, request).await,
            Err(_) => Ok(JsValue::NULL),
        },
        None => Ok(JsValue::NULL),
    }
}

/// A keyboard shortcut.
async fn command(worker: &Rc<Worker>, command: &str) {
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
    worker.take(What::Intent { intent, tab }).await;
}
