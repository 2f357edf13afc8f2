//! The calls of this browser, and the outbox of what the CRM must still get:
//! the only place where events are applied.

use super::hook::Hook;
use super::saver::{Batch, Saver};
use super::stored::Section;
use ringside::call::announce::Before;
use ringside::call::machine::{self, Effect, Event, TimedEvent};
use ringside::call::state::State;
use ringside::outbox::{Outbox, RefusedNote};
use ringside_web::browser::clock;

/// The only call state.
pub(super) struct Calls {
    state: &'static Section<State>,
    outbox: &'static Section<Outbox>,
    saver: &'static Saver,
    /// Called after each event with whether a call ended by it.
    pub(super) on_stepped: Hook<bool>,
}

impl Calls {
    pub(super) fn new(
        state: &'static Section<State>,
        outbox: &'static Section<Outbox>,
        saver: &'static Saver,
    ) -> Self {
        let on_stepped = Hook::default();
        Self {
            state,
            outbox,
            saver,
            on_stepped,
        }
    }

    /// Reads the calls.
    pub(super) fn read<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        self.state.read(read)
    }

    /// Whether a call is being made or is active.
    pub(super) fn is_engaged(&self) -> bool {
        self.state.read(State::is_engaged)
    }

    /// Reads the outbox.
    pub(super) fn read_outbox<T>(&self, read: impl FnOnce(&Outbox) -> T) -> T {
        self.outbox.read(read)
    }

    /// Changes the outbox, on delivery.
    pub(super) fn change_outbox<T>(&self, change: impl FnOnce(&mut Outbox) -> T) -> T {
        self.outbox.change(change)
    }

    /// The notes that the CRM refused. None while nobody is signed in: the next
    /// person may be somebody else.
    pub(super) fn refused_notes(&self) -> Vec<RefusedNote> {
        if self.state.read(State::is_signed_out) {
            return Vec::new();
        }
        self.outbox.read(|outbox| outbox.refused().to_vec())
    }

    /// The user has this note, or does not want it.
    pub(super) fn forget_note(&self, note: &RefusedNote) {
        self.outbox.change(|outbox| outbox.forget_refused(note));
        self.saver.save_outbox();
    }

    /// Applies an event at once; its effects start as soon as storage has the
    /// new state.
    pub(super) fn dispatch(&self, event: Event) {
        let now = clock::now();
        let (effects, before, changed, ended) = self.state.change(|state| {
            let (revision, engaged) = (state.revision, state.is_engaged());
            let before = Before::of(state);
            let effects = machine::step(state, TimedEvent { now, event });
            let changed = state.revision != revision;
            (effects, before, changed, engaged && !state.is_engaged())
        });
        let mut batch = Batch {
            before: changed.then_some(before),
            ..Batch::default()
        };
        for effect in effects {
            if let Effect::Enqueue(entry) = effect {
                self.outbox.change(|outbox| outbox.push(entry));
                batch.outbox_grew = true;
            } else {
                batch.effects.push(effect);
            }
        }
        if changed || batch.outbox_grew || !batch.effects.is_empty() {
            self.saver.queue(batch);
        }
        self.on_stepped.call(ended);
    }
}
