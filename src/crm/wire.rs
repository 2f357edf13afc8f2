//! Parsing the CRM's JSON.
//!
//! Every field that was ever seen missing, null or of another shape is optional
//! here; [`session`] alone decides what a usable call session is.

use super::clock::{Skew, parse_iso};
use crate::crm::session::{Room, Session, Status};
use crate::domain::{CallId, Duration, Media, UserId};
use crate::json::JsonValue;

/// A call session of a REST answer or a push frame; the latter lack some
/// fields. `None` when it has no number, no caller or an unknown status.
pub fn session<S: JsonValue>(wire: &S, skew: Skew) -> Option<Session> {
    let time = |name| {
        let at = parse_iso(&wire.text(name)?)?;
        Some(skew.to_local(at))
    };
    Some(Session {
        id: CallId(wire.whole("id")?),
        status: status(&wire.text("status")?)?,
        // The e-mail endpoint stores any text.
        media: match wire.text("call_type").as_deref() {
            Some("audio") => Media::Audio,
            _ => Media::Video,
        },
        initiator: UserId(wire.whole("initiator")?),
        initiator_name: wire.text("initiator_name").unwrap_or_default(),
        recipient: wire.whole("recipient").map(UserId),
        recipient_name: wire.text("recipient_name").unwrap_or_default(),
        created_at: time("created_at"),
        started_at: time("started_at"),
        duration: wire.whole("duration_seconds").map(Duration::from_secs),
        // An object, despite its name.
        room: wire.field("jitsi_url").and_then(|room| {
            Some(Room {
                address: room.text("video_url")?,
                jwt: room.text("jwt_token"),
            })
        }),
        notes: wire.text("notes").unwrap_or_default(),
    })
}

fn status(text: &str) -> Option<Status> {
    Some(match text {
        "pending" => Status::Pending,
        "ringing" => Status::Ringing,
        "active" => Status::Active,
        "completed" => Status::Completed,
        "missed" => Status::Missed,
        "rejected" => Status::Rejected,
        "cancelled" => Status::Cancelled,
        "failed" => Status::Failed,
        _ => return None,
    })
}

/// A user, as in `/api/users/me/`, `/api/users/` and a customer's `user`.
#[derive(Clone, Debug)]
pub struct WireUser {
    /// The user's number.
    pub id: u64,
    /// Their e-mail address.
    pub email: Option<String>,
    pub full_name: Option<String>,
}

impl WireUser {
    /// Reads a row. `None` when it has no number.
    pub fn parse<S: JsonValue>(row: &S) -> Option<Self> {
        Some(Self {
            // A call to user 0 would be a "group call" of which nobody is
            // notified.
            id: row.whole("id").filter(|id| *id != 0)?,
            email: row.text("email"),
            full_name: row.text("full_name"),
        })
    }
}

/// A customer of `/api/customers/` or `/api/customers/{id}/`, or an employee
/// of `/api/employees/{id}/`.
#[derive(Clone, Debug)]
pub struct WireRecord {
    /// The record's e-mail address, which may not be the user's.
    pub email: Option<String>,
    /// The user to call, if the record has one.
    pub callee: Option<UserId>,
}

impl WireRecord {
    /// Reads a row. The list has `user_id`, the details have `user`.
    pub fn parse<S: JsonValue>(row: &S) -> Self {
        let user = row
            .whole("user_id")
            .or_else(|| row.field("user")?.whole("id"));
        Self {
            email: row.text("email"),
            callee: user.filter(|id| *id != 0).map(UserId),
        }
    }
}

/// A row of `/api/user-presence/`.
#[derive(Clone, Debug)]
pub struct WirePresence {
    pub user: u64,
    /// online, away, busy or offline; stale unless `is_online`.
    pub status: String,
    /// Whether they are really there; authoritative.
    pub is_online: bool,
    /// Whether they take calls.
    pub available_for_calls: bool,
    /// Their call, which is more reliable than the status "busy".
    pub current_call: Option<u64>,
}

