//! The toast: the floating window of a call in this tab.
//!
//! It shows a [`ToastModel`] and sends what a person does with it. While a call's
//! frame is in it, it is only moved and resized, never taken out of the
//! document: a frame that moves in the tree loads anew, and the call with it.

mod body;
mod header;

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

use gloo_timers::callback::Interval;
use web_sys::Element;

use self::body::BodyNodes;
use self::header::Header;
use super::UiSink;
use super::layout::{self, Area, Size};
use super::sign_in_form;
use super::surface::Surface;
use super::toast_model::{Body, StatusLine, ToastModel, model};
use ringside::call::intent::ContentIntent;
use ringside::call::view::ToastPosition;
use ringside::call::view::ToastState;
use ringside::domain::{SiteNumber, format_duration};
use ringside::message::OverlayEvent;
use ringside::text;
use ringside_web::browser::clock::now;
use ringside_web::browser::i18n;
use ringside_web::dom::drag::{Drag, Handle};
use ringside_web::dom::element::{self, pixels, set_text_if_changed, style};
use ringside_web::dom::{self, El, Listener, on};

/// The toast of one page. Dropping it removes it.
pub struct Toast {
    inner: Rc<Inner>,
}

struct Inner {
    out: UiSink,
    moved: Box<dyn Fn()>,
    surface: Rc<Surface>,
    root: Element,
    header: Header,
    strip: Element,
    body_slot: Element,
    model: RefCell<Option<ToastModel>>,
    body: RefCell<Option<BodyNodes>>,
    site: Cell<SiteNumber>,
    /// Where it was put, before it is clamped to the viewport.
    toast_position: Cell<ToastPosition>,
    /// Where it was when the pointer grabbed it.
    held: Cell<Option<ToastPosition>>,
    closed: Cell<bool>,
    /// The page's sign-in form, which is not to be covered.
    form: Cell<Option<Area>>,
    clock: RefCell<Option<Interval>>,
    listeners: RefCell<Vec<Listener>>,
    handle: RefCell<Option<Handle>>,
}

impl Toast {
    /// A toast that shows nothing yet. `moved` is called when it comes, goes
    /// or moves. `None` where there is no document.
    pub fn new(surface: &Rc<Surface>, out: UiSink, moved: impl Fn() + 'static) -> Option<Self> {
        let header = Header::new()?;
        let strip = El::new("p")?.class("strip").attr("hidden", "").done();
        let body_slot = El::new("div")?.class("body").done();
        let root = El::new("section")?
            .class("toast")
            .attr("role", "dialog")
            .attr("hidden", "")
            .child(&header.root)
            .child(&strip)
            .child(&body_slot)
            .done();
        element::append(surface.slot(), &root);
        let inner = Rc::new(Inner {
            out,
            moved: Box::new(moved),
            surface: Rc::clone(surface),
            root,
            header,
            strip,
            body_slot,
            model: RefCell::default(),
            body: RefCell::default(),
            site: Cell::default(),
            toast_position: Cell::default(),
            held: Cell::default(),
            closed: Cell::default(),
            form: Cell::default(),
            clock: RefCell::default(),
            listeners: RefCell::default(),
            handle: RefCell::default(),
        });
        inner.listen();
        Some(Self { inner })
    }

    /// The toast is about a call of this site: what was of another one's is built
    /// anew, because a call page is of one site.
    pub fn set_site(&self, site: SiteNumber) {
        if self.inner.site.replace(site) != site {
            self.inner.body.take();
            element::clear(&self.inner.body_slot);
        }
    }

    /// Shows this state, at this position. `signed_out` is whether nobody is
    /// signed in.
    pub fn show(&self, stage: &ToastState, toast_position: ToastPosition, signed_out: bool) {
        let inner = &self.inner;
        let new = model(stage, signed_out);
        // Read before anything is written.
        let form = new.as_ref().filter(|new| new.strip.is_some());
        inner.form.set(form.and_then(|_| sign_in_form::area()));
        if inner.held.get().is_none() {
            inner.toast_position.set(toast_position);
        }
        if *inner.model.borrow() != new {
            inner.closed.set(false);
        }
        *inner.model.borrow_mut() = new;
        inner.render();
    }

    /// Moves the toast back into a viewport that has another size now.
    pub fn fit(&self) {
        self.inner.find_form();
        if self.inner.form.get().is_some() {
            // Beside the form it may have to be small, or no longer.
            self.inner.render();
        } else {
            self.inner.arrange();
        }
    }

