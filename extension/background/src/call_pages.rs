//! The call pages' connections. A page that closes ends its own.

use std::cell::RefCell;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::all_calls::AllCalls;
use super::diagnostics::log;
use super::hook::Hook;
use super::meeting_servers::MeetingServers;
use super::preferences::Preferences;
use super::received::{self, Shown};
use super::stored::{Section, Writer};
use ringside::call::frames::GivenFrames;
use ringside::call::machine::Event;
use ringside::call::page_protocol::{JoinInfo, PageCommand, PageEvent};
use ringside::call::state::State;
use ringside::call::view::MediaHost;
use ringside::domain::TabId;
use ringside::jitsi::meeting::ASK_AGAIN_LIMIT;
use ringside::jitsi::room;
use ringside::sites::{self, SiteNumber};
use ringside_web::browser::clock;
use ringside_web::browser::port::Caller;
use ringside_web::browser::runtime;
use ringside_web::meeting_server;

/// A connection.
struct Page {
    tab: TabId,
    caller: Caller,
    /// The site of the call that the page is there for, once it has said
    /// anything.
    site: Option<SiteNumber>,
}

/// The open connections, newest last. Only one per tab counts: a call's media are
/// in one.
pub(super) struct CallPages {
    open: RefCell<Vec<Page>>,
    frames: &'static Section<GivenFrames>,
    writer: Writer,
    all: &'static AllCalls,
    servers: &'static MeetingServers,
    preferences: &'static Preferences,
    /// Called when a page found that uploading a recording as documented does
    /// not work.
    pub(super) on_fallback: Hook<SiteNumber>,
}

impl CallPages {
    pub(super) fn new(
        frames: &'static Section<GivenFrames>,
        writer: Writer,
        all: &'static AllCalls,
        (servers, preferences): (&'static MeetingServers, &'static Preferences),
    ) -> Self {
        Self {
            open: RefCell::default(),
            frames,
            writer,
            all,
            servers,
            preferences,
            on_fallback: Hook::default(),
        }
    }

    /// The address for a call page in a frame of this tab, or in a window that
    /// opens now.
    pub(super) async fn give(&self, tab: Option<TabId>) -> String {
        let nonce = clock::nonce();
        let address = ["pages/call.html?", &nonce].concat();
        self.frames.change(|frames| frames.give(tab, nonce));
        // Before the page can show it. Without storage the page is one until
        // this worker ends.
        self.writer.write_browser().await;
        address
    }

    /// Posts to the call page that hosts the media of this site's call. A page
    /// that is not connected asks when it connects; one of another site gets
    /// nothing.
    pub(super) fn post(&self, site: SiteNumber, host: MediaHost, command: &PageCommand) {
        let tab = host.tab();
        let open = self.open.borrow();
        let is_meant = |page: &&Page| page.tab == tab && page.site.is_none_or(|its| its == site);
        if let Some(page) = open.iter().find(is_meant) {
            // A page that just closed gets nothing.
            let _ = match command {
                PageCommand::Join(info) => {
                    self.learn_server(site, info);
                    page.caller.post(&PageCommand::Join(JoinInfo {
                        asks: self.asks(site, info),
                        ..info.clone()
                    }))
                }
                command => page.caller.post(command),
            };
        }
    }

    /// Remembers where the CRM of this site holds its calls: a server that asks
    /// for no token admits guests as well.
    fn learn_server(&self, site: SiteNumber, info: &JoinInfo) {
        if info.jwt.is_none()
            && info.guest.is_none()
            && let Some(origin) = self.all.origin(site)
            && let Some(server) = room::server_of(&info.address)
        {
            self.preferences.learn_meeting_server(origin, &server);
        }
    }

    /// Asks the page in this window to leave; it closes itself.
    pub(super) fn close_window(&self, site: SiteNumber, tab: TabId) {
        self.post(site, MediaHost::Window(tab), &PageCommand::Leave);
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
        let (accepted, changed) = self.frames.change(|frames| {
            let before = frames.clone();
            (frames.accept(tab, frame, &nonce), *frames != before)
        });
        if !accepted {
            // Not ours: some page has framed it, or somebody has opened it.
            let _ = caller.post(&PageCommand::Leave);
            return;
        }
        if changed {
            self.writer.save_browser();
        }
        self.add(tab, caller);
    }

    fn add(&self, tab: TabId, caller: Caller) {
        let mut open = self.open.borrow_mut();
        for older in open.iter().filter(|page| page.tab == tab) {
            // It may be closed already, which is what we want.
            let _ = older.caller.post(&PageCommand::Leave);
        }
        open.retain(|page| page.tab != tab);
        open.push(Page {
            tab,
            caller,
            site: None,
        });
    }

    /// A page posted an event.
    pub(super) fn on_message(&self, message: JsValue, port: JsValue) {
        let caller = Caller::new(port);
        let text = message.as_string().unwrap_or_default();
        if received::is_too_long(&text) {
            let home = runtime::url("").unwrap_or_default();
            let sender = caller.facts().parse(&runtime::id(), &home);
            if let Some(dropped) = received::dropped(sender.as_ref(), &text) {
                log(dropped);
            }
        }
        let Some(event) = received::page_event(&text) else {
            return;
        };
        let asks = matches!(event, PageEvent::Ready { .. });
        let Some((tab, site)) = self.site_of(&caller, asks) else {
            return;
        };
        if event == PageEvent::FallbackFound {
            return self.on_fallback.call(site);
        }
        if event == PageEvent::ServerAllowed {
            return self.servers.allow();
        }
        if event == PageEvent::ServerUnreachable {
            return self.ask_server(site, caller);
        }
        self.all.dispatch(site, Event::PageEvent { tab, event });
    }

    /// The tab of this page, and the site of its call: chosen when the page
    /// `asks` for its call, and the same for all that it says about it.
    fn site_of(&self, caller: &Caller, asks: bool) -> Option<(TabId, SiteNumber)> {
        let (at, tab, before) = self.position(caller)?;
        if let (false, Some(site)) = (asks, before) {
            return Some((tab, site));
        }
        let site = self
            .all
            .read(|all| sites::page_site(all, tab, before))
            .flatten()?;
        self.open.borrow_mut()[at].site = Some(site);
        Some((tab, site))
    }

    /// Finds out for a page whether the server of the current meeting answers
    /// here, where no page around it keeps it out.
    fn ask_server(&self, site: SiteNumber, caller: Caller) {
        let calls = self.all.of(site);
        let Some(url) = calls.and_then(|calls| calls.read(State::meeting_address)) else {
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
        if let Some((at, tab, _)) = self.position(&Caller::new(port)) {
            self.open.borrow_mut().remove(at);
            // Only the site whose call was there has a use for it.
            self.all.dispatch_all(&|| Event::PageGone(tab));
        }
    }

    /// Whether the page is to ask the user before it joins this call of this
    /// site.
    fn asks(&self, site: SiteNumber, info: &JoinInfo) -> bool {
        let site = self.all.origin(site);
        site.map_or(info.jwt.is_some(), |site| self.servers.asks(site, info))
    }

    fn position(&self, caller: &Caller) -> Option<(usize, TabId, Option<SiteNumber>)> {
        let open = self.open.borrow();
        let at = open.iter().position(|page| page.caller.is(caller))?;
        Some((at, open[at].tab, open[at].site))
    }
}