impl WirePresence {
    /// Reads a row. `None` without a user or a status.
    pub fn parse<S: JsonValue>(row: &S) -> Option<Self> {
        Some(Self {
            user: row.whole("user")?,
            status: row.text("status")?,
            is_online: row.flag("is_online")?,
            available_for_calls: row.flag("available_for_calls").unwrap_or(true),
            current_call: row.whole("current_call"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Timestamp;

    const REST: &str = r#"{"id":1,"session_id":"0d84907d","room_name":"crm-1","call_type":"video","status":"pending",
        "initiator":14,"initiator_name":"Olivia Owner","recipient":15,"recipient_name":"Jane Doe","participants":[14,15],
        "started_at":null,"ended_at":null,"duration_seconds":null,"is_active":false,"notes":"",
        "jitsi_url":{"video_url":"https://meet.example.com/crm-1","jwt_token":null,"room_name":"crm-1","app_id":null,"error":null},
        "created_at":"2026-11-22T20:59:05.123919Z"}"#;

    fn session(json: &str) -> Option<Session> {
        let wire: serde_json::Value = serde_json::from_str(json).unwrap();
        super::session(&wire, Skew::default())
    }

    #[test]
    fn reads_a_rest_session() {
        let session = session(REST).unwrap();
        assert_eq!(session.id, CallId(1));
        assert_eq!(session.recipient, Some(UserId(15)));
        assert_eq!(session.created_at, Some(Timestamp(1_795_381_145_123)));
        assert_eq!(
            session.room.unwrap().address,
            "https://meet.example.com/crm-1"
        );
    }

    #[test]
    fn times_are_read_by_this_computers_clock() {
        let mut skew = Skew::default();
        // The CRM's clock is an hour ahead.
        let (at, hour) = (Timestamp(1_795_381_000_000), Duration::from_hours(1));
        skew.learn(at.plus(hour), at, at.plus(Duration::from_millis(500)));
        let answered = REST.replace(
            "\"started_at\":null",
            "\"started_at\":\"2026-11-22T20:59:15.123919Z\"",
        );
        let wire: serde_json::Value = serde_json::from_str(&answered).unwrap();
        let session = super::session(&wire, skew).unwrap();
        let made = Timestamp(1_795_381_145_123 - hour.as_millis());
        let off = |at: Option<Timestamp>, real: Timestamp| at.unwrap().0.abs_diff(real.0);
        assert!(off(session.created_at, made) <= 1_000, "{session:?}");
        let answered = made.plus(Duration::from_secs(10));
        assert!(off(session.started_at, answered) <= 1_000, "{session:?}");
    }

    #[test]
    fn reads_how_long_a_call_lasted() {
        let over = REST.replace("\"duration_seconds\":null", "\"duration_seconds\":62");
        assert_eq!(
            session(&over).unwrap().duration,
            Some(Duration::from_secs(62))
        );
        assert_eq!(session(REST).unwrap().duration, None, "it is not over");
    }

    #[test]
    fn incomplete_sessions_are_parsed() {
        let hologram = REST.replace("\"video\",", "\"hologram\",");
        assert_eq!(session(&hologram).unwrap().media, Media::Video);
        let group = REST.replace("\"recipient\":15", "\"recipient\":null");
        assert_eq!(session(&group).unwrap().recipient, None);
        let unknown = REST.replace("pending", "paused");
        assert_eq!(session(&unknown), None);
        let broken = r#"{"id":9,"status":"active","initiator":3,"jitsi_url":{"room_name":"r","error":"no app id"}}"#;
        assert_eq!(session(broken).unwrap().room, None);
    }

    #[test]
    fn finds_the_user_behind_a_record() {
        let callee = |json| {
            let row: serde_json::Value = serde_json::from_str(json).unwrap();
            WireRecord::parse(&row).callee
        };
        assert_eq!(callee(r#"{"id":2,"user_id":15}"#), Some(UserId(15)));
        assert_eq!(
            callee(r#"{"id":2,"user":{"id":15,"email":"jane@x"}}"#),
            Some(UserId(15))
        );
        assert_eq!(callee(r#"{"id":2,"user":null,"email":"a@b"}"#), None);
        assert_eq!(callee(r#"{"id":2,"user_id":0}"#), None);
    }
}
