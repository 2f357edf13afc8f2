//! Delivers the outbox to the CRM.

use std::cell::Cell;

use futures_util::future::LocalBoxFuture;
use futures_util::lock::Mutex;
use wasm_bindgen_futures::spawn_local;

use super::calls::Calls;
use super::crm_client::CrmClient;
use super::diagnostics::log;
use super::saver::Saver;
use super::scheduler::Scheduler;
use super::stored::Section;
use ringside::call::machine::Event;
use ringside::crm::endpoint;
use ringside::crm::fault::Fault;
use ringside::delivery::{DeliveredNotes, Plan, WaitingNotice, plan, stops_all, verdict};
use ringside::diagnostics::Entry;
use ringside::domain::CallId;
use ringside::json::JsonValue;
use ringside::outbox::{Delivery, Outbox, OutboxEntry};
use ringside::schedule::PeriodicJob;
use ringside_web::browser::{clock, runtime};

pub(super) struct OutboxDelivery {
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
        notes: &'static Section<DeliveredNotes>,
        calls: &'static Calls,
        client: &'static CrmClient,
        scheduler: &'static Scheduler,
        saver: &'static Saver,
    ) -> Self {
        Self {
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
        spawn_local(async move {
            let _turn = self.turn.lock().await;
            if !self.scheduler.allows(PeriodicJob::Outbox) {
                // The CRM asked for a pause; the job's time is set.
                return;
            }
            match self.deliver_all().await {
                Ok(()) => self.delivered_all(),
                Err(fault) => self.interrupted(fault),
            }
        });
    }

    async fn deliver_all(&'static self) -> Result<(), Fault> {
        let (mut tried, mut failed) = (Vec::new(), Ok(()));
        let next = |tried: &[OutboxEntry]| {
            self.calls
                .read_outbox(|outbox| outbox.next(clock::now(), tried).cloned())
        };
        while let Some(entry) = next(&tried) {
            let outcome = self.deliver_entry(&entry).await;
            let verdict = verdict(&outcome);
            if let (Delivery::Moot, Err(fault)) = (verdict, &outcome) {
                log(Entry::from(("no longer matters for call", &entry.call)).and(fault));
            }
            let refused = self
                .calls
                .change_outbox(|outbox| outbox.delivered(&entry, verdict));
            self.saver.save_outbox();
            if refused {
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
    fn delivered_all(&'static self) {
        let ready_at = self
            .calls
            .read_outbox(|outbox| outbox.ripe_at(clock::now()));
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
    fn interrupted(&'static self, fault: Fault) {
        let holds_end = self.calls.read_outbox(Outbox::holds_end);
        if self.change_notice(|notice| notice.must_be_said(&fault, holds_end)) {
            let offline = !runtime::is_online();
            self.calls.dispatch(Event::Undelivered { offline });
        }
        self.scheduler.report(PeriodicJob::Outbox, &Err(fault));
        self.saver.save();
        self.scheduler.arm();
    }

    fn change_notice(&self, change: impl FnOnce(&mut WaitingNotice) -> bool) -> bool {
        let mut notice = self.notice.get();
        let outcome = change(&mut notice);
        self.notice.set(notice);
        outcome
    }

    fn deliver_entry<'a>(
        &'static self,
        entry: &'a OutboxEntry,
    ) -> LocalBoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let request = match plan(entry) {
                Plan::Send(request) => request,
                Plan::UnlessOver(request) => {
                    let answer = self.client.ask(&endpoint::call(entry.call)).await?;
                    let session = self.client.session(&answer.json()?);
                    if let Some(session) = session.filter(|session| session.status.is_over()) {
                        self.calls.dispatch(Event::Seen(session));
                        return Ok(());
                    }
                    request
                }
                Plan::MergeNote(text) => return self.note(entry.call, &text).await,
            };
            let answer = self.client.ask(&request).await?;
            // The CRM says how long the call lasted, which no push may.
            let session = answer.json().ok().and_then(|it| it.field("call_session"));
            if let Some(session) = session.and_then(|it| self.client.session(&it)) {
                self.calls.dispatch(Event::Seen(session));
            }
            Ok(())
        })
    }

    /// Merges the user's note into the call's notes, beside what others wrote
    /// there.
    async fn note(&'static self, call: CallId, text: &str) -> Result<(), Fault> {
        let answer = self.client.ask(&endpoint::call(call)).await?;
        let current = answer.json()?.text("notes").unwrap_or_default();
        let merged = self.notes.read(|notes| notes.merged(call, &current, text));
        self.client.ask(&endpoint::set_notes(call, &merged)).await?;
        self.notes.change(|notes| notes.delivered(call, text));
        self.saver.save();
        Ok(())
    }
}
