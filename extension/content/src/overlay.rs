//! What is shown over the page: the overlay, a module of its own, which is loaded
//! when there is something to show. What comes meanwhile is shown when it has
//! come: only the newest view counts.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;

use super::modules;
use super::overlay_host::OverlayHost;
use ringside::call::view::View;
use ringside::codec;
use ringside::domain::Duration;
use ringside::message::OverlayEvent;
use ringside_web::browser::clock::after;

/// So often the same view is tried again when the module could not be loaded,
/// first after this pause, then after twice as long each time.
const MOST_TRIES: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// What is over one page. Dropping it removes it.
pub struct Overlay(Rc<Inner>);

struct Inner {
    this: Weak<Inner>,
    host: OverlayHost,
    module: RefCell<Module>,
    newest: RefCell<Newest>,
    /// How often it could not be loaded in a row.
    failed: Cell<u32>,
    again: RefCell<Option<Timeout>>,
    out: JsValue,
}

/// What is to be shown now.
#[derive(Default)]
pub struct Newest {
    /// The view, as the codec writes it.
    view: String,
    asks: bool,
    /// Whether there is anything to see.
    something: bool,
}

impl Newest {
    /// This view; `asks` is whether to ask who carries the calls here.
    #[must_use]
    pub fn new(view: &View, asks: bool) -> Self {
        Self {
            view: codec::encode(view),
            asks,
            something: asks || view.is_visible(),
        }
    }
}

enum Module {
    /// There was nothing to show yet, or it could not be loaded.
    Needless,
    Loading,
    Loaded(JsValue),
}

impl Overlay {
    /// Nothing yet; `out` gets what a person does.
    ///
    /// # Errors
    /// When the document lets nothing be added.
    pub fn new(out: fn(OverlayEvent)) -> Result<Self, JsValue> {
        let host = OverlayHost::new()?;
        // Never dropped: the module, which ends on its own, may still call it.
        let out = Closure::<dyn Fn(String)>::new(move |event: String| {
            if let Some(event) = codec::decode(&event) {
                out(event);
            }
        });
        Ok(Self(Rc::new_cyclic(|this| Inner {
            this: Weak::clone(this),
            host,
            module: RefCell::new(Module::Needless),
            newest: RefCell::default(),
            failed: Cell::default(),
            again: RefCell::default(),
            out: out.into_js_value(),
        })))
    }

    /// The host that it is in.
    #[must_use]
    pub fn host(&self) -> &OverlayHost {
        &self.0.host
    }

    /// Shows this.
    pub fn show(&self, newest: Newest) {
        *self.0.newest.borrow_mut() = newest;
        self.0.update();
    }

    /// There will be something to show in a moment.
    pub fn prepare(&self) {
        if self.0.is_needless() {
            self.0.load();
        }
    }

    /// The page changed.
    pub fn page_changed(&self) {
        self.0.host.return_to_page();
        if let Some(module) = self.0.loaded() {
            modules::call(&module, "page_changed", &Array::new());
        }
    }
}

impl Inner {
    fn loaded(&self) -> Option<JsValue> {
        match &*self.module.borrow() {
            Module::Loaded(module) => Some(module.clone()),
            Module::Needless | Module::Loading => None,
        }
    }

    fn is_needless(&self) -> bool {
        matches!(*self.module.borrow(), Module::Needless)
    }

    /// Shows the newest, or loads the module for it.
    fn update(&self) {
        let Some(module) = self.loaded() else {
            if self.is_needless() && self.newest.borrow().something {
                self.load();
            }
            return;
        };
        let newest = self.newest.borrow();
        let arguments = Array::of2(&newest.view.as_str().into(), &newest.asks.into());
        drop(newest);
        let shown = modules::call(&module, "show", &arguments);
        // It says nothing when it has trapped, which is told in a moment.
        if let Some(something) = shown.and_then(|shown| shown.as_bool()) {
            self.host.show(something);
        }
    }

    fn load(&self) {
        *self.module.borrow_mut() = Module::Loading;
        let this = Weak::clone(&self.this);
        let trapped = Weak::clone(&self.this);
        let again = Closure::<dyn Fn()>::new(move || {
            if let Some(inner) = trapped.upgrade() {
                inner.begin_anew();
            }
        });
        // Never dropped either: the loader has it as long as the page is there.
        let again = again.into_js_value();
        spawn_local(async move {
            let loaded = modules::load("overlay", &again).await;
            // The page may have been left meanwhile.
            if let Some(inner) = this.upgrade() {
                inner.begin(loaded);
            }
        });
    }

    /// Where it could not be loaded, the next view tries again, or after a while
    /// this one: a ring that nobody sees is the worst of all faults.
    fn begin(&self, loaded: Option<JsValue>) {
        let Some(module) = loaded else {
            *self.module.borrow_mut() = Module::Needless;
            let failed = self.failed.get();
            if failed < MOST_TRIES {
                self.failed.set(failed + 1);
                let this = Weak::clone(&self.this);
                let again = after(FIRST_PAUSE * (1 << failed), move || {
                    if let Some(inner) = this.upgrade() {
                        inner.update();
                    }
                });
                self.again.replace(Some(again));
            }
            return;
        };
        self.failed.set(0);
        *self.module.borrow_mut() = Module::Loaded(module.clone());
        modules::call(
            &module,
            "start",
            &Array::of2(self.host.root().as_ref(), &self.out),
        );
        self.update();
    }

    /// The module has trapped, and left behind what it showed.
    fn begin_anew(&self) {
        *self.module.borrow_mut() = Module::Needless;
        self.host.clear();
        self.host.show(false);
        self.update();
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(module) = self.loaded() {
            modules::call(&module, "leave", &Array::new());
        }
    }
}
