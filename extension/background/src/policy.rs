//! What an administrator has set: read when the worker starts, and again when the
//! browser says that it has changed. Chrome does; Firefox reads it once.

use std::cell::{Cell, RefCell};

use wasm_bindgen_futures::spawn_local;

use super::diagnostics::log;
use super::hook::Hook;
use ringside::managed::{Managed, ManagedProblem};
use ringside_web::browser::storage;
use ringside_web::json::Json;

#[derive(Default)]
pub(super) struct Policy {
    set: RefCell<Managed>,
    is_read: Cell<bool>,
    /// It was read: whether because the browser says that it has changed.
    pub(super) on_read: Hook<bool>,
}

impl Policy {
    /// Reads what is set, when the worker starts or because it `has_changed`. The
    /// worker does not wait for it: the browser may be reading it from somewhere.
    pub(super) fn read(&'static self, has_changed: bool) {
        spawn_local(async move {
            let all = Json(storage::managed().await);
            let set = Managed::read(&all, Json::parse, Json::write);
            if !set.problems().is_empty() {
                log("something that an administrator has set cannot be used");
            }
            self.set.replace(set);
            self.is_read.set(true);
            self.on_read.call(has_changed);
        });
    }

    /// Whether it was read since the worker started.
    pub(super) fn is_read(&self) -> bool {
        self.is_read.get()
    }

    /// What is set.
    pub(super) fn with<R>(&self, with: impl FnOnce(&Managed) -> R) -> R {
        with(&self.set.borrow())
    }

    /// What is wrong with it.
    pub(super) fn problems(&self) -> Vec<ManagedProblem> {
        self.with(|set| set.problems().to_vec())
    }
}
