//! The push socket, open until it is dropped.

use futures_channel::mpsc::{UnboundedSender, unbounded};
use futures_util::future::{AbortHandle, Abortable};
use futures_util::{SinkExt, StreamExt};
use gloo_net::websocket::Message;
use gloo_net::websocket::futures::WebSocket;
use wasm_bindgen_futures::spawn_local;

use crate::browser::clock;
use crate::json::Json;

use ringside::crm::clock::Skew;
use ringside::crm::push::{PING, Pushed};

/// The longest frame that is read.
const FRAME_MAX: usize = 1 << 20;

/// An open socket. Dropping it closes the connection.
#[must_use = "the socket closes when dropped"]
#[derive(Debug)]
pub struct Socket {
    reader: AbortHandle,
    /// The pings to send.
    pings: UnboundedSender<()>,
}

impl Socket {
    /// Connects. `skew` is asked with each frame; `on_pushed` gets what comes; `on_closed` is called once when
    /// the connection ends by itself.
    ///
    /// # Errors
    /// When the address is no socket address.
    pub fn connect<P, C>(
        address: &str,
        skew: impl Fn() -> Skew + 'static,
        mut on_pushed: P,
        on_closed: C,
    ) -> Result<Self, String>
    where
        P: FnMut(Pushed) + 'static,
        C: FnOnce() + 'static,
    {
        let socket = WebSocket::open(address).map_err(|cause| cause.to_string())?;
        let (mut sink, mut stream) = socket.split();
        let (pings, mut wanted) = unbounded();
        spawn_local(async move {
            // Ends when the socket is dropped, or the connection ends.
            while wanted.next().await.is_some() {
                if sink.send(Message::Text(PING.to_owned())).await.is_err() {
                    break;
                }
            }
        });

        let (reader, registration) = AbortHandle::new_pair();
        let frames = async move {
            while let Some(Ok(message)) = stream.next().await {
                let Message::Text(text) = message else {
                    continue;
                };
                on_pushed(parse(&text, skew()));
            }
        };
        let frames = Abortable::new(frames, registration);
        spawn_local(async move {
            if frames.await.is_ok() {
                on_closed();
            }
        });
        Ok(Self { reader, pings })
    }

    /// Sends a ping, as soon as the connection is open.
    pub fn ping(&self) {
        // Fails when the connection has ended, which is reported elsewhere.
        let _ = self.pings.unbounded_send(());
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

fn parse(text: &str, skew: Skew) -> Pushed {
    if text.len() > FRAME_MAX {
        return Pushed::Unknown;
    }
    Json::parse(text).map_or(Pushed::Unknown, |frame| {
        Pushed::parse(&frame, skew, clock::now())
    })
}
