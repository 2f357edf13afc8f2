//! The toast: the floating window of a call in this tab.
//!
//! It shows a [`Face`] and sends what a person does with it. While a call's
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
use super::face::{Body, Face, Saying, face};
use super::place::{self, Size};
use super::shell::Shell;
use super::{Out, Outlet};
use ringside::call::Millis;
use ringside::call::view::Stage;
use ringside::message::{Intent, ToastSpot};
use ringside::text as key;
use ringside::words::clock;
use ringside_web::browser::i18n::text;
use ringside_web::dom::drag::{Drag, Handle};
use ringside_web::dom::element::{self, pixels, style};
use ringside_web::dom::{self, El, Listener, on};

/// The toast of one page. Dropping it removes it.
pub struct Toast {
    inner: Rc<Inner>,
}

struct Inner {
    out: Outlet,
    moved: Box<dyn Fn()>,
    shell: Rc<Shell>,
    root: Element,
    header: Header,
    room: Element,
    face: RefCell<Option<Face>>,
    body: RefCell<Option<BodyNodes>>,
    /// Where it was put, before it is kept inside the viewport.
    spot: Cell<ToastSpot>,
    /// Where it was when the pointer took hold of it.
    held: Cell<Option<ToastSpot>>,
    closed: Cell<bool>,
    clock: RefCell<Option<Interval>>,
    kept: RefCell<Vec<Listener>>,
    handle: RefCell<Option<Handle>>,
}

impl Toast {
    /// A toast that shows nothing yet. `moved` is called when it comes, goes
    /// or moves. `None` where there is no document.
    pub fn new(shell: &Rc<Shell>, out: Outlet, moved: impl Fn() + 'static) -> Option<Self> {
        let header = Header::new()?;
        let room = El::new("div")?.class("body").done();
        let root = El::new("section")?
            .class("toast")
            .attr("role", "dialog")
            .attr("hidden", "")
            .child(&header.root)
            .child(&room)
            .done();
        element::append(shell.room(), &root);
        let inner = Rc::new(Inner {
            out,
            moved: Box::new(moved),
            shell: Rc::clone(shell),
            root,
            header,
            room,
            face: RefCell::default(),
            body: RefCell::default(),
            spot: Cell::default(),
            held: Cell::default(),
            closed: Cell::default(),
            clock: RefCell::default(),
            kept: RefCell::default(),
            handle: RefCell::default(),
        });
        inner.listen();
        Some(Self { inner })
    }

    /// Shows the stage, at the spot.
    pub fn show(&self, stage: &Stage, spot: ToastSpot) {
        let inner = &self.inner;
        let new = face(stage);
        if inner.held.get().is_none() {
            inner.spot.set(spot);
        }
        if *inner.face.borrow() != new {
            inner.closed.set(false);
        }
        *inner.face.borrow_mut() = new;
        inner.render();
    }

    /// Keeps the toast inside a viewport that has another size now.
    pub fn fit(&self) {
        self.inner.arrange();
    }

    /// Lets the clock run, or stops it while nobody sees it.
    pub fn set_visible(&self, visible: bool) {
        self.inner.set_clock(visible);
    }

    /// Where the toast is; none when it is not seen.
    #[must_use]
    pub fn area(&self) -> Option<(ToastSpot, Size)> {
        self.inner.area()
    }
}