    /// The page changed: it may show its sign-in form now, or elsewhere.
    pub fn page_changed(&self) {
        if self.inner.find_form() {
            self.inner.render();
        }
    }

    /// Lets the clock run, or stops it while nobody sees it.
    pub fn set_visible(&self, visible: bool) {
        self.inner.set_clock(visible);
    }

    /// Where the toast is; `None` when it is hidden.
    #[must_use]
    pub fn area(&self) -> Option<(ToastPosition, Size)> {
        self.inner.area()
    }
}

impl Drop for Toast {
    fn drop(&mut self) {
        self.inner.clock.take();
        self.inner.handle.take();
        self.inner.listeners.take();
        self.inner.root.remove();
    }
}

impl fmt::Debug for Toast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Toast").finish_non_exhaustive()
    }
}

impl Inner {
    fn listen(self: &Rc<Self>) {
        let press = |button: &Element, run: fn(&Rc<Self>)| {
            let inner: Weak<Self> = Rc::downgrade(self);
            on(button, "click", move |_| {
                if let Some(inner) = inner.upgrade() {
                    run(&inner);
                }
            })
        };
        *self.listeners.borrow_mut() = vec![
            press(&self.header.minimise, |inner| inner.toggle()),
            press(&self.header.pop_out, |inner| {
                (inner.out)(OverlayEvent::Action(ContentIntent::PopOut));
            }),
            press(&self.header.close, |inner| {
                let ended = matches!(
                    inner.model.borrow().as_ref().map(|model| &model.body),
                    Some(Body::Ended(..))
                );
                if ended {
                    (inner.out)(OverlayEvent::Action(ContentIntent::CloseOutcome));
                }
                inner.closed.set(true);
                inner.render();
            }),
        ];
        let inner = Rc::downgrade(self);
        *self.handle.borrow_mut() = Some(Handle::new(
            &self.header.root,
            &self.header.grip,
            move |drag| {
                if let Some(inner) = inner.upgrade() {
                    inner.drag(drag);
                }
            },
        ));
    }

    fn render(&self) {
        let guard = self.model.borrow();
        let Some(model) = guard.as_ref().filter(|_| !self.closed.get()) else {
            drop(guard);
            self.hide();
            return;
        };
        let placed = self.place(model);
        let small = placed.0.minimised && model.can_minimise();
        self.header.show(model, small);
        element::flag(&self.strip, "hidden", model.strip.is_none());
        if let Some(strip) = &model.strip {
            set_text_if_changed(&self.strip, &i18n::text_of(strip));
        }
        element::set(
            &self.root,
            "aria-label",
            &i18n::text_of(&text::toast_label(&model.name)),
        );
        let class = self.root.class_list();
        let _ = class.toggle_with_force("small", small);
        let _ = class.toggle_with_force("speaking", model.speaking);
        let reusable = self
            .body
            .borrow()
            .as_ref()
            .is_some_and(|body| body.shows(&model.body));
        if !reusable {
            self.body.take();
            element::clear(&self.body_slot);
            *self.body.borrow_mut() = BodyNodes::new(&self.body_slot, model, &self.out);
        }
        if let Some(body) = &*self.body.borrow() {
            body.update(model);
        }
        let announcement = match &model.body {
            _ if model.strip.is_some() => {
                model.strip.as_ref().map(i18n::text_of).unwrap_or_default()
            }
            Body::Ended(sentence, _) | Body::Elsewhere { sentence, .. } => i18n::text_of(sentence),
            _ => match &model.state {
                StatusLine::Text(line) => [&model.name, ": ", &i18n::text_of(line)].concat(),
                StatusLine::Clock(_) => i18n::text_of(&text::toast_connected(&model.name)),
            },
        };
        self.surface.announce(&announcement);
        drop(guard);
        element::unset(&self.root, "hidden");
        self.set_clock(true);
        self.arrange();
    }

    fn hide(&self) {
        self.clock.take();
        self.body.take();
        element::clear(&self.body_slot);
        element::set(&self.root, "hidden", "");
        self.surface.announce("");
        (self.moved)();
    }

    fn area(&self) -> Option<(ToastPosition, Size)> {
        let model = self.model.borrow();
        let model = model.as_ref().filter(|_| !self.closed.get())?;
        Some(self.place(model))
    }

