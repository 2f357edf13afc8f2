//! The people behind the records on the CRM's pages: asks the CRM who they are
//! and whether they can be reached, and pushes it to the tabs.

use futures_util::future::LocalBoxFuture;

use super::calls::Calls;
use super::crm_client::{Crm, CrmClient};
use super::crm_tabs::CrmTabs;
use super::own_status::OwnStatus;
use super::saver::Saver;
use super::scheduler::Scheduler;
use super::stored::Section;
use ringside::crm::directory::{Known, Lookup};
use ringside::crm::endpoint;
use ringside::crm::fault::Fault;
use ringside::crm::wire::{WirePresence, WireRecord, WireUser};
use ringside::domain::{CallId, TabId, UserId};
use ringside::message::Push;
use ringside::presence::{Reach, people};
use ringside::schedule::{OwnCall, PeriodicJob};
use ringside::site::{RecordKind, RecordRef};
use ringside_web::browser::clock;

/// What is known of people, and what is needed to fetch more.
pub(super) struct People {
    known: &'static Section<people::People>,
    calls: &'static Calls,
    client: &'static CrmClient,
    own_status: &'static OwnStatus,
    tabs: &'static CrmTabs,
    scheduler: &'static Scheduler,
    saver: &'static Saver,
}

impl People {
    pub(super) fn new(
        known: &'static Section<people::People>,
        (calls, tabs): (&'static Calls, &'static CrmTabs),
        (client, own_status): (&'static CrmClient, &'static OwnStatus),
        (scheduler, saver): (&'static Scheduler, &'static Saver),
    ) -> Self {
        Self {
            known,
            calls,
            client,
            own_status,
            tabs,
            scheduler,
            saver,
        }
    }

    /// Another user signed in, who may see other people.
    pub(super) fn forget_people(&self) {
        self.known.change(people::People::forget_people);
    }

    /// Nobody is signed in any more.
    pub(super) fn forget_all(&self) {
        self.known.change(people::People::forget_all);
    }

    /// Whether nobody stands behind this record, as far as the CRM was asked.
    pub(super) fn knows_no_account(&self, record: &RecordRef) -> bool {
        let user = |known: &people::People| known.directory().user(record, clock::now());
        self.known.read(user) == Known::NoAccount
    }

    /// Asks who can be reached, and pushes it to the tabs.
    pub(super) fn refresh(&'static self) -> LocalBoxFuture<'static, Result<(), Fault>> {
        Box::pin(async move {
            let crm = self.client.begin()?;
            let rows = crm.rows(endpoint::presence, false).await?;
            let rows: Vec<_> = rows.iter().filter_map(WirePresence::parse).collect();
            self.own_status.on_presence_rows(crm.user(), &rows);
            let pages = rows.len().div_ceil(endpoint::ROWS_MAX).max(1);
            self.scheduler
                .saw_presence(pages as u64, self.own_call(crm.user(), &rows));
            self.known.change(|known| known.learn_reach(&rows));
            self.push_to_tabs();
            Ok(())
        })
    }

    /// Who asks, unless nobody is signed in.
    fn me(&self) -> Option<UserId> {
        let crm = self.client.begin().ok()?;
        Some(crm.user())
    }

    /// What these rows show of the user's own calls.
    fn own_call(&self, me: UserId, rows: &[WirePresence]) -> OwnCall {
        let Some(own) = rows.iter().find(|row| row.user == me.0) else {
            return OwnCall::Unknown;
        };
        let is_known = |call| self.calls.read(|state| state.knows(CallId(call)));
        match own.current_call {
            None => OwnCall::None,
            Some(call) if is_known(call) => OwnCall::Known,
            Some(_) => OwnCall::New,
        }
    }

    /// Pushes to the tabs what is known.
    pub(super) fn push_to_tabs(&'static self) {
        let tabs = self.tabs.all();
        let is_open = |tab| tabs.iter().any(|known| known.tab.id == tab);
        let me = self.me();
        let changes = self.known.change(|known| {
            known.keep_tabs(is_open);
            known.for_tabs(me, clock::now())
        });
        for (tab, pairs) in changes {
            self.tabs.push(tab, &Push::Reach(pairs));
        }
    }

    /// Whether the people of these records can be reached. The records are
    /// stored, so that the tab gets changes.
    pub(super) async fn query(&'static self, tab: TabId, records: Vec<RecordRef>) -> Vec<Reach> {
        let asked = match self.client.begin() {
            Ok(crm) => self.resolve(&crm, &records, false).await,
            Err(_) => false,
        };
        if asked && self.known.read(people::People::is_reach_unknown) {
            let outcome = self.refresh().await;
            self.scheduler.report(PeriodicJob::Presence, &outcome);
        }
        let me = self.me();
        let reach = self.known.change(|known| {
            known.watch(tab, &records);
            known.reach_of(&records, me, clock::now())
        });
        self.saver.save();
        reach
    }

    /// The user behind this record, asked of the CRM when it is not known.
    pub(super) async fn user(&'static self, crm: &Crm, record: &RecordRef) -> Known {
        self.resolve(crm, std::slice::from_ref(record), true).await;
        self.known
            .read(|known| known.directory().user(record, clock::now()))
    }

    /// Resolves the users of these records, as far as they are not known.
    /// Returns whether the CRM had to be asked. `waits` is whether a person waits
    /// for it.
    fn resolve<'a>(
        &'static self,
        crm: &'a Crm,
        records: &'a [RecordRef],
        waits: bool,
    ) -> LocalBoxFuture<'a, bool> {
        Box::pin(async move {
            let now = clock::now();
            let questions = self
                .known
                .read(|known| known.directory().questions(records, now));
            if questions.is_empty() {
                return false;
            }
            let mut complete = true;
            for question in questions {
                if let Err(fault) = self.resolve_record(crm, &question, waits).await {
                    // Any other fault shows nothing of the person.
                    complete = complete && question.is_answered_by(&fault);
                }
            }
            if complete && crm.is_current() {
                self.known
                    .change(|known| known.directory_mut().mark_asked(records, clock::now()));
            }
            true
        })
    }

    async fn resolve_record(
        &'static self,
        crm: &Crm,
        question: &Lookup,
        waits: bool,
    ) -> Result<(), Fault> {
        let now = clock::now();
        let (kind, id, request) = match question {
            Lookup::Customers => {
                let rows = crm.rows(endpoint::customers, waits).await?;
                let rows: Vec<_> = rows.iter().map(WireRecord::parse).collect();
                self.known
                    .change(|known| known.directory_mut().learn_customers(&rows, now));
                return Ok(());
            }
            Lookup::Users => {
                let rows = crm.rows(endpoint::users, waits).await?;
                let rows: Vec<_> = rows.iter().filter_map(WireUser::parse).collect();
                self.known
                    .change(|known| known.directory_mut().learn_users(&rows, now));
                return Ok(());
            }
            Lookup::Customer(id) => (RecordKind::Customer, *id, endpoint::customer(*id)),
            Lookup::Employee(id) => (RecordKind::Employee, *id, endpoint::employee(*id)),
        };
        let request = request.urgent_if(waits);
        let row = WireRecord::parse(&crm.ask(&request).await?.json()?);
        self.known
            .change(|known| known.directory_mut().learn_record(kind, id, &row, now));
        Ok(())
    }
}
