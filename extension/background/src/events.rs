//! Routes browser events. The order of the cases is the order of trust: the
//! browser itself first, then our own pages, then content scripts.

use wasm_bindgen::JsValue;

use super::all_calls::AllCalls;
use super::announcer::Announcer;
use super::call_pages::CallPages;
use super::content_scripts::ContentScripts;
use super::crm_tabs::CrmTabs;
use super::diagnostics;
use super::policy::Policy;
use super::received::{self, Received};
use super::requests::Requests;
use super::sites::Sites;
use super::updates::Updates;
use ringside::call::machine::Event;
use ringside::domain::TabId;
use ringside::sites::NOBODYS;
use ringside_web::browser::sender::Facts;
use ringside_web::browser::{Error, runtime};

/// The parts that handle events.
pub(super) struct Events {
    pub(super) all: &'static AllCalls,
    pub(super) tabs: &'static CrmTabs,
    pub(super) pages: &'static CallPages,
    pub(super) sites: &'static Sites,
    pub(super) announcer: &'static Announcer,
    pub(super) policy: &'static Policy,
    pub(super) scripts: &'static ContentScripts,
    pub(super) updates: &'static Updates,
    pub(super) requests: &'static Requests,
}

impl Events {
    /// Handles one event from the bootstrap.
    pub(super) async fn handle(
        &'static self,
        name: &str,
        args: &js_sys::Array,
    ) -> Result<JsValue, Error> {
        let first = args.get(0);
        match name {
            "runtime.onInstalled" => self.scripts.register(true),
            "runtime.onStartup" => self.scripts.register(false),
            "permissions.onAdded" => {
                self.scripts.register(true);
                self.sites.permissions_changed();
            }
            "permissions.onRemoved" => {
                self.scripts.register(false);
                self.sites.permissions_changed();
            }
            "runtime.onUpdateAvailable" => self.updates.announced(),
            "storage.managed.onChanged" => self.policy.read(true),
            "alarms.onAlarm" => {
                for site in self.sites.active() {
                    site.jobs.run_due();
                }
                self.all.dispatch(NOBODYS, Event::Time);
            }
            "online" => self.sites.hurry(),
            "trapped" => diagnostics::log("started anew after a fault of its own"),
            "tabs.onRemoved" => {
                if let Some(tab) = first.as_f64() {
                    self.tabs.remove(TabId(tab as i32));
                }
            }
            "commands.onCommand" => self
                .announcer
                .pressed(&first.as_string().unwrap_or_default()),
            "notifications.onClicked" | "notifications.onButtonClicked" => {
                let button = args.get(1).as_f64().map(|button| button as u32);
                let id = first.as_string().unwrap_or_default();
                self.announcer.clicked(&id, button);
            }
            "runtime.onConnect" => self.pages.opened(first),
            "port.onMessage" => self.pages.on_message(first, args.get(1)),
            "port.onDisconnect" => self.pages.closed(first),
            "runtime.onMessage" => return self.message(first, &args.get(1)).await,
            _ => {}
        }
        Ok(JsValue::NULL)
    }

    /// Answers a request if its sender may send it.
    async fn message(&'static self, body: JsValue, sender: &JsValue) -> Result<JsValue, Error> {
        let sender = Facts::read(sender).parse(&runtime::id(), &runtime::url("")?);
        let text = body.as_string().unwrap_or_default();
        if let Some(dropped) = received::dropped(sender.as_ref(), &text) {
            diagnostics::log(dropped);
        }
        let is_enabled = |origin: &str| self.requests.preferences.is_enabled(origin);
        let received = sender.and_then(|sender| received::request(sender, &text, is_enabled));
        let reply = match received {
            Some(Received::Content {
                tab,
                origin,
                in_frame,
                request,
            }) => {
                let requests = &self.requests;
                requests
                    .answer_content(tab, &origin, in_frame, request)
                    .await
            }
            Some(Received::Off { tab, greets }) => self.requests.answer_off(tab, greets),
            Some(Received::Popup(request)) => self.requests.answer_popup(request).await,
            Some(Received::Options(request)) => self.requests.answer_options(request),
            None => JsValue::NULL,
        };
        self.requests.preferences.write().await;
        self.requests.profiles.write().await;
        Ok(reply)
    }
}
