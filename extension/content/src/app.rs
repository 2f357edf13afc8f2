//! The lifecycle of the content script: start, talk to the worker, leave.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::Document;

use super::buttons::{Buttons, remove_leftovers};
use super::overlay::{Newest, Overlay};
use super::own_window::OwnWindow;
use super::page_requests::PageRequests;
use super::picker::Picker;
use super::profiles;
use super::watch::Watch;
use super::{UiEvent, attention, tokens};
use ringside::call::intent::ContentIntent;
use ringside::call::view::{AccountView, Notice, ToastState, View};
use ringside::crm::token::PageTokens;
use ringside::message::{
    Ask, Attended, ChooseCarrier, ContentAction, Dial, FromContent, Hello, MAX_QUERY, OverlayEvent,
    Push, QueryPresence, RowChanged, SaveToastPosition,
};
use ringside::site::RecordRef;
use ringside_web::browser::Error;
use ringside_web::browser::runtime::{self, Pushes};
use ringside_web::dom::{self, Listener};
use ringside_web::property::property;

thread_local! {
    /// The one instance in this page.
    static APP: RefCell<Option<Rc<App>>> = const { RefCell::new(None) };
}

/// Under this name an instance stores a function that ends it, in the
/// extension's isolated world, which the page does not see.
const STOP: &str = "ringsideStop";

/// Everything that Ringside adds to this page; it is removed when dropped.
struct App {
    buttons: Buttons,
    /// None in a frame of the page.
    top: Option<Top>,
    /// What is to be shown: the worker's newest view, with what this page alone
    /// knows.
    view: RefCell<View>,
    /// The sign-in that was last sent to the worker.
    sent_tokens: RefCell<PageTokens>,
    _listeners: Vec<Listener>,
    _pushes: Pushes,
}

/// What a page has as a whole, and its frames have not.
struct Top {
    overlay: Overlay,
    watch: Watch,
    requests: PageRequests,
    own_window: OwnWindow,
    picker: Picker,
}

/// Starts Ringside on this page; a former instance ends first. `runtime_kind`
/// is how the module was loaded; builds for tests show it in the page.
///
/// # Errors
/// When the browser refuses what is needed, or the extension is gone.
pub fn start(runtime_kind: &str) -> Result<(), JsValue> {
    let Some(document) = dom::document() else {
        return Ok(());
    };
    let prerendering = property(&document, "prerendering");
    if prerendering.is_some_and(|value| value.is_truthy()) {
        // A prerendered page: nobody sees it yet, and perhaps nobody ever will.
        let runtime_kind = runtime_kind.to_owned();
        let begin = Closure::once_into_js(move || {
            let _ = begin(&runtime_kind);
        });
        return document
            .add_event_listener_with_callback("prerenderingchange", begin.unchecked_ref());
    }
    begin(runtime_kind)
}

/// Starts Ringside again on a page that it had left.
///
/// # Errors
/// As [`start`].
pub fn start_again(runtime_kind: &str) -> Result<(), JsValue> {
    if APP.with_borrow(Option::is_some) {
        return Ok(());
    }
    start(runtime_kind)
}

fn begin(runtime_kind: &str) -> Result<(), JsValue> {
    #[cfg(feature = "trap")]
    ringside_web::trap::on("ringside:trap");
    end_former();
    remove_leftovers();
    let app = App::new().map_err(|error| JsValue::from_str(&error.text()))?;
    APP.with_borrow_mut(|slot| *slot = Some(Rc::new(app)));
    let stop = Closure::<dyn Fn()>::new(leave).into_js_value();
    js_sys::Reflect::set(&js_sys::global(), &STOP.into(), &stop)?;
    if cfg!(feature = "open-shadow") {
        with_top(|top| {
            let host = top.overlay.host();
            host.set_attribute("data-runtime", runtime_kind);
        });
    }
    hello();
    Ok(())
}

/// Whether this is the page itself and no frame in it.
fn is_top() -> bool {
    dom::window().is_some_and(|window| match window.top() {
        Ok(Some(top)) => JsValue::from(top) == JsValue::from(window),
        _ => false,
    })
}

fn end_former() {
    let former = property(&js_sys::global(), STOP);
    if let Some(stop) = former.and_then(|stop| stop.dyn_into::<js_sys::Function>().ok()) {
        let _ = stop.call0(&JsValue::NULL);
    }
}

/// Removes everything that was added to the page.
fn leave() {
    // Dropped later: the caller may be one of its own listeners.
    if let Some(app) = APP.with_borrow_mut(Option::take) {
        spawn_local(async move { drop(app) });
    }
}

