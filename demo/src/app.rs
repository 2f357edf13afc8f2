//! What every request handler shares.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;
use tokio::sync::{broadcast, watch};

use crate::Mode;
use crate::api::failure::Failure;
use crate::api::python_json;
use crate::calls::life::{self, Event, Moment};
use crate::calls::{self, Links};
use crate::clock::Stamp;
use crate::controls::Controls;

/// How many undelivered frames a slow socket may fall behind before it misses some.
const BACKLOG: usize = 256;

/// One frame on its way to the open sockets.
#[derive(Clone, Debug)]
pub(crate) enum Push {
    /// Text for every socket of these users.
    Event { to: Vec<i64>, text: String },
    /// Every socket is closed.
    CloseAll,
}

/// The running demo, shared by all requests.
pub(crate) struct App {
    database: Mutex<Connection>,
    as_found: AtomicBool,
    pushes: broadcast::Sender<Push>,
    pub(crate) shutdown: watch::Receiver<bool>,
    links: Links,
    pub(crate) controls: Controls,
}

impl App {
    pub(crate) fn new(
        database: Connection,
        mode: Mode,
        links: Links,
        controls: Controls,
        shutdown: watch::Receiver<bool>,
    ) -> Self {
        Self {
            database: Mutex::new(database),
            as_found: AtomicBool::new(mode == Mode::AsFound),
            pushes: broadcast::Sender::new(BACKLOG),
            shutdown,
            links,
            controls,
        }
    }

    /// The database, for a few statements; never held across an `await`.
    pub(crate) fn database(&self) -> MutexGuard<'_, Connection> {
        self.database.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn mode(&self) -> Mode {
        if self.as_found.load(Ordering::Relaxed) {
            Mode::AsFound
        } else {
            Mode::AsDocumented
        }
    }

    pub(crate) fn set_mode(&self, mode: Mode) {
        self.as_found
            .store(mode == Mode::AsFound, Ordering::Relaxed);
    }

    /// Base addresses as they stand in answers.
    pub(crate) fn links(&self) -> Links {
        let mut links = self.links.clone();
        if let Some(base) = self.controls.meeting_base() {
            links.meet = base;
        }
        links.meet_token = self.controls.meeting_token();
        links
    }

    pub(crate) fn moment(&self) -> Moment {
        Moment {
            now: Stamp::now(),
            mode: self.mode(),
        }
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<Push> {
        self.pushes.subscribe()
    }

    pub(crate) fn push(&self, push: Push) {
        // Nobody listening is the usual case, not an error.
        let _ = self.pushes.send(push);
    }

    /// Notifies both sides of the call, in every open tab, the acting one
    /// included.
    pub(crate) fn announce(
        &self,
        conn: &Connection,
        call: i64,
        event: Event,
    ) -> Result<(), Failure> {
        if let Some(call) = calls::load(conn, call)? {
            let frame =
                serde_json::json!({"event": event.name(), "data": call.event_json(&self.links())});
            self.push(Push::Event {
                to: call.participants(),
                text: python_json::to_string(&frame),
            });
        }
        Ok(())
    }

    /// As documented, ends calls that rang too long and notifies both sides.
    pub(crate) fn sweep(&self) -> Result<(), Failure> {
        let conn = self.database();
        for call in life::time_out(&conn, self.moment())? {
            self.announce(&conn, call, Event::Ended)?;
        }
        Ok(())
    }
}
