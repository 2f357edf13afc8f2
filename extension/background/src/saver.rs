//! No effect starts before storage has the state that caused it.

use std::cell::RefCell;

use futures_util::FutureExt;
use futures_util::lock::Mutex;
use wasm_bindgen_futures::spawn_local;

use super::hook::Hook;
use super::stored::SiteWriter;
use ringside::call::announce::Before;
use ringside::call::machine::Effect;

/// The effects of an event, started once its state is saved.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) effects: Vec<Effect>,
    /// Whether the outbox has a new entry.
    pub(super) outbox_grew: bool,
    /// The state before, when it changed.
    pub(super) before: Option<Before>,
}

/// Saves, then starts the effects that were queued before the save.
pub(super) struct Saver {
    writer: SiteWriter,
    queue: RefCell<Vec<Batch>>,
    /// Locked while something is saved.
    turn: Mutex<()>,
    /// Called with each batch when it is saved.
    pub(super) on_saved: Hook<Batch>,
    /// Called when everything is saved and nothing is queued.
    pub(super) on_idle: Hook<()>,
}

impl Saver {
    pub(super) fn new(writer: SiteWriter) -> Self {
        Self {
            writer,
            queue: RefCell::default(),
            turn: Mutex::new(()),
            on_saved: Hook::default(),
            on_idle: Hook::default(),
        }
    }

    /// Saves the memory soon.
    pub(super) fn save(&'static self) {
        self.queue(Batch::default());
    }

    /// Waits until everything is saved.
    pub(super) async fn idle(&self) {
        drop(self.turn.lock().await);
    }

    /// Saves the outboxes soon.
    pub(super) fn save_outbox(&self) {
        spawn_local(self.writer.write_outboxes().map(drop));
    }

    /// Queues the effects of an event. One task at a time saves, then starts
    /// what was queued before the save.
    pub(super) fn queue(&'static self, batch: Batch) {
        self.queue.borrow_mut().push(batch);
        let Some(turn) = self.turn.try_lock() else {
            return;
        };
        spawn_local(async move {
            loop {
                let batches = self.queue.take();
                if batches.is_empty() {
                    break;
                }
                if batches.iter().any(|batch| batch.outbox_grew) {
                    self.writer.write_outboxes().await;
                }
                self.writer.write_memory().await;
                self.writer.write_checkpoint().await;
                for batch in batches {
                    self.on_saved.call(batch);
                }
            }
            drop(turn);
            self.on_idle.call(());
        });
    }
}
