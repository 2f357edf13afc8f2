//! Notices when the worker dies during a call, and wakes it.
//!
//! A worker that dies takes its timers and its push socket along; the next
//! alarm is half a minute away. While a call rings or goes on that is too long,
//! so this tab holds a line to the worker and says hello when it breaks. An
//! idle page holds none.

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

/// The line, while there is reason for one.
#[derive(Clone)]
pub(super) struct Watch(Rc<Line>);

struct Line {
    port: RefCell<Option<Port>>,
    needed: Cell<bool>,
    /// How often it broke since the worker last showed something.
    breaks: Cell<u32>,
    /// Says hello.
    wake: fn(),
}

impl Watch {
    /// Calls `wake` whenever the line breaks.
    pub(super) fn new(wake: fn()) -> Self {
        Self(Rc::new(Line {
            port: RefCell::default(),
            needed: Cell::default(),
            breaks: Cell::default(),
            wake,
        }))
    }

    /// Holds or drops the line, as this view requires.
    pub(super) fn keep(&self, view: &View) {
        let needed = !matches!(view.toast, ToastState::Hidden) || !view.rings.is_empty();
        self.0.needed.set(needed);
        self.0.breaks.set(0);
        if !needed {
            self.0.port.borrow_mut().take();
        } else if self.0.port.borrow().is_none() {
            self.connect();
        }
    }

    fn connect(&self) {
        let line = Rc::downgrade(&self.0);
        let broken = move || {
            if let Some(line) = line.upgrade() {
                Self(line).again();
            }
        };
        // Without a line the next alarm has to do.
        *self.0.port.borrow_mut() = Port::connect(WATCH_PORT, |_: Push| {}, broken).ok();
    }

    /// The line stands again before anything is said: a worker that dies
    /// before it answers breaks it, and is woken once more.
    fn again(&self) {
        let breaks = self.0.breaks.get();
        self.0.breaks.set(breaks + 1);
        // The first time at once: most workers that die do so in peace.
        let pause = breaks.checked_sub(1).map_or(Duration::ZERO, |more| {
            doubled(FIRST_PAUSE, LONGEST_PAUSE, more)
        });
        let line = Rc::downgrade(&self.0);
        // The port cannot be dropped inside of its own listener.
        after(pause, move || {
            if let Some(line) = line.upgrade().filter(|line| line.needed.get()) {
                let wake = line.wake;
                Self(line).connect();
                wake();
            }
        })
        .forget();
    }
}
