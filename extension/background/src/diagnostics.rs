//! The worker's log: in its console, and stored for the options page.

use std::cell::{Cell, RefCell};

use wasm_bindgen_futures::spawn_local;

use ringside::codec::{self, Restored};
use ringside::diagnostics::{Diagnostics, Entry, Line};
use ringside_web::browser::clock;
use ringside_web::browser::storage::{self, Area};

/// In session storage, because lines from before a restart of the browser
/// seldom help, and they contain names of people.
const KEY: &str = "diagnostics";

thread_local! {
    static LOG: RefCell<Diagnostics> = RefCell::default();
    static SAVING: Cell<bool> = const { Cell::new(false) };
}

/// Logs a line. Its type holds no token, address, name or note.
pub(super) fn log(entry: impl Into<Entry>) {
    let entry = entry.into();
    web_sys::console::info_1(&["Ringside: ", entry.as_str()].concat().into());
    LOG.with_borrow_mut(|log| log.add(clock::now(), &entry));
    // The lines of one turn are written once.
    if !SAVING.replace(true) {
        spawn_local(async {
            SAVING.set(false);
            let text = LOG.with_borrow(codec::text);
            // Without storage the lines last as long as this worker.
            let _ = storage::write(Area::Session, KEY, text.into()).await;
        });
    }
}

/// Loads the lines that earlier workers logged.
pub(super) async fn load() {
    let Ok(stored) = storage::read(Area::Session, KEY).await else {
        return;
    };
    let Some(text) = stored.as_string() else {
        return;
    };
    match codec::restore(&text) {
        Restored::Current(earlier) => LOG.with_borrow_mut(|log| log.follow(earlier)),
        _ => log("dropped the lines of another version"),
    }
}

/// Another user signed in: what was logged of the one before is none of theirs.
pub(super) fn clear() {
    LOG.with_borrow_mut(|log| *log = Diagnostics::default());
}

/// All lines, oldest first.
pub(super) fn lines() -> Vec<Line> {
    LOG.with_borrow(|log| log.lines().to_vec())
}
