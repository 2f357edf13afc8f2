//! Delivers the outbox to the CRM.

use std::cell::Cell;

use futures_util::future::LocalBoxFuture;
use futures_util::lock::Mutex;
use wasm_bindgen_futures::spawn_local;

use super::calls::Calls;
use super::crm_client::{Crm, CrmClient};
use super::diagnostics::log;
use super::saver::Saver;
use super::scheduler::Scheduler;
use super::stored::Section;
use ringside::call::machine::Event;
use ringside::crm::endpoint;
use ringside::crm::fault::Fault;
use ringside::delivery::{DeliveredNotes, Plan, WaitingNotice, plan, stops_all, verdict};
use ringside::diagnostics::Entry;
use ringside::domain::{CallId, Identity};
use ringside::json::JsonValue;
use ringside::outbox::{Delivery, Outbox, OutboxEntry, Outboxes};
use ringside::schedule::PeriodicJob;
use ringside_web::browser::{clock, runtime};

pub(super) struct OutboxDelivery {
    /// The CRM's origin.
    origin: &'static str,
    outboxes: &'static Section<Outboxes>,
    notes: &'static Section<DeliveredNotes>,
    calls: &'static Calls,
    client: &'static CrmClient,
    scheduler: &'static Scheduler,
    saver: &'static Saver,
    /// Locked while a delivery runs: one at a time.
    turn: Mutex<()>,
    notice: Cell<WaitingNotice>,
}

impl OutboxDelivery {
    /// A delivery that knows the notes that were delivered before.
    pub(super) fn new(
        origin: &'static str,
        notes: &'static Section<DeliveredNotes>,
        calls: &'static Calls,
        client: &'static CrmClient,
        scheduler: &'static Scheduler,
        saver: &'static Saver,
    ) -> Self {
        Self {
            origin,
            outboxes: calls.outboxes(),
            notes,
            calls,
            client,
            scheduler,
            saver,
            turn: Mutex::new(()),
            notice: Cell::default(),
        }
    }

    /// Delivers what waits, in order.
    pub(super) fn deliver(&'static self) {
        spawn_local(self.deliver_in_turn());
    }

    /// Another user signed in: the former one's notes are none of theirs.
    pub(super) fn forget_notes(&self) {
        self.notes
            .change(|notes| *notes = DeliveredNotes::default());
    }

    /// Delivers what waits of the user who is signed in, when it is its turn.
    pub(super) async fn deliver_in_turn(&'static self) {
        let _turn = self.turn.lock().await;
        if !self.scheduler.allows(PeriodicJob::Outbox) {
            // The CRM asked for a pause; the job's time is set.
            return;
        }
        let Ok(crm) = self.client.begin() else {
            return;
        };
        let mine = Identity {
            site: self.origin.to_owned(),
            user: crm.user(),
        };
        let outcome = self.deliver_all(&crm, &mine).await;
        if !crm.is_current() {
            return;
        }
        match outcome {
            Ok(()) => self.delivered_all(&mine),
            Err(fault) => self.interrupted(&mine, fault),
        }
    }

    async fn deliver_all(&'static self, crm: &Crm, mine: &Identity) -> Result<(), Fault> {
        let (mut tried, mut failed) = (Vec::new(), Ok(()));
        let next = |tried: &[OutboxEntry]| {
            self.read(mine, |outbox| outbox.next(clock::now(), tried).cloned())
        };
        while let Some(entry) = next(&tried) {
            let outcome = self.deliver_entry(crm, &entry).await;
            let verdict = verdict(&outcome);
            if let (Delivery::Moot, Err(fault)) = (verdict, &outcome) {
                log(Entry::from(("no longer matters for call", &entry.call)).and(fault));
            }
            let delivered = |outbox: &mut Outbox| outbox.delivered(&entry, verdict);
            let refused = self
                .outboxes
                .change(|outboxes| outboxes.change(mine, delivered));
            self.saver.save_outbox();
            if refused && crm.is_current() {
                self.calls.dispatch(Event::NoteRefused);
            }
            if let (Delivery::Later, Err(fault)) = (verdict, outcome) {
                if stops_all(&fault) {
                    return Err(fault);
                }
                tried.push(entry);
                failed = failed.and(Err(fault));
            }
        }
        failed
    }

    /// Everything is delivered, except a note that the user may still edit.
    fn delivered_all(&'static self, mine: &Identity) {
        let ready_at = self.read(mine, |outbox| outbox.ripe_at(clock::now()));
        self.scheduler.drop(PeriodicJob::Outbox);
        if let Some(ready_at) = ready_at {
            self.scheduler.at(PeriodicJob::Outbox, ready_at);
            self.saver.save();
        }
        self.scheduler.arm();
        if ready_at.is_none() && self.change_notice(WaitingNotice::is_over) {
            self.calls.dispatch(Event::Delivered);
        }
    }

    /// The rest has to wait.
    fn interrupted(&'static self, mine: &Identity, fault: Fault) {
        let holds_end = self.read(mine, Outbox::holds_end);
        if self.change_notice(|notice| notice.must_be_said(&fault, holds_end)) {
            let offline = !runtime::is_online();
            self.calls.dispatch(Event::Undelivered { offline });
        }
        self.scheduler.report(PeriodicJob::Outbox, &Err(fault));
        self.saver.save();
        self.scheduler.arm();
    }

    fn read<T>(&self, mine: &Identity, read: impl FnOnce(&Outbox) -> T) -> T {
        self.outboxes.read(|outboxes| outboxes.read(mine, read))
    }

    fn change_notice(&self, change: impl FnOnce(&mut WaitingNotice) -> bool) -> bool {
        let mut notice = self.notice.get();
        let outcome = change(&mut notice);
        self.notice.set(notice);
        outcome
    }

    fn deliver_entry<'a>(
        &'static self,
        crm: &'a Crm,
        entry: &'a OutboxEntry,
    ) -> LocalBoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let request = match plan(entry) {
                Plan::Send(request) => request,
                Plan::UnlessOver(request) => {
                    let answer = crm.ask(&endpoint::call(entry.call)).await?;
                    let session = crm.session(&answer.json()?);
                    if let Some(session) = session.filter(|session| session.status.is_over()) {
                        self.calls.dispatch(Event::Seen(session));
                        return Ok(());
                    }
                    request
                }
                Plan::MergeNote(text) => return self.note(crm, entry.call, &text).await,
            };
            let answer = crm.ask(&request).await?;
            // The CRM says how long the call lasted, which no push may.
            let session = answer.json().ok().and_then(|it| it.field("call_session"));
            if let Some(session) = session.and_then(|it| crm.session(&it)) {
                self.calls.dispatch(Event::Seen(session));
            }
            Ok(())
        })
    }

    /// Merges the user's note into the call's notes, beside what others wrote
    /// there.
    async fn note(&'static self, crm: &Crm, call: CallId, text: &str) -> Result<(), Fault> {
        let answer = crm.ask(&endpoint::call(call)).await?;
        let current = answer.json()?.text("notes").unwrap_or_default();
        let merged = self.notes.read(|notes| notes.merged(call, &current, text));
        crm.ask(&endpoint::set_notes(call, &merged)).await?;
        self.notes.change(|notes| notes.delivered(call, text));
        self.saver.save();
        Ok(())
    }
}
