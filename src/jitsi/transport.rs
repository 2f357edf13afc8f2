//! The host's end of the connection: handshake, buffer, requests.
//!
//! The host is passive: it returns each identifier that the meeting sends and
//! invents none, which is all that the meeting needs to become ready. Nothing
//! is sent before the first one, because no listener exists yet. An identifier
//! is returned once: two sides that return every one of the other's would do so
//! for ever.

use std::collections::VecDeque;

use super::address::Scope;
use super::command::Command;
use super::request::{Request, TIME_LIMIT};
use super::wire::{self, Answer, Incoming};
use crate::domain::{Newest, Timestamp};
use crate::jitsi::event::Event;
use crate::json::JsonValue;

/// So many identifiers are remembered. Each is that of a document that was
/// loaded into the frame.
const MOST_RETURNED: usize = 64;
/// So many requests wait for their answers; of more, the oldest are given up.
const MOST_PENDING: usize = 32;
/// The most frames that wait for the first handshake.
const MOST_WAITING: usize = 100;

/// One frame's connection.
#[derive(Debug)]
pub struct Transport {
    scope: Scope,
    /// The identifiers that were returned, the newest last.
    returned: VecDeque<String>,
    /// Frames that wait for the first handshake.
    waiting: Newest<String, MOST_WAITING>,
    last_id: u32,
    pending: Newest<Pending, MOST_PENDING>,
}

#[derive(Debug)]
struct Pending {
    id: u32,
    request: Request,
    deadline: Timestamp,
}

/// The meaning of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Received {
    /// It was not for us.
    Nothing,
    /// Another document is in the frame, so that everything known about the one
    /// before is void. Post these, in order.
    Handshake { frames: Vec<String> },
    /// Something happened.
    Event(Event),
    /// A request was answered.
    Answer(Answer),
}

impl Transport {
    /// A connection before the handshake.
    #[must_use]
    pub fn new(scope: Scope) -> Self {
        Self {
            scope,
            returned: VecDeque::new(),
            waiting: Newest::default(),
            last_id: 0,
            pending: Newest::default(),
        }
    }

    /// Handles a message whose origin and window were checked.
    pub fn receive<S: JsonValue>(&mut self, source: &S) -> Received {
        match wire::parse(source, self.scope) {
            None => Received::Nothing,
            Some(Incoming::Event(event)) => Received::Event(event),
            Some(Incoming::Response(id)) => self.answered(id, source),
            Some(Incoming::Ready(id)) if self.returned.contains(&id) => Received::Nothing,
            Some(Incoming::Ready(id)) => {
                let mut frames = vec![wire::ready(self.scope, &id)];
                // Requests to the document before will never be answered.
                if !self.returned.is_empty() {
                    self.pending.take();
                }
                frames.append(&mut self.waiting.take());
                if self.returned.len() == MOST_RETURNED {
                    self.returned.pop_front();
                }
                self.returned.push_back(id);
                Received::Handshake { frames }
            }
        }
    }

    fn answered<S: JsonValue>(&mut self, id: u32, source: &S) -> Received {
        let Some(at) = self.pending.iter().position(|pending| pending.id == id) else {
            return Received::Nothing;
        };
        let pending = self.pending.remove(at);
        Received::Answer(wire::answer(source, pending.request))
    }

    /// The frames to post now for this command; none before the handshake: then
    /// it is sent afterwards.
    #[must_use]
    pub fn command(&mut self, command: &Command) -> Vec<String> {
        let frames = command
            .wire()
            .into_iter()
            .map(|(name, arguments)| wire::command(self.scope, name, arguments))
            .collect();
        self.post(frames)
    }

    /// The frames to post now for this request. It is answered by
    /// [`Received::Answer`] or by [`Transport::expire`].
    #[must_use]
    pub fn request(&mut self, request: Request, now: Timestamp) -> Vec<String> {
        self.last_id += 1;
        self.pending.push(Pending {
            id: self.last_id,
            request,
            deadline: now.plus(TIME_LIMIT),
        });
        self.post(vec![wire::request(self.scope, self.last_id, request)])
    }

    fn post(&mut self, frames: Vec<String>) -> Vec<String> {
        if !self.returned.is_empty() {
            frames
        } else {
            for frame in frames {
                self.waiting.push(frame);
            }
            Vec::new()
        }
    }

    /// The requests that timed out. They are removed; a late answer is ignored.
    pub fn expire(&mut self, now: Timestamp) -> Vec<Answer> {
        let mut expired = Vec::new();
        self.pending.retain(|pending| {
            let alive = now < pending.deadline;
            if !alive {
                expired.push(Answer::TimedOut(pending.request));
            }
            alive
        });
        expired
    }

