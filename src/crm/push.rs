//! Frames of the CRM's push socket.
//!
//! The socket only makes things faster; what polling returns is authoritative.
//! It has no authentication and no replay, so each (re)connection is followed
//! by a poll.

use super::clock::Skew;
use super::push_health::PushState;
use super::wire::session;
use crate::crm::session::Session;
use crate::domain::{Timestamp, UserId};
use crate::json::JsonValue;

/// What a frame means.
#[derive(Clone, Debug, PartialEq)]
pub enum Pushed {
    /// The socket is connected: poll for what was missed.
    Open,
    /// A sign of life.
    Pong,
    /// A call changed; with its session.
    Call(Box<Session>),
    /// An unknown frame.
    Unknown,
}

impl Pushed {
    /// What a frame means: it is either typed (`connection_established`,
    /// `pong`) or an event (`call-initiated`, `call-answered`, `call-rejected`,
    /// `call-ended`) with a call's data.
    ///
    /// As long as the CRM's clock is not known, it is not known either when a
    /// call was made, and what the push tells of happened now.
    pub fn parse<S: JsonValue>(frame: &S, skew: Skew, now: Timestamp) -> Self {
        match frame.text("type").as_deref() {
            Some("connection_established") => return Self::Open,
            Some("pong") => return Self::Pong,
            _ => {}
        }
        let data = frame.text("event").and_then(|_| frame.field("data"));
        let Some(mut session) = data.and_then(|data| session(&data, skew)) else {
            return Self::Unknown;
        };
        if !skew.is_known(now) {
            session.created_at = None;
            session.started_at = session.started_at.map(|_| now);
        }
        Self::Call(Box::new(session))
    }
}

/// The socket's address below an API base such as `https://crm.example.com`.
/// `None` when the base is no http address.
#[must_use]
pub fn address(base: &str, me: UserId) -> Option<String> {
    let (scheme, rest) = base.split_once("://")?;
    let scheme = match scheme {
        "https" => "wss",
        "http" => "ws",
        _ => return None,
    };
    Some(format!("{scheme}://{rest}/ws/video-call/{}/", me.0))
}

/// A line for the diagnostics.
#[must_use]
pub fn description(state: PushState) -> &'static str {
    match state {
        PushState::Unknown => "the push connection is not tried",
        PushState::Connected => "the push connection is open",
        PushState::Refused => "the CRM refuses the push connection: calls are found by polls",
        PushState::Lost => "the push connection broke",
        PushState::Mute => "nothing comes on the push connection: it is opened again",
    }
}

/// The ping. It must be text: a binary frame closes the connection.
pub const PING: &str = r#"{"type":"ping"}"#;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crm::session::Status;

    const INITIATED: &str = r#"{"event": "call-initiated", "data": {"id": 38, "room_name": "crm-1", "call_type": "video",
            "status": "pending", "initiator": 14, "initiator_name": "Olivia Owner", "recipient": 15, "recipient_name": "Jane Doe",
            "jitsi_url": {"video_url": "https://meet.example.com/crm-1", "jwt_token": null, "room_name": "crm-1", "error": null},
            "created_at": "2026-11-22T21:06:11.753829+00:00", "started_at": null, "ended_at": null, "duration_seconds": null,
            "participants": [14, 15]}}"#;

    fn parsed(json: &str, skew: Skew, now: Timestamp) -> Pushed {
        let frame: serde_json::Value = serde_json::from_str(json).unwrap();
        Pushed::parse(&frame, skew, now)
    }

    fn meaning(json: &str) -> Pushed {
        parsed(json, Skew::default(), Timestamp(1_000))
    }

    /// Where the CRM's clock is a day ahead, a call that it makes now was made
    /// now, from the first frame on that has a time.
    #[test]
    fn a_pushed_call_has_its_age_by_this_computers_clock() {
        let made_at_crm = Timestamp(1_795_381_571_753);
        let now = Timestamp(made_at_crm.0 - 86_400_000);
        let mut skew = Skew::default();
        skew.learn(made_at_crm, now, now);
        let Pushed::Call(session) = parsed(INITIATED, skew, now) else {
            panic!("an event is a call");
        };
        let made = session.created_at.unwrap();
        assert!(made.0.abs_diff(now.0) <= 1_000, "{made:?}, now {now:?}");
        // Whether the clock was set since the last answer is not known then.
        let later = Timestamp(now.0 + 600_000);
        let Pushed::Call(session) = parsed(INITIATED, skew, later) else {
            panic!("an event is a call");
        };
        assert_eq!(session.created_at, None);
    }

    #[test]
    fn reads_the_frames_of_the_real_socket() {
        assert_eq!(
            meaning(
                r#"{"type": "connection_established", "message": "Connected", "user_id": "14"}"#
            ),
            Pushed::Open
        );
        assert_eq!(meaning(r#"{"type":"pong","timestamp":null}"#), Pushed::Pong);
        assert_eq!(meaning("{}"), Pushed::Unknown);
        let Pushed::Call(session) = meaning(INITIATED) else {
            panic!("an event is a call");
        };
        assert_eq!(session.status, Status::Pending);
        assert_eq!(
            session.created_at, None,
            "no answer has shown the CRM's clock"
        );
    }

    #[test]
    fn finds_the_socket() {
        assert_eq!(
            address("http://127.0.0.1:8000", UserId(14)).as_deref(),
            Some("ws://127.0.0.1:8000/ws/video-call/14/")
        );
        assert_eq!(address("ftp://x", UserId(1)), None);
    }
}
