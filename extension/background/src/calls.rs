//! The calls at one site, and the outbox of what its CRM must still get: the only
//! place where events are applied.

use std::cell::Ref;

use super::hook::Hook;
use super::saver::{Batch, Saver};
use super::stored::Section;
use ringside::call::announce::Before;
use ringside::call::machine::{self, Effect, Event, TimedEvent};
use ringside::call::state::State;
use ringside::domain::Identity;
use ringside::outbox::{OutboxEntry, Outboxes, RefusedNote};
use ringside_web::browser::clock;

/// The only call state of a site.
pub(super) struct Calls {
    site: &'static str,
    state: &'static Section<State>,
    outboxes: &'static Section<Outboxes>,
    saver: &'static Saver,
    /// Called after each event with whether a call ended by it.
    pub(super) on_stepped: Hook<bool>,
}

impl Calls {
    pub(super) fn new(
        site: &'static str,
        state: &'static Section<State>,
        outboxes: &'static Section<Outboxes>,
        saver: &'static Saver,
    ) -> Self {
        let on_stepped = Hook::default();
        Self {
            site,
            state,
            outboxes,
            saver,
            on_stepped,
        }
    }

    /// Reads the calls.
    pub(super) fn read<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        self.state.read(read)
    }

    /// Borrows the calls, to read them together with those of other sites.
    pub(super) fn borrow(&self) -> Ref<'_, State> {
        self.state.borrow()
    }

    /// Whether a call is being made or is active.
    pub(super) fn is_engaged(&self) -> bool {
        self.state.read(State::is_engaged)
    }

    /// The outboxes: this site's users have theirs among them.
    pub(super) fn outboxes(&self) -> &'static Section<Outboxes> {
        self.outboxes
    }

    /// The notes that the CRM refused. None while nobody is signed in: the next
    /// person may be somebody else.
    pub(super) fn refused_notes(&self) -> Vec<RefusedNote> {
        if self.state.read(State::is_signed_out) {
            return Vec::new();
        }
        let refused = |outboxes: &Outboxes, mine: &Identity| {
            outboxes.read(mine, |outbox| outbox.refused().to_vec())
        };
        let mine = self.owner();
        mine.map(|mine| self.outboxes.read(|all| refused(all, &mine)))
            .unwrap_or_default()
    }

    /// The user has this note, or does not want it.
    pub(super) fn forget_note(&self, note: &RefusedNote) {
        if let Some(mine) = self.owner() {
            let forget = |all: &mut Outboxes| all.change(&mine, |it| it.forget_refused(note));
            self.outboxes.change(forget);
            self.saver.save_outbox();
        }
    }

    /// The user whose calls these are.
    fn owner(&self) -> Option<Identity> {
        let owner = self.state.read(|state| state.owner);
        owner.map(|user| Identity {
            site: self.site.to_owned(),
            user,
        })
    }

    /// Waits until storage has what was decided.
    pub(super) async fn saved(&self) {
        self.saver.idle().await;
    }

    /// Applies an event at once; its effects start as soon as storage has the
    /// new state.
    pub(super) fn dispatch(&self, event: Event) {
        let now = clock::now();
        // What is decided for a user who leaves is still theirs.
        let owner = self.owner();
        let (effects, before, changed, ended) = self.state.change(|state| {
            let (revision, engaged) = (state.revision, state.is_engaged());
            let before = Before::of(state);
            let effects = machine::step(state, TimedEvent { now, event });
            let changed = state.revision != revision;
            (effects, before, changed, engaged && !state.is_engaged())
        });
        let owner = owner.or_else(|| self.owner());
        let mut batch = Batch {
            before: changed.then_some(before),
            ..Batch::default()
        };
        for effect in effects {
            if let Effect::Enqueue(entry) = effect {
                self.enqueue(owner.as_ref(), entry);
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

    fn enqueue(&self, owner: Option<&Identity>, entry: OutboxEntry) {
        self.outboxes.change(|outboxes| outboxes.push(owner, entry));
    }
}