    /// Restarts the time limit of every pending request, after the computer
    /// slept or the browser throttled this page's timers.
    pub fn forgive(&mut self, now: Timestamp) {
        for pending in self.pending.iter_mut() {
            pending.deadline = now.plus(TIME_LIMIT);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn transport() -> Transport {
        Transport::new(Scope::from_random(7 << 11))
    }

    fn message(method: &str, params: Value) -> Value {
        json!({"postis": true, "scope": "jitsi_meet_external_api_7", "method": method, "params": params})
    }

    /// The frames that are posted for an identifier.
    fn ping(transport: &mut Transport, id: &str) -> usize {
        match transport.receive(&message("__ready__", json!(id))) {
            Received::Handshake { frames } => {
                assert!(frames[0].contains(id));
                frames.len()
            }
            Received::Nothing => 0,
            other => panic!("{other:?}"),
        }
    }

    fn response(id: u32, result: Value) -> Value {
        message(
            "message",
            json!({"type": "response", "id": id, "result": result}),
        )
    }

    #[test]
    fn nothing_is_sent_before_the_handshake_and_then_all_in_order() {
        let mut transport = transport();
        assert!(transport.command(&Command::ToggleAudio).is_empty());
        assert!(
            transport
                .request(Request::IsAudioMuted, Timestamp(0))
                .is_empty()
        );
        assert_eq!(ping(&mut transport, "a"), 3);
        assert_eq!(transport.command(&Command::ToggleVideo).len(), 1);
    }

    #[test]
    fn an_identifier_is_returned_once() {
        let mut transport = transport();
        assert_eq!(ping(&mut transport, "a"), 1);
        assert_eq!(ping(&mut transport, "a"), 0);
        // The one of the document before, that the other side returns late.
        assert_eq!(ping(&mut transport, "b"), 1);
        assert_eq!(ping(&mut transport, "a"), 0);
    }

    #[test]
    fn identifiers_and_requests_without_end_cost_no_memory() {
        let mut transport = transport();
        for number in 0..3_000 {
            ping(&mut transport, &number.to_string());
            let _ = transport.request(Request::IsAudioMuted, Timestamp(0));
            let _ = transport.request(Request::IsAudioMuted, Timestamp(0));
            assert!(transport.returned.len() <= MOST_RETURNED);
            assert!(transport.pending.len() <= MOST_PENDING);
        }
        let mut transport = self::transport();
        for _ in 0..3_000 {
            let _ = transport.command(&Command::ToggleVideo);
            assert!(transport.waiting.len() <= MOST_WAITING);
        }
    }

    #[test]
    fn a_new_document_is_recognised_and_answers_no_old_request() {
        let mut transport = transport();
        ping(&mut transport, "a");
        let _ = transport.request(Request::IsAudioMuted, Timestamp(0));
        assert_eq!(ping(&mut transport, "b"), 1);
        assert_eq!(
            transport.receive(&response(1, json!(true))),
            Received::Nothing
        );
        assert!(transport.expire(Timestamp(60_000)).is_empty());
    }

    #[test]
    fn answers_find_their_request_once() {
        let mut transport = transport();
        ping(&mut transport, "a");
        let _ = transport.request(Request::IsAudioMuted, Timestamp(0));
        let _ = transport.request(Request::IsVideoMuted, Timestamp(0));
        assert_eq!(
            transport.receive(&response(2, json!(false))),
            Received::Answer(Answer::VideoMuted(false))
        );
        assert_eq!(
            transport.receive(&response(2, json!(false))),
            Received::Nothing
        );
        assert_eq!(
            transport.receive(&response(1, json!({"error": {}}))),
            Received::Answer(Answer::Failed(Request::IsAudioMuted))
        );
    }

    #[test]
    fn a_request_without_an_answer_times_out() {
        let mut transport = transport();
        ping(&mut transport, "a");
        let _ = transport.request(Request::ConnectionStats, Timestamp(1_000));
        assert!(transport.expire(Timestamp(999).plus(TIME_LIMIT)).is_empty());
        assert_eq!(
            transport.expire(Timestamp(1_000).plus(TIME_LIMIT)),
            [Answer::TimedOut(Request::ConnectionStats)]
        );
        let _ = transport.request(Request::ConnectionStats, Timestamp(0));
        transport.forgive(Timestamp(90_000));
        assert!(transport.expire(Timestamp(90_001)).is_empty());
    }
}
