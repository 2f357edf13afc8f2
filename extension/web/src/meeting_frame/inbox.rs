//! The messages of a meeting, read so that the page is never busy with them for
//! long.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::{Rc, Weak};
use std::task::Poll;

use gloo_timers::future::TimeoutFuture;
use js_sys::JsString;
use wasm_bindgen_futures::spawn_local;

use crate::browser::clock;
use crate::json::Json;
use ringside::jitsi::backlog::{Backlog, Next};

/// The messages that came and were not read yet. Those that wait when it is
/// dropped are never read.
pub(super) struct Inbox {
    backlog: RefCell<Backlog<JsString>>,
    /// Whether a task reads what waits.
    is_read: Cell<bool>,
    read: Box<dyn Fn(&Json)>,
}

impl Inbox {
    pub(super) fn new(read: impl Fn(&Json) + 'static) -> Rc<Self> {
        Rc::new(Self {
            backlog: RefCell::default(),
            is_read: Cell::new(false),
            read: Box::new(read),
        })
    }

    /// Adds a message, which is read when it is its turn: now, as a rule.
    pub(super) fn push(self: &Rc<Self>, text: JsString) {
        let length = text.length();
        self.backlog.borrow_mut().push(text, length);
        if !self.is_read.replace(true) {
            spawn_local(read_all(Rc::downgrade(self)));
        }
    }

    fn next(&self) -> Next<JsString> {
        let sees = web_sys::window()
            .and_then(|window| window.document())
            .is_some_and(|document| !document.hidden());
        let next = self.backlog.borrow_mut().next(clock::now(), sees);
        if next == Next::Nothing {
            self.is_read.set(false);
        }
        next
    }
}

async fn read_all(inbox: Weak<Inbox>) {
    while let Some(open) = inbox.upgrade() {
        match open.next() {
            Next::Read(text) => {
                if let Ok(message) = Json::parse_js(&text) {
                    (open.read)(&message);
                }
                drop(open);
                others_have_run().await;
            }
            Next::Rest(wait) => {
                drop(open);
                TimeoutFuture::new(u32::try_from(wait.as_millis()).unwrap_or(u32::MAX)).await;
            }
            Next::Nothing => return,
        }
    }
}

/// Lets the page handle the message that was read, so that the time which that
/// takes counts as time of reading.
async fn others_have_run() {
    let mut waited = false;
    poll_fn(|task| {
        if waited {
            return Poll::Ready(());
        }
        waited = true;
        task.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
