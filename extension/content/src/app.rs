//! The lifecycle of the content script: start, talk to the worker, leave.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::Document;

use super::buttons::{Buttons, remove_leftovers};
use super::own_window::OwnWindow;
use super::page_requests::PageRequests;
use super::profiles;
use super::watch::Watch;
use super::{UiEvent, UiSink, attention, tokens};
use ringside::call::intent::ContentIntent;
use ringside::call::view::{AccountView, Notice, ToastState, View};
use ringside::crm::token::FoundTokens;
use ringside::message::{
    Ask, Attended, ChooseCarrier, ContentAction, Dial, FromContent, Hello, MAX_QUERY, Push,
    QueryPresence, SaveToastPosition,
};
use ringside::site::RecordRef;
use ringside_overlay::banner::Banner;
use ringside_overlay::overlay_host::OverlayHost;
use ringside_overlay::toast::Toast;
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
    overlay: Rc<OverlayHost>,
    toast: Rc<Toast>,
    banner: Rc<Banner>,
    buttons: Buttons,
    watch: Watch,
    requests: PageRequests,
    own_window: OwnWindow,
    /// Whether a call is on and none rings: the time to ask who carries.
    in_call: Cell<bool>,
    revision: Cell<u64>,
    /// The sign-in that was last sent to the worker.
    sent_tokens: RefCell<Option<FoundTokens>>,
    _listeners: Vec<Listener>,
    _pushes: Pushes,
}

/// Starts Ringside on this page; a former instance ends first. `runtime_kind`
/// is how the module was loaded; builds for tests show it in the page.
///
/// # Errors
/// When the browser refuses what is needed, or the extension is gone.
pub fn start(runtime_kind: &str) -> Result<(), JsValue> {
    let Some(document) = dom::document().filter(|_| is_top()) else {
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
    ringside_web::trap::on_request();
    end_former();
    remove_leftovers();
    let app = App::new().map_err(|error| JsValue::from_str(&error.to_string()))?;
    APP.with_borrow_mut(|slot| *slot = Some(Rc::new(app)));
    let stop = Closure::<dyn Fn()>::new(leave).into_js_value();
    js_sys::Reflect::set(&js_sys::global(), &STOP.into(), &stop)?;
    if cfg!(feature = "open-shadow") {
        with_app(|app| app.overlay.set_attribute("data-runtime", runtime_kind));
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
            with_app(|app| app.show_notice(&Notice::Stopped));
            None
        }
        // A worker that cannot answer now pushes its view later.
        Err(_) => None,
    }
}

