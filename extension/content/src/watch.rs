//! Notices when the worker dies during a call, and wakes it.
//!
//! A worker that dies takes its timers and its push socket along; the next
//! alarm is half a minute away. While a call rings or is active that is too
//! long, so this tab holds a port to the worker and sends `Hello` when it
//! closes. An idle page holds none.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ringside::call::view::{ToastState, View};
use ringside::domain::Duration;
use ringside::domain::backoff::doubled;
use ringside::message::{Push, WATCH_PORT};
use ringside_web::browser::clock::after;
use ringside_web::browser::port::Port;

/// The pause before the second attempt to connect again; it doubles up to
/// [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_millis(6_400);

/// The port, while it is needed.
#[derive(Clone)]
pub(super) struct Watch(Rc<Link>);

struct Link {
    port: RefCell<Option<Port>>,
    needed: Cell<bool>,
    /// How often it closed since the worker last sent a view.
    breaks: Cell<u32>,
    /// Sends `Hello`.
    wake: fn(),
}

impl Watch {
    /// Calls `wake` whenever the port closes.
    pub(super) fn new(wake: fn()) -> Self {
        Self(Rc::new(Link {
            port: RefCell::default(),
            needed: Cell::default(),
            breaks: Cell::default(),
            wake,
        }))
    }

    /// Opens or closes the port, as this view requires.
    pub(super) fn update(&self, view: &View) {
        // A call elsewhere that goes on may be long over, and nobody waits here
        // for its end.
        let nothing = match &view.toast {
            ToastState::Hidden => true,
            ToastState::Elsewhere(call) => call.answered,
            _ => false,
        };
        let needed = !nothing || !view.rings.is_empty();
        self.0.needed.set(needed);
        self.0.breaks.set(0);
        if !needed {
            self.0.port.borrow_mut().take();
        } else if self.0.port.borrow().is_none() {
            self.connect();
        }
    }

    fn connect(&self) {
        let link = Rc::downgrade(&self.0);
        let broken = move || {
            if let Some(link) = link.upgrade() {
                Self(link).again();
            }
        };
        // Without a port, the next alarm wakes the worker.
        *self.0.port.borrow_mut() = Port::connect(WATCH_PORT, |_: Push| {}, broken).ok();
    }

    /// The port is open again before `Hello` is sent: a worker that dies before
    /// it answers closes it, and is woken once more.
    fn again(&self) {
        let breaks = self.0.breaks.get();
        self.0.breaks.set(breaks + 1);
        // The first time at once: most workers that end were just idle.
        let pause = breaks.checked_sub(1).map_or(Duration::ZERO, |more| {
            doubled(FIRST_PAUSE, LONGEST_PAUSE, more)
        });
        let link = Rc::downgrade(&self.0);
        // The port cannot be dropped inside of its own listener.
        after(pause, move || {
            if let Some(link) = link.upgrade().filter(|link| link.needed.get()) {
                let wake = link.wake;
                Self(link).connect();
                wake();
            }
        })
        .forget();
    }
}