fn with_app(run: impl FnOnce(&Rc<App>)) {
    let app = APP.with_borrow(Clone::clone);
    if let Some(app) = app {
        run(&app);
    }
}

/// Not in a frame of the page.
fn with_top(run: impl FnOnce(&Top)) {
    with_app(|app| {
        if let Some(top) = &app.top {
            run(top);
        }
    });
}

/// Sends a request to the worker; when the extension is gone, Ringside leaves
/// the page.
async fn ask<A: Ask>(request: A) -> Option<A::Reply> {
    arrived(runtime::ask(request).await)
}

fn arrived<T>(reply: Result<T, Error>) -> Option<T> {
    match reply {
        Ok(reply) => Some(reply),
        Err(Error::Orphaned) => {
            leave();
            None
        }
        Err(Error::Stopped) => {
            with_app(|app| app.show_notice(Some(Notice::Stopped)));
            None
        }
        // A worker that cannot answer now pushes its view later.
        Err(_) => None,
    }
}

/// Sends the buttons' events to the worker.
fn send(event: UiEvent) {
    if !runtime::is_alive() {
        return leave();
    }
    match event {
        UiEvent::Dial(record, media) => {
            send_surely(Dial { record, media }.into());
            with_top(|top| top.overlay.prepare());
        }
        UiEvent::RowChanged => with_app(|app| match app.top {
            Some(_) => app.show_notice(Some(Notice::RowChanged)),
            None => send_once(RowChanged.into()),
        }),
        UiEvent::ProfileUse => hello(),
        UiEvent::QueryPresence(records) => query_presence(records),
    }
}

/// Sends to the worker what a person did with what is over the page.
fn send_overlays(event: OverlayEvent) {
    if !runtime::is_alive() {
        return leave();
    }
    match event {
        OverlayEvent::Action(ContentIntent::DismissNotice) => dismiss_notice(),
        OverlayEvent::Action(intent) if intent.may_be_repeated() => {
            send_surely(ContentAction(intent).into());
        }
        OverlayEvent::Action(intent) => send_once(ContentAction(intent).into()),
        OverlayEvent::SaveToastPosition(toast_position) => {
            with_app(|app| app.view.borrow_mut().toast_position = toast_position);
            send_once(SaveToastPosition(toast_position).into());
        }
        OverlayEvent::ChooseCarrier(carrier) => send_once(ChooseCarrier(carrier).into()),
    }
}

fn send_once(envelope: FromContent) {
    spawn_local(async move {
        let _ = arrived(runtime::send(envelope).await);
    });
}

/// What a person presses may arrive twice.
fn send_surely(envelope: FromContent) {
    spawn_local(async move {
        let _ = arrived(runtime::send_surely(envelope).await);
    });
}

fn dismiss_notice() {
    // The worker knows nothing of this one.
    with_app(|app| {
        if app.view.borrow().notice == Some(Notice::RowChanged) {
            app.show_notice(None);
        }
    });
    let envelope = FromContent::from(ContentAction(ContentIntent::DismissNotice));
    spawn_local(async move {
        match runtime::send_surely(envelope).await {
            // The sentence that it has stopped, perhaps: nobody else takes it away.
            Err(Error::Stopped) => with_app(|app| app.show_notice(None)),
            sent => {
                let _ = arrived(sent);
            }
        }
    });
}

/// Asks the worker which of these can be reached.
fn query_presence(records: Vec<RecordRef>) {
    debug_assert!(records.len() <= MAX_QUERY);
    let keys: Vec<_> = records.iter().map(RecordRef::key).collect();
    spawn_local(async move {
        if let Some(reach) = ask(QueryPresence { records }).await {
            let known: Vec<_> = keys.into_iter().flatten().zip(reach).collect();
            with_app(|app| app.buttons.show_reach(&known));
        }
    });
}

/// Sends `Hello`, and shows the view in the answer.
fn hello() {
    if !runtime::is_alive() {
        leave();
        return;
    }
    with_app(|app| {
        let tokens = app.tokens();
        app.sent_tokens.borrow_mut().clone_from(&tokens);
        let hello = Hello {
            tokens,
            visible: dom::document().is_some_and(|document| !document.hidden()),
            api: app.top.as_ref().and_then(|top| top.requests.api()),
            has_own_window: profiles::recognised().is_some_and(|it| it.own_calls.is_some()),
            profile: profiles::usage(),
        };
        spawn_local(async move {
            if let Some(view) = ask(hello).await {
                with_app(|app| app.show(view));
            }
        });
    });
}