/// Sends the events of the page's parts to the worker.
fn send(out: UiEvent) {
    if !runtime::is_alive() {
        leave();
        return;
    }
    if out == UiEvent::RowChanged {
        return with_app(|app| app.show_notice(&Notice::RowChanged));
    }
    let dismisses = out == UiEvent::Action(ContentIntent::DismissNotice);
    if dismisses {
        // The worker knows nothing of this one.
        with_app(|app| app.banner.forget_notice(&Notice::RowChanged));
    }
    let is_press = match &out {
        UiEvent::Dial(..) => true,
        UiEvent::Action(intent) => intent.may_be_repeated(),
        _ => false,
    };
    let envelope: FromContent = match out {
        UiEvent::Dial(record, media) => Dial { record, media }.into(),
        UiEvent::Action(intent) => ContentAction(intent).into(),
        UiEvent::SaveToastPosition(toast_position) => SaveToastPosition(toast_position).into(),
        UiEvent::ChooseCarrier(carrier) => ChooseCarrier(carrier).into(),
        UiEvent::QueryPresence(records) => return query_presence(records),
        UiEvent::RowChanged => return,
    };
    spawn_local(async move {
        let sent = if is_press {
            runtime::send_surely(envelope).await
        } else {
            runtime::send(envelope).await
        };
        match sent {
            // The sentence that it has stopped, perhaps: nobody else takes it away.
            Err(Error::Stopped) if dismisses => with_app(|app| {
                app.banner.show_notice(None);
                app.ask_who_carries();
            }),
            reply => drop(arrived(reply)),
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
        let tokens = App::tokens();
        app.sent_tokens.borrow_mut().clone_from(&tokens);
        let hello = Hello {
            tokens,
            visible: dom::document().is_some_and(|document| !document.hidden()),
            api: app.requests.api(),
            has_own_window: profiles::recognised().is_some_and(|it| it.own_calls.is_some()),
        };
        spawn_local(async move {
            if let Some(view) = ask(hello).await {
                with_app(|app| app.show(&view));
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
        let out: UiSink = Rc::new(send);
        let overlay = Rc::new(OverlayHost::new()?);
        let banner: Rc<RefCell<Option<Rc<Banner>>>> = Rc::default();
        let toast = Toast::new(&overlay, Rc::clone(&out), {
            let banner = Rc::clone(&banner);
            move || {
                if let Some(banner) = &*banner.borrow() {
                    banner.arrange();
                }
            }
        })
        .map(Rc::new)
        .ok_or_else(|| Error::Api("no document".into()))?;
        let cards = Banner::new(&overlay, Rc::clone(&out), {
            let toast = Rc::downgrade(&toast);
            Rc::new(move || toast.upgrade()?.area())
        })
        .map(Rc::new)
        .ok_or_else(|| Error::Api("no document".into()))?;
        *banner.borrow_mut() = Some(Rc::clone(&cards));
        let buttons = Buttons::new(out, page_changed)?;
        Ok(Self {
            overlay,
            toast,
            banner: cards,
            buttons,
            watch: Watch::new(hello),
            requests: PageRequests::new(hello),
            own_window: OwnWindow::new(&document),
            in_call: Cell::default(),
            revision: Cell::new(0),
            sent_tokens: RefCell::default(),
            _listeners: listeners(&document, &window),
            _pushes: runtime::on_push(pushed)?,
        })
    }

    /// Says something that the worker does not know of.
    fn show_notice(&self, notice: &Notice) {
        self.banner.show_notice(Some(notice));
        self.overlay.show(true);
    }

    fn tokens() -> Option<FoundTokens> {
        tokens::find(profiles::recognised()?.tokens.as_ref()?)
    }

    fn show(&self, view: &View) {
        // A late answer must not undo a newer push.
        if view.revision < self.revision.get() {
            return;
        }
        self.revision.set(view.revision);
        if profiles::set_is_crm(view.is_crm) {
            self.buttons.rescan();
        }
        let signed_out = view.account == AccountView::SignedOut;
        self.toast.set_site(view.site);
        self.toast
            .show(&view.toast, view.toast_position, signed_out);
        self.banner.show(&view.rings);
        self.banner.show_notice(view.notice.as_ref());
        self.buttons.show_stage(&view.toast);
        let no_call = matches!(view.toast, ToastState::Hidden | ToastState::Ended { .. });
        self.in_call
            .set(view.rings.is_empty() && !no_call && !signed_out);
        self.own_window.repeat();
        self.ask_who_carries();
        self.watch.update(view);
    }

    fn ask_who_carries(&self) {
        let asks = self.in_call.get() && self.own_window.is_open();
        self.banner.ask_who_carries(asks);
        let something = self.toast.area().is_some() || !self.banner.is_empty();
        self.overlay.show(something);
    }
}

/// The browser's events that concern the page as a whole.
fn listeners(document: &Document, window: &web_sys::Window) -> Vec<Listener> {
    let mut list = vec![
        Listener::new(document, "visibilitychange", |_| {
            with_app(|app| {
                app.toast.set_visible(true);
                app.buttons.refresh();
            });
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
            with_app(|app| {
                app.toast.fit();
                app.banner.arrange();
                app.buttons.resized();
            });
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
    with_app(|app| {
        app.overlay.return_to_page();
        app.toast.page_changed();
    });
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
    with_app(|app| changed = *app.sent_tokens.borrow() != App::tokens());
    if changed {
        hello();
    }
}

fn pushed(push: Push) {
    match push {
        Push::View(view) => with_app(|app| app.show(&view)),
        Push::Reach(changes) => with_app(|app| app.buttons.show_reach(&changes)),
        Push::SayHello => hello(),
        Push::Carrier { carrier, kept_out } => with_app(|app| {
            app.own_window.set(carrier, kept_out);
            app.ask_who_carries();
        }),
        Push::Leave => leave(),
    }
}
