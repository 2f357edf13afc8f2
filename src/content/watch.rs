//! Notices when the worker dies during a call, and wakes it.
//!
//! A worker that dies takes its timers and its push socket along; the next
//! alarm is half a minute away. While a call rings or goes on that is too long,
//! so this tab holds a line to the worker and says hello when it breaks. An
//! idle page holds none.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use crate::browser::port::Port;
use crate::message::{Push, Stage, View, WATCH_PORT};

/// The line, while there is reason for one.
#[derive(Clone, Default)]
pub(super) struct Watch {
    line: Rc<RefCell<Option<Port>>>,
}

impl Watch {
    /// Holds or drops the line, as this view requires. `broken` is called when
    /// it breaks.
    pub(super) fn keep(&self, view: &View, broken: impl Fn() + 'static) {
        let needed = !matches!(view.stage, Stage::Hidden) || !view.rings.is_empty();
        if !needed {
            self.line.borrow_mut().take();
            return;
        }
        if self.line.borrow().is_some() {
            return;
        }
        let line = Rc::downgrade(&self.line);
        let port = Port::connect(
            WATCH_PORT,
            |_: Push| {},
            move || {
                // The port cannot be dropped inside of its own listener.
                if let Some(line) = line.upgrade() {
                    let port = line.borrow_mut().take();
                    spawn_local(async move { drop(port) });
                }
                broken();
            },
        );
        // Without a line the next alarm has to do.
        *self.line.borrow_mut() = port.ok();
    }
}
