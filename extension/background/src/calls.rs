//! The calls of this browser, and what the CRM must still be told of them: the
//! only place where events are stepped.

use super::hook::Hook;
use super::saver::{Batch, Saver};
use super::stored::Section;
use ringside::call::announce::Before;
use ringside::call::machine::{self, Effect, Event, TimedEvent};
use ringside::call::state::State;
use ringside::outbox::Outbox;
use ringside_web::browser::clock;

/// The only call state.
pub(super) struct Calls {
    state: &'static Section<State>,
    outbox: &'static Section<Outbox>,
    saver: &'static Saver,
    /// Told after each event, of whether a call ended by it.
    pub(super) on_stepped: Hook<bool>,
}

impl Calls {
    /// The calls as they were stored.
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

    /// Looks at the calls.
    pub(super) fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        self.state.read(look)
    }

    /// Whether a call is being made or held.
    pub(super) fn is_engaged(&self) -> bool {
        self.state.read(State::is_engaged)
    }

    /// Looks into the outbox.
    pub(super) fn read_outbox<T>(&self, look: impl FnOnce(&Outbox) -> T) -> T {
        self.outbox.read(look)
    }

    /// Changes the outbox, on delivery.
    pub(super) fn change_outbox<T>(&self, change: impl FnOnce(&mut Outbox) -> T) -> T {
        self.outbox.change(change)
    }

    /// Takes an event: steps at once; what follows from it happens as soon as
    /// storage has the new state.
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