    /// Where the toast stands with this model, and how large it is there.
    fn place(&self, model: &ToastModel) -> (ToastPosition, Size) {
        let mut toast_position = self.toast_position.get();
        let viewport = viewport();
        let size = |minimised| model.size(minimised).within(viewport);
        let small = size(true);
        let size = size(toast_position.minimised);
        if model.is_in_crm_window() {
            toast_position = layout::aside(toast_position, size, viewport);
        }
        let toast_position = layout::clamp_to(toast_position, size, viewport);
        match self.form.get() {
            Some(form) => {
                let sizes = [size, small];
                layout::clear_of(&form, toast_position, sizes, viewport)
            }
            None => (toast_position, size),
        }
    }

    /// Looks for the sign-in form, if it must not be covered. `true` when it is
    /// somewhere else than before.
    fn find_form(&self) -> bool {
        let strip = self
            .model
            .borrow()
            .as_ref()
            .is_some_and(|it| it.strip.is_some());
        let form = if strip { sign_in_form::area() } else { None };
        self.form.replace(form) != form
    }

    /// Puts the toast where it belongs. Only the transform moves it, so that
    /// neither the page nor the frame is laid out anew.
    fn arrange(&self) {
        let Some((toast_position, size)) = self.area() else {
            return;
        };
        style(&self.root, "width", &pixels(size.width));
        style(&self.root, "height", &pixels(size.height));
        let (x, y) = (
            pixels(-toast_position.right),
            pixels(-toast_position.bottom),
        );
        let moved = ["translate(", &x, ",", &y, ")"].concat();
        style(&self.root, "transform", &moved);
        (self.moved)();
    }

    fn toggle(&self) {
        let toast_position = self.toast_position.get();
        self.put(ToastPosition {
            minimised: !toast_position.minimised,
            ..toast_position
        });
        self.render();
    }

    /// Puts the toast somewhere, and saves the position.
    fn put(&self, toast_position: ToastPosition) {
        let size = self
            .model
            .borrow()
            .as_ref()
            .map_or(layout::FULL, |model| model.size(toast_position.minimised));
        let toast_position = layout::clamp_to(toast_position, size, viewport());
        self.toast_position.set(toast_position);
        self.arrange();
        (self.out)(OverlayEvent::SaveToastPosition(toast_position));
    }

    fn drag(&self, drag: Drag) {
        let class = self.root.class_list();
        match drag {
            Drag::Start => {
                let Some((toast_position, _)) = self.area() else {
                    return;
                };
                self.held.set(Some(toast_position));
                let _ = class.add_1("held");
            }
            Drag::By(right, down) => {
                if let Some(from) = self.held.get() {
                    self.toast_position.set(self.moved_from(from, right, down));
                    self.arrange();
                }
            }
            Drag::End(right, down) => {
                let _ = class.remove_1("held");
                let from = self.held.take();
                // A click on the header is no movement.
                if let Some(from) = from.filter(|_| right != 0.0 || down != 0.0) {
                    self.put(self.moved_from(from, right, down));
                }
            }
            Drag::Nudge(right, down) => {
                if let Some((toast_position, _)) = self.area() {
                    self.put(layout::moved(toast_position, right, down));
                }
            }
        }
    }

    /// Where the toast is when it has been dragged so far from there. It may have
    /// been made small meanwhile, by a key.
    fn moved_from(&self, from: ToastPosition, right: f64, down: f64) -> ToastPosition {
        ToastPosition {
            minimised: self.toast_position.get().minimised,
            ..layout::moved(from, right, down)
        }
    }

    /// The one timer: it runs while somebody can see a clock that runs.
    fn set_clock(&self, visible: bool) {
        let since = match self.model.borrow().as_ref() {
            Some(ToastModel {
                state: StatusLine::Clock(since),
                ..
            }) if visible && !is_hidden() => Some(*since),
            _ => None,
        };
        let Some(since) = since else {
            self.clock.take();
            return;
        };
        let time = self.header.time.clone();
        let tick = move || set_text_if_changed(&time, &format_duration(now().since(since)));
        tick();
        *self.clock.borrow_mut() = Some(Interval::new(1000, tick));
    }
}

fn is_hidden() -> bool {
    dom::document().is_some_and(|document| document.hidden())
}

/// The viewport's size.
pub(super) fn viewport() -> Size {
    let read = |length: Result<wasm_bindgen::JsValue, _>| {
        length
            .ok()
            .and_then(|length: wasm_bindgen::JsValue| length.as_f64())
    };
    let window = dom::window();
    let width = window
        .as_ref()
        .and_then(|window| read(window.inner_width()));
    let height = window.and_then(|window| read(window.inner_height()));
    Size::new(width.unwrap_or(1280.0), height.unwrap_or(720.0))
}
