//! The call page's connection to the worker: the browser's part of it.
//! `ringside::call_page` decides when to connect and what to post.

use gloo_timers::callback::Timeout;

use ringside::call::page_protocol::{PageCommand, PageEvent};
use ringside::call_page::input::Input;
use ringside::domain::Duration;
use ringside::message::CALL_PORT;
use ringside_web::browser::clock::after;
use ringside_web::browser::port::Port;

/// The connection, or the wait for the next.
#[derive(Debug, Default)]
pub(super) struct Link {
    port: Option<Port>,
    retry: Option<Timeout>,
}

impl Link {
    /// Connects; the input says whether that worked. When the extension itself
    /// is gone there is no input: nobody would ever answer, and a meeting still
    /// goes on.
    pub(super) fn connect(&mut self, enqueue: impl Fn(Input) + Clone + 'static) {
        self.retry = None;
        let (heard, closed) = (enqueue.clone(), enqueue.clone());
        let port = Port::connect(
            CALL_PORT,
            move |command: PageCommand| heard(Input::PageCommand(command)),
            move || closed(Input::LinkClosed),
        );
        match port {
            Ok(port) => {
                self.port = Some(port);
                enqueue(Input::Connected);
            }
            Err(error) if error.is_orphaned() => {}
            Err(_) => enqueue(Input::LinkClosed),
        }
    }

    /// Drops the closed connection, and asks to connect again after a pause.
    pub(super) fn connect_after(&mut self, pause: Duration, enqueue: impl Fn(Input) + 'static) {
        self.port = None;
        self.retry = Some(after(pause, move || enqueue(Input::Connect)));
    }

    /// Posts an event to the worker. `false` when the connection did not take
    /// it.
    pub(super) fn post(&self, event: &PageEvent) -> bool {
        self.port
            .as_ref()
            .is_some_and(|port| port.post(event).is_ok())
    }
}
