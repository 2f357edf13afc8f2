//! All that is shown over one page, as one view of the worker.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, ShadowRoot};

use super::UiSink;
use super::banner::Banner;
use super::call_card::CallControls;
use super::dialog::{self, DialogHost};
use super::main_host;
use super::surface::Surface;
use super::toast::Toast;
use ringside::call::view::{AccountView, View};
use ringside::codec;
use ringside_web::dom::{self, Listener};

thread_local! {
    /// The one overlay of this page.
    static OVERLAY: RefCell<Option<Rc<Overlay>>> = const { RefCell::new(None) };
}

/// Everything that is shown; it is removed when dropped.
struct Overlay {
    surface: Rc<Surface>,
    toast: Rc<Toast>,
    banner: Rc<Banner>,
    /// What the toast cannot be pressed for under a dialog of the page.
    controls: RefCell<Option<CallControls>>,
    dialog: RefCell<Option<DialogHost>>,
    _listeners: Vec<Listener>,
}

/// Starts with nothing shown, in the host with this root; what was shown before
/// is removed. `out` is called with what a person does, as the codec writes an
/// `OverlayEvent`.
pub fn start(root: &ShadowRoot, out: Function) {
    leave();
    main_host::set(root.host());
    let out: UiSink = Rc::new(move |event| {
        let _ = out.call1(&JsValue::NULL, &codec::encode(&event).into());
    });
    OVERLAY.set(Overlay::new(root, out).map(Rc::new));
}

/// Shows this [`View`], as the codec writes it, and asks who carries the calls
/// here, or does not. Whether there is anything to see then.
#[must_use]
pub fn show(view: &str, asks: bool) -> bool {
    let overlay = OVERLAY.with_borrow(Clone::clone);
    match (overlay, codec::decode(view)) {
        (Some(overlay), Some(view)) => overlay.show(&view, asks),
        _ => false,
    }
}

/// The page changed: it may show its sign-in form now, or elsewhere.
pub fn page_changed() {
    if let Some(overlay) = OVERLAY.with_borrow(Clone::clone) {
        overlay.toast.page_changed();
        overlay.follow_dialogs();
    }
}

/// A dialog of the page may have been opened or closed.
fn dialogs_changed(event: &Event) {
    let Some(overlay) = OVERLAY.with_borrow(Clone::clone) else {
        return;
    };
    overlay.follow_dialogs();
    let target = event.target().and_then(|target| target.dyn_into().ok());
    if target.is_some_and(|target| main_host::is(&target))
        && let Some(dialog) = &*overlay.dialog.borrow()
    {
        // Under the main host, Chromium takes everything for covered.
        dialog.raise();
    }
}

/// Removes everything.
pub fn leave() {
    // Dropped outside of the slot: whoever is dropped may look into it.
    let left = OVERLAY.take();
    drop(left);
}

impl Overlay {
    fn new(root: &ShadowRoot, out: UiSink) -> Option<Self> {
        let surface = Rc::new(Surface::new(root)?);
        let slot: Rc<RefCell<Option<Rc<Banner>>>> = Rc::default();
        let toast = Rc::new(Toast::new(&surface, Rc::clone(&out), {
            let slot = Rc::clone(&slot);
            move || {
                if let Some(banner) = &*slot.borrow() {
                    banner.arrange();
                }
            }
        })?);
        let banner = Rc::new(Banner::new(&surface, out, {
            let toast = Rc::downgrade(&toast);
            Rc::new(move || toast.upgrade()?.area())
        })?);
        *slot.borrow_mut() = Some(Rc::clone(&banner));
        let (document, window) = (dom::document()?, dom::window()?);
        let seen = Listener::new(&document, "visibilitychange", {
            let toast = Rc::clone(&toast);
            move |_| toast.set_visible(true)
        });
        let resized = Listener::new(&window, "resize", {
            let (toast, banner) = (Rc::clone(&toast), Rc::clone(&banner));
            move |_| {
                toast.fit();
                banner.arrange();
            }
        });
        let mut listeners = vec![seen, resized];
        // Browsers without the first of them for dialogs move the focus, at least.
        for event in ["toggle", "close", "focusin"] {
            listeners.push(dom::on_capture(&document, event, dialogs_changed));
        }
        Some(Self {
            surface,
            toast,
            banner,
            controls: RefCell::default(),
            dialog: RefCell::default(),
            _listeners: listeners,
        })
    }

    fn show(&self, view: &View, asks: bool) -> bool {
        let signed_out = view.account == AccountView::SignedOut;
        self.toast.set_site(view.site);
        self.toast
            .show(&view.toast, view.toast_position, signed_out);
        self.banner.show(&view.rings);
        self.banner.show_notice(view.notice.as_ref());
        self.banner.ask_who_carries(asks);
        self.controls.replace(CallControls::of(&view.toast));
        self.follow_dialogs();
        self.toast.area().is_some() || !self.banner.is_empty()
    }

    /// Puts the cards, and a card of the call, into the page's modal dialog while
    /// one is open.
    fn follow_dialogs(&self) {
        let controls = self.controls.borrow().clone();
        if controls.is_none() {
            // It alone must not keep a host in a dialog.
            self.banner.show_call(None);
        }
        let is_seen = self.toast.area().is_some() || !self.banner.is_empty();
        let wanted = if is_seen { dialog::in_front() } else { None };
        let mut shown = self.dialog.borrow_mut();
        match wanted {
            Some(dialog) => {
                if shown.as_ref().is_none_or(|shown| !shown.is_of(&dialog)) {
                    let Some(host) = DialogHost::new(dialog, shown.as_ref()) else {
                        return;
                    };
                    self.move_cards(Some(&host).filter(|host| !host.is_given_up()));
                    *shown = Some(host);
                }
                let in_dialog = shown.as_ref().is_some_and(|shown| !shown.is_given_up());
                self.banner.show_call(controls.filter(|_| in_dialog));
            }
            None => {
                self.banner.show_call(None);
                if shown.is_some() {
                    self.move_cards(None);
                    *shown = None;
                }
            }
        }
    }

    /// Puts the cards into this host, or back where they can at least be seen.
    fn move_cards(&self, host: Option<&DialogHost>) {
        let other = host.map(DialogHost::surface);
        self.banner.move_to(other.unwrap_or(&self.surface));
        self.surface.speak_by(other);
    }
}
