//! No effect starts before storage has the state that it follows from.

use std::cell::{Cell, RefCell};

use wasm_bindgen_futures::spawn_local;

use super::hook::Hook;
use super::stored::Writer;
use ringside::call::announce::Before;
use ringside::call::machine::Effect;

/// What follows from an event, once it is saved.
#[derive(Default)]
pub(super) struct Batch {
    /// What is to be done.
    pub(super) effects: Vec<Effect>,
    /// Whether there is something new in the outbox.
    pub(super) outbox_grew: bool,
    /// What must be known of the state before, when it changed.
    pub(super) before: Option<Before>,
}

/// Saves, then lets happen what was queued before the save.
pub(super) struct Saver {
    writer: Writer,
    queue: RefCell<Vec<Batch>>,
    running: Cell<bool>,
    /// Told of each batch when it is saved.
    pub(super) on_saved: Hook<Batch>,
    /// Told when everything is saved and nothing waits any more.
    pub(super) on_idle: Hook<()>,
}

impl Saver {
    /// A saver that has nothing to do.
    pub(super) fn new(writer: Writer) -> Self {
        Self {
            writer,
            queue: RefCell::default(),
            running: Cell::new(false),
            on_saved: Hook::default(),
            on_idle: Hook::default(),
        }
    }

    /// Has the memory written soon.
    pub(super) fn save(&'static self) {
        self.queue(Batch::default());
    }

    /// Has the outbox written soon.
    pub(super) fn save_outbox(&self) {
        spawn_local(self.writer.write_outbox());
    }

    /// Queues what follows from an event. One task at a time saves, then lets
    /// happen what was queued before the save.
    pub(super) fn queue(&'static self, batch: Batch) {
        self.queue.borrow_mut().push(batch);
        if self.running.replace(true) {
            return;
        }
        spawn_local(async move {
            loop {
                let batches = self.queue.take();
                if batches.is_empty() {
                    break;
                }
                if batches.iter().any(|batch| batch.outbox_grew) {
                    self.writer.write_outbox().await;
                }
                self.writer.write_memory().await;
                self.writer.write_checkpoint().await;
                for batch in batches {
                    self.on_saved.call(batch);
                }
            }
            self.running.set(false);
            self.on_idle.call(());
        });
    }
}
