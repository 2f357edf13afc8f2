//! The call pages' connections. A page that closes ends its own.

use std::cell::RefCell;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::calls::Calls;
use super::hook::Hook;
use super::meeting_servers::MeetingServers;
use super::received::{self, Shown};
use ringside::call::frames::GivenFrames;
use ringside::call::machine::Event;
use ringside::call::page_protocol::{JoinInfo, PageCommand, PageEvent};
use ringside::call::state::State;
use ringside::call::view::MediaHost;
use ringside::codec;
use ringside::domain::TabId;
use ringside::jitsi::meeting::ASK_AGAIN_LIMIT;
use ringside_web::browser::clock;
use ringside_web::browser::port::Caller;
use ringside_web::browser::runtime;
use ringside_web::browser::storage::{self, Area};
use ringside_web::meeting_server;

/// Where the numbers that were given out are kept.
const FRAMES: &str = "frames";

/// The open connections, newest last. Only one per tab counts: a call's media are
/// in one.
pub(super) struct CallPages {
    open: RefCell<Vec<(TabId, Caller)>>,
    frames: RefCell<GivenFrames>,
    calls: &'static Calls,
    servers: &'static MeetingServers,
    /// Called when a page found that uploading a recording as documented does
    /// not work.
    pub(super) on_fallback: Hook<()>,
}

impl CallPages {
    pub(super) fn new(calls: &'static Calls, servers: &'static MeetingServers) -> Self {
        Self {
            open: RefCell::default(),
            frames: RefCell::default(),
            calls,
            servers,
            on_fallback: Hook::default(),
        }
    }

    /// Loads what earlier workers gave out.
    pub(super) async fn load(&self) {
        let stored = storage::read(Area::Session, FRAMES).await;
        let text = stored.ok().and_then(|stored| stored.as_string());
        if let Some(frames) = text.as_deref().and_then(codec::parse) {
            self.frames.replace(frames);
        }
    }

    /// The address for a call page in a frame of this tab, or in a window that
    /// opens now.
    pub(super) async fn give(&self, tab: Option<TabId>) -> String {
        let nonce = clock::nonce();
        let address = ["pages/call.html?", &nonce].concat();
        self.frames.borrow_mut().give(tab, nonce);
        // Before the page can show it.
        self.save().await;
        address
    }

    async fn save(&self) {
        let text = codec::text(&*self.frames.borrow());
        // Without storage the page is one until this worker ends.
        let _ = storage::write(Area::Session, FRAMES, text.into()).await;
    }

    /// Posts to the call page that hosts the media. A page that is not
    /// connected asks when it connects.
    pub(super) fn post(&self, host: MediaHost, command: &PageCommand) {
        let tab = host.tab();
        let open = self.open.borrow();
        if let Some((_, caller)) = open.iter().find(|(other, _)| *other == tab) {
            // A page that just closed gets nothing.
            let _ = match command {
                PageCommand::Join(info) => caller.post(&PageCommand::Join(JoinInfo {
                    asks: self.servers.asks(info),
                    ..info.clone()
                })),
                command => caller.post(command),
            };
        }
    }

    /// Asks the page in this window to leave; it closes itself.
    pub(super) fn close_window(&self, tab: TabId) {
        self.post(MediaHost::Window(tab), &PageCommand::Leave);
    }

    /// A page connected.
    pub(super) fn opened(&'static self, port: JsValue) {
        let caller = Caller::new(port);
        let Ok(home) = runtime::url("") else {
            return;
        };
        let sender = caller.facts().parse(&runtime::id(), &home);
        let shown = sender.and_then(|sender| received::call_port(sender, &caller.name()));
        let Some(Shown { tab, frame, nonce }) = shown else {
            return;
        };
        let before = self.frames.borrow().clone();
        if !self.frames.borrow_mut().accept(tab, frame, &nonce) {
            // Not ours: some page has framed it, or somebody has opened it.
            let _ = caller.post(&PageCommand::Leave);
            return;
        }
        if *self.frames.borrow() != before {
            spawn_local(self.save());
        }
        self.add(tab, caller);
    }

    fn add(&self, tab: TabId, caller: Caller) {
        let mut open = self.open.borrow_mut();
        for (_, older) in open.iter().filter(|(other, _)| *other == tab) {
            // It may be closed already, which is what we want.
            let _ = older.post(&PageCommand::Leave);
        }
        open.retain(|(other, _)| *other != tab);
        open.push((tab, caller));
    }

    /// A page posted an event.
    pub(super) fn on_message(&self, message: JsValue, port: JsValue) {
        let caller = Caller::new(port);
        let tab = self.position(&caller).map(|(_, tab)| tab);
        let event = message.as_string();
        let event = event.and_then(|text| received::page_event(&text));
        let (Some(tab), Some(event)) = (tab, event) else {
            return;
        };
        if event == PageEvent::FallbackFound {
            return self.on_fallback.call(());
        }
        if event == PageEvent::ServerAllowed {
            return self.servers.allow();
        }
        if event == PageEvent::ServerUnreachable {
            return self.ask_server(caller);
        }
        self.calls.dispatch(Event::PageEvent { tab, event });
    }

    /// Finds out for a page whether the server of the current meeting answers
    /// here, where no page around it keeps it out.
    fn ask_server(&self, caller: Caller) {
        let Some(url) = self.calls.read(State::meeting_address) else {
            return;
        };
        spawn_local(async move {
            let answers = meeting_server::answers(&url, ASK_AGAIN_LIMIT).await;
            // A page that just closed gets nothing.
            let _ = caller.post(&PageCommand::ServerReached { answers });
        });
    }

    /// A page closed.
    pub(super) fn closed(&self, port: JsValue) {
        if let Some((index, tab)) = self.position(&Caller::new(port)) {
            self.open.borrow_mut().remove(index);
            self.calls.dispatch(Event::PageGone(tab));
        }
    }

    fn position(&self, caller: &Caller) -> Option<(usize, TabId)> {
        let open = self.open.borrow();
        let index = open.iter().position(|(_, other)| other.is(caller))?;
        Some((index, open[index].0))
    }
}
