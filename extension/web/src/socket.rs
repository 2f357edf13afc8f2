//! The push socket, open until it is dropped.

use std::cell::Cell;
use std::rc::Rc;

use futures_util::future::{AbortHandle, Abortable};
use futures_util::{SinkExt, StreamExt};
use gloo_net::websocket::Message;
use gloo_net::websocket::futures::WebSocket;
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;

use crate::json::Json;

use ringside::crm::clock::Skew;
use ringside::crm::push::{PING, Pushed};
use ringside::domain::Duration;

/// How often a keep-alive is sent. Less than the 30 seconds after which Chrome
/// puts a silent worker to sleep.
const PING_EVERY: Duration = Duration::from_secs(20);
/// The longest frame that is read.
const FRAME_MAX: usize = 1 << 20;

/// An open socket. Dropping it closes the connection.
#[must_use = "the socket closes when dropped"]
#[derive(Debug)]
pub struct Socket {
    reader: AbortHandle,
    writer: AbortHandle,
    open: Rc<Cell<bool>>,
}

impl Socket {
    /// Connects. `on_pushed` gets what comes; `on_closed` is called once when
    /// the connection ends by itself.
    ///
    /// # Errors
    /// When the address is no socket address.
    pub fn connect<P, C>(
        address: &str,
        skew: Skew,
        mut on_pushed: P,
        on_closed: C,
    ) -> Result<Self, String>
    where
        P: FnMut(Pushed) + 'static,
        C: FnOnce() + 'static,
    {
        let socket = WebSocket::open(address).map_err(|cause| cause.to_string())?;
        let (mut sink, mut stream) = socket.split();
        let open = Rc::new(Cell::new(false));

        let (writer, registration) = AbortHandle::new_pair();
        let pings = async move {
            loop {
                TimeoutFuture::new(PING_EVERY.as_millis() as u32).await;
                if sink.send(Message::Text(PING.to_owned())).await.is_err() {
                    break;
                }
            }
        };
        let pings = Abortable::new(pings, registration);
        spawn_local(async move {
            // Ends with the connection, or when the socket is dropped.
            let _ = pings.await;
        });

        let (reader, registration) = AbortHandle::new_pair();
        let (is_open, stop_pings) = (open.clone(), writer.clone());
        let frames = async move {
            while let Some(Ok(message)) = stream.next().await {
                let Message::Text(text) = message else {
                    continue;
                };
                let pushed = parse(&text, skew);
                if pushed == Pushed::Open {
                    is_open.set(true);
                }
                on_pushed(pushed);
            }
            is_open.set(false);
            stop_pings.abort();
        };
        let frames = Abortable::new(frames, registration);
        spawn_local(async move {
            if frames.await.is_ok() {
                on_closed();
            }
        });
        Ok(Self {
            reader,
            writer,
            open,
        })
    }

    /// Whether the CRM sent its greeting on it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open.get()
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.reader.abort();
        self.writer.abort();
    }
}

fn parse(text: &str, skew: Skew) -> Pushed {
    if text.len() > FRAME_MAX {
        return Pushed::Unknown;
    }
    Json::parse(text).map_or(Pushed::Unknown, |frame| Pushed::parse(&frame, skew))
}