impl App {
    fn new() -> Result<Self, Error> {
        let document = dom::document();
        let (Some(document), Some(window)) = (document, dom::window()) else {
            return Err(Error::Api("no document".into()));
        };
        let top = if is_top() {
            Some(Top {
                overlay: Overlay::new(send_overlays)?,
                watch: Watch::new(hello),
                requests: PageRequests::new(hello),
                own_window: OwnWindow::new(&document),
                picker: Picker::default(),
            })
        } else {
            None
        };
        Ok(Self {
            buttons: Buttons::new(Rc::new(send), page_changed)?,
            top,
            view: RefCell::default(),
            sent_tokens: RefCell::default(),
            _listeners: listeners(&document, &window),
            _pushes: runtime::on_push(pushed)?,
        })
    }

    /// Says something that the worker does not know of, until its next view.
    fn show_notice(&self, notice: Option<Notice>) {
        self.view.borrow_mut().notice = notice;
        self.show_overlay();
    }

    /// The sign-in of the page; its frames leave that to it.
    fn tokens(&self) -> PageTokens {
        let profile = profiles::recognised().filter(|_| self.top.is_some());
        let keys = profile.and_then(|profile| profile.tokens.as_ref());
        keys.map_or(PageTokens::None, tokens::find)
    }

    fn show(&self, view: View) {
        // A late answer must not undo a newer push.
        if view.revision < self.view.borrow().revision {
            return;
        }
        if profiles::set_is_crm(view.is_crm) {
            self.buttons.rescan();
        }
        self.buttons.show_stage(&view.toast);
        if let Some(top) = &self.top {
            top.own_window.repeat();
            top.watch.update(&view);
        }
        *self.view.borrow_mut() = view;
        self.show_overlay();
    }

    fn show_overlay(&self) {
        let Some(top) = &self.top else {
            return;
        };
        let view = self.view.borrow();
        let of_crm = match &view.toast {
            ToastState::Hidden | ToastState::Ended { .. } => false,
            // The CRM's window has no part in it.
            ToastState::InCall(call) => call.guest.is_none(),
            _ => true,
        };
        // A call is on and none rings: the time to ask who carries.
        let in_call = view.rings.is_empty() && of_crm && view.account != AccountView::SignedOut;
        let asks = in_call && top.own_window.is_open();
        let newest = Newest::new(&view, asks);
        // What is shown may call back.
        drop(view);
        top.overlay.show(newest);
    }
}

/// The browser's events that concern the page as a whole.
fn listeners(document: &Document, window: &web_sys::Window) -> Vec<Listener> {
    let mut list = vec![
        Listener::new(document, "visibilitychange", |_| {
            with_app(|app| app.buttons.refresh());
            hello();
        }),
        Listener::new(window, "pageshow", |event| {
            // Back from the back/forward cache: much may have happened.
            let persisted = property(event, "persisted");
            if persisted.is_some_and(|value| value.is_truthy()) {
                hello();
            }
        }),
        Listener::new(window, "resize", |_| {
            with_app(|app| app.buttons.resized());
        }),
    ];
    // The sign-in changed in another tab of this CRM.
    list.push(Listener::new(window, "storage", |_| check_tokens()));
    list.extend(attention::listeners(document, attended));
    list
}

/// The page changed: its sign-in may have, too, and the extension may be gone.
fn page_changed() {
    if !runtime::is_alive() {
        leave();
        return;
    }
    with_top(|top| top.overlay.page_changed());
    check_tokens();
}

/// A person uses the page.
fn attended() {
    spawn_local(async {
        let _ = arrived(runtime::send(FromContent::from(Attended)).await);
    });
}

fn check_tokens() {
    let mut changed = false;
    with_app(|app| changed = *app.sent_tokens.borrow() != app.tokens());
    if changed {
        hello();
    }
}

fn pushed(push: Push) {
    match push {
        Push::View(view) => with_app(|app| app.show(*view)),
        Push::Reach(changes) => with_app(|app| app.buttons.show_reach(&changes)),
        Push::SayHello => hello(),
        Push::Carrier { carrier, kept_out } => with_app(|app| {
            if let Some(top) = &app.top {
                top.own_window.set(carrier, kept_out);
            }
            app.show_overlay();
        }),
        Push::Profiles(given) => {
            if profiles::set_given(given) {
                with_app(|app| app.buttons.rescan());
            }
        }
        Push::RowChanged => with_app(|app| app.show_notice(Some(Notice::RowChanged))),
        Push::Leave => leave(),
        Push::Pick => with_top(|top| top.picker.start()),
    }
}
