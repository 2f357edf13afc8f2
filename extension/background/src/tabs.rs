//! CRM tabs: where the content script runs, and what they are shown.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::diagnostics::log;
use super::worker::{Before, Worker};
use super::{effects, jobs};
use ringside::call::machine::Event;
use ringside::call::view;
use ringside::crm::directory::Known;
use ringside::domain::TabId;
use ringside::message::Push;
use ringside::presence::Reach;
use ringside::settings::SiteSetting;
use ringside::site::RecordRef;
use ringside_web::browser::{Error, codec, permissions, scripting, storage, tabs};

/// Registers the content script on the sites that were granted and not
/// switched off; `open_too` runs it in tabs that are open already as well, as
/// after the installation, an update, or a grant.
pub(super) fn register(worker: &Rc<Worker>, open_too: bool) {
    let off: Vec<String> = {
        let settings = worker.settings.borrow();
        let patterns = |enabled: bool| -> Vec<String> {
            let sites = settings.sites.iter();
            let sites = sites.filter(|site| site.enabled == enabled);
            sites.flat_map(SiteSetting::patterns).collect()
        };
        // Two sites on one host differ in nothing that a pattern can say.
        let on = patterns(true);
        let mut off = patterns(false);
        off.retain(|pattern| !on.contains(pattern));
        off
    };
    spawn_local(async move {
        storage::close_to_pages().await;
        if let Err(cause) = try_register(&off, open_too).await {
            log(&format!("cannot register on the granted sites: {cause}"));
        }
    });
}

async fn try_register(off: &[String], open_too: bool) -> Result<(), Error> {
    let mut patterns = permissions::origins().await?;
    patterns.retain(|pattern| !off.contains(pattern));
    scripting::register(&patterns).await?;
    if open_too && !patterns.is_empty() {
        for tab in tabs::at(&patterns).await? {
            // A tab that shows an error page or is being closed is no matter.
            let _ = scripting::inject(tab).await;
        }
    }
    Ok(())
}

/// Shows the state everywhere: tabs, toolbar, notifications, sound.
pub(super) fn show(worker: &Rc<Worker>, before: &Before) {
    // Nothing of this changes the state before the next turn.
    worker.read(|memory| {
        for tab in &memory.state.tabs {
            let view = view::of(&memory.state, Some(tab.id));
            push(worker, tab.id, &Push::View(Box::new(view)));
        }
        effects::reconcile(worker, before, &memory.state);
    });
}

/// Pushes the same to every CRM tab.
pub(super) fn push_all(worker: &Rc<Worker>, message: &Push) {
    for tab in worker.read(|memory| memory.state.tabs.clone()) {
        push(worker, tab.id, message);
    }
}

fn push(worker: &Rc<Worker>, tab: TabId, message: &Push) {
    let message = codec::to_message(message);
    let worker = Rc::downgrade(worker);
    spawn_local(async move {
        // A tab that left the CRM, or is in the back/forward cache, says hello
        // when it is back.
        if tabs::push(tab, message).await.is_err()
            && let Some(worker) = worker.upgrade()
        {
            forget(&worker, tab);
            worker.dispatch(Event::TabGone(tab));
        }
    });
}

/// A tab was closed.
pub(super) fn gone(worker: &Rc<Worker>, tab: TabId) {
    forget(worker, tab);
    worker.dispatch(Event::TabGone(tab));
}

fn forget(worker: &Rc<Worker>, tab: TabId) {
    worker.change(|memory| memory.watched_records.retain(|(known, _)| *known != tab.0));
}

/// Who of these records can be reached? Remembered, so that changes can be
/// pushed.
pub(super) async fn query_presence(
    worker: &Rc<Worker>,
    tab: TabId,
    records: Vec<RecordRef>,
) -> Vec<Reach> {
    jobs::resolve_users(worker, &records).await;
    worker.change(|memory| {
        match memory
            .watched_records
            .iter_mut()
            .find(|(known, _)| *known == tab.0)
        {
            Some((_, known)) => {
                for record in &records {
                    if !known.contains(record) {
                        known.push(record.clone());
                    }
                }
                // What a page showed long ago is asked for again when it is back.
                let surplus = known.len().saturating_sub(WATCHED_MAX);
                known.drain(..surplus);
            }
            None => memory.watched_records.push((tab.0, records.clone())),
        }
    });
    worker.save();
    reach(worker, &records)
}

/// How many records of one tab are watched.
const WATCHED_MAX: usize = 500;

/// What is known of each record's person.
fn reach(worker: &Rc<Worker>, records: &[RecordRef]) -> Vec<Reach> {
    let now = ringside_web::browser::clock::now();
    worker.read(|memory| {
        let of = |record: &RecordRef| match memory.directory.user(record, now) {
            Known::Unknown => Reach::Unknown,
            Known::NoAccount => Reach::NoAccount,
            Known::User(user) => {
                let row = memory.reach.iter().find(|(known, _)| *known == user.0);
                // Users who never were online have no row.
                row.map_or(Reach::Offline, |(_, reach)| *reach)
            }
        };
        records.iter().map(of).collect()
    })
}

/// Tells each tab how its records' people are now.
pub(super) fn push_reach(worker: &Rc<Worker>) {
    let watched_records = worker.read(|memory| memory.watched_records.clone());
    for (tab, records) in watched_records {
        let reach = reach(worker, &records);
        let pairs: Vec<(String, Reach)> = records
            .iter()
            .zip(reach)
            .filter_map(|(record, reach)| Some((record.key()?, reach)))
            .collect();
        push(worker, TabId(tab), &Push::Reach(pairs));
    }
}