impl Drop for Toast {
    fn drop(&mut self) {
        self.inner.clock.take();
        self.inner.handle.take();
        self.inner.kept.take();
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
        *self.kept.borrow_mut() = vec![
            press(&self.header.minimise, |inner| inner.toggle()),
            press(&self.header.pop_out, |inner| {
                (inner.out)(Out::Act(Intent::PopOut));
            }),
            press(&self.header.close, |inner| {
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
        let guard = self.face.borrow();
        let Some(face) = guard.as_ref().filter(|_| !self.closed.get()) else {
            drop(guard);
            self.hide();
            return;
        };
        let small = self.spot.get().minimised && face.can_minimise();
        self.header.show(face, small);
        element::set(
            &self.root,
            "aria-label",
            &text(key::TOAST_LABEL, &[&face.name]),
        );
        let class = self.root.class_list();
        let _ = class.toggle_with_force("small", small);
        let _ = class.toggle_with_force("speaking", face.speaking);
        let kept = self
            .body
            .borrow()
            .as_ref()
            .is_some_and(|body| body.shows(&face.body));
        if !kept {
            self.body.take();
            element::clear(&self.room);
            *self.body.borrow_mut() = BodyNodes::new(&self.room, face, &self.out);
        }
        if let Some(body) = &*self.body.borrow() {
            body.update(face);
        }
        let said = match &face.body {
            Body::Ended((key, with), _) => {
                let with: Vec<&str> = with.iter().map(String::as_str).collect();
                text(key, &with)
            }
            _ => match face.state {
                Saying::Words(key) => [&face.name, ": ", &text(key, &[])].concat(),
                Saying::Clock(_) => text(key::TOAST_CONNECTED, &[&face.name]),
            },
        };
        self.shell.announce(&said);
        drop(guard);
        element::unset(&self.root, "hidden");
        self.set_clock(true);
        self.arrange();
    }

    fn hide(&self) {
        self.clock.take();
        self.body.take();
        element::clear(&self.room);
        element::set(&self.root, "hidden", "");
        self.shell.announce("");
        (self.moved)();
    }

    fn area(&self) -> Option<(ToastSpot, Size)> {
        let face = self.face.borrow();
        let face = face.as_ref().filter(|_| !self.closed.get())?;
        let size = face.size(self.spot.get().minimised);
        Some((place::kept_inside(self.spot.get(), size, viewport()), size))
    }

    /// Puts the toast where it belongs. Only the transform moves it, so that
    /// neither the page nor the frame is laid out anew.
    fn arrange(&self) {
        let Some((spot, size)) = self.area() else {
            return;
        };
        style(&self.root, "width", &pixels(size.width));
        style(&self.root, "height", &pixels(size.height));
        let (x, y) = (pixels(-spot.right), pixels(-spot.bottom));
        let moved = ["translate(", &x, ",", &y, ")"].concat();
        style(&self.root, "transform", &moved);
        (self.moved)();
    }

    fn toggle(&self) {
        let spot = self.spot.get();
        self.put(ToastSpot {
            minimised: !spot.minimised,
            ..spot
        });
        self.render();
    }

    /// Puts the toast somewhere for good.
    fn put(&self, spot: ToastSpot) {
        let size = self
            .face
            .borrow()
            .as_ref()
            .map_or(place::FULL, |face| face.size(spot.minimised));
        let spot = place::kept_inside(spot, size, viewport());
        self.spot.set(spot);
        self.arrange();
        (self.out)(Out::Remember(spot));
    }

    fn drag(&self, drag: Drag) {
        let class = self.root.class_list();
        match drag {
            Drag::Start => {
                let Some((spot, _)) = self.area() else { return };
                self.held.set(Some(spot));
                let _ = class.add_1("held");
            }
            Drag::By(right, down) => {
                if let Some(from) = self.held.get() {
                    self.spot.set(place::moved(from, right, down));
                    self.arrange();
                }
            }
            Drag::End(right, down) => {
                let _ = class.remove_1("held");
                let from = self.held.take();
                // A click on the header is no movement.
                if let Some(from) = from.filter(|_| right != 0.0 || down != 0.0) {
                    self.put(place::moved(from, right, down));
                }
            }
            Drag::Nudge(right, down) => {
                if let Some((spot, _)) = self.area() {
                    self.put(place::moved(spot, right, down));
                }
            }
        }
    }

    /// The one timer: it runs while somebody can see a clock that runs.
    fn set_clock(&self, visible: bool) {
        let since = match self.face.borrow().as_ref() {
            Some(Face {
                state: Saying::Clock(since),
                ..
            }) if visible && !is_hidden() => Some(*since),
            _ => None,
        };
        let Some(since) = since else {
            self.clock.take();
            return;
        };
        let time = self.header.time.clone();
        let tick = move || element::say(&time, &clock(now().since(since)));
        tick();
        *self.clock.borrow_mut() = Some(Interval::new(1000, tick));
    }
}

fn now() -> Millis {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the time since 1970 in milliseconds"
    )]
    Millis(js_sys::Date::now() as u64)
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
