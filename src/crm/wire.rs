//! The CRM's JSON, as it is, and its meaning (pure).
//!
//! Every field that was ever seen missing, null or of another shape is
//! optional here; [`WireSession::session`] is the one place that decides what
//! a usable call session is.

use serde::Deserialize;

use super::clock::{Skew, parse_iso};
use crate::call::session::{Room, Session, Status};
use crate::call::{CallId, Media, UserId};

/// A call session as in REST answers and push frames. The latter lack some
/// fields.
#[derive(Clone, Debug, Deserialize)]
pub struct WireSession {
    id: u64,
    #[serde(default)]
    call_type: Option<String>,
    status: String,
    initiator: Option<u64>,
    #[serde(default)]
    initiator_name: Option<String>,
    #[serde(default)]
    recipient: Option<u64>,
    #[serde(default)]
    recipient_name: Option<String>,
    #[serde(default)]
    created_at: Option<String>,
    #[serde(default)]
    started_at: Option<String>,
    #[serde(default)]
    notes: Option<String>,
    #[serde(default)]
    jitsi_url: Option<WireRoom>,
}

/// `jitsi_url`: an object, despite its name.
#[derive(Clone, Debug, Deserialize)]
struct WireRoom {
    #[serde(default)]
    video_url: Option<String>,
    #[serde(default)]
    jwt_token: Option<String>,
}

impl WireSession {
    /// The session, or `None` when it has no caller or an unknown status.
    #[must_use]
    pub fn session(self, skew: Skew) -> Option<Session> {
        let time = |text: Option<String>| {
            text.as_deref()
                .and_then(parse_iso)
                .map(|at| skew.to_local(at))
        };
        Some(Session {
            id: CallId(self.id),
            status: status(&self.status)?,
            // The e-mail endpoint stores any text.
            media: match self.call_type.as_deref() {
                Some("audio") => Media::Audio,
                _ => Media::Video,
            },
            initiator: UserId(self.initiator?),
            initiator_name: self.initiator_name.unwrap_or_default(),
            recipient: self.recipient.map(UserId),
            recipient_name: self.recipient_name.unwrap_or_default(),
            created_at: time(self.created_at),
            started_at: time(self.started_at),
            room: self.jitsi_url.and_then(|room| {
                Some(Room {
                    address: room.video_url?,
                    jwt: room.jwt_token,
                })
            }),
            notes: self.notes.unwrap_or_default(),
        })
    }
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

/// The answer of `initiate_call/`, `initiate_call_by_email/`, `update_status/`.
#[derive(Clone, Debug, Deserialize)]
pub struct WireOutcome {
    /// The call as it stands now.
    pub call_session: WireSession,
}

/// The answer of `/api/auth/token/refresh/`.
#[derive(Clone, Debug, Deserialize)]
pub struct WireRefresh {
    /// The new access token.
    pub access: String,
    /// The new refresh token; the old one stays valid.
    #[serde(default)]
    pub refresh: Option<String>,
}

/// A user, as in `/api/users/me/`, `/api/users/` and a customer's `user`.
#[derive(Clone, Debug, Deserialize)]
pub struct WireUser {
    /// The user's number.
    pub id: u64,
    /// Their e-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// Their name.
    #[serde(default)]
    pub full_name: Option<String>,
}

/// A customer of `/api/customers/` or `/api/customers/{id}/`, or an employee
/// of `/api/employees/{id}/`. The list has `user_id`, the details have `user`.
#[derive(Clone, Debug, Deserialize)]
pub struct WireRecord {
    /// The record's own number.
    pub id: u64,
    /// The record's e-mail address, which may not be the user's.
    #[serde(default)]
    pub email: Option<String>,
    /// The user to call, in lists of customers.
    #[serde(default)]
    pub user_id: Option<u64>,
    /// The user to call, in details.
    #[serde(default)]
    pub user: Option<WireUser>,
}

impl WireRecord {
    /// The user to call, if the record has one.
    #[must_use]
    pub fn callee(&self) -> Option<UserId> {
        let user = self.user_id.or(self.user.as_ref().map(|user| user.id));
        // A zero would make a "group call" that nobody hears of.
        user.filter(|id| *id != 0).map(UserId)
    }
}

/// A paginated list.
#[derive(Clone, Debug, Deserialize)]
pub struct WirePage<T> {
    /// The address of the next page, if there is one.
    #[serde(default)]
    pub next: Option<String>,
    /// The rows of this one.
    pub results: Vec<T>,
}

/// A row of `/api/user-presence/`.
#[derive(Clone, Debug, Deserialize)]
pub struct WirePresence {
    /// Whose.
    pub user: u64,
    /// online, away, busy or offline; stale unless `is_online`.
    pub status: String,
    /// The truth about being there.
    pub is_online: bool,
    /// Whether they take calls.
    #[serde(default = "yes")]
    pub available_for_calls: bool,
    /// Their call, which tells better than the status that they are in one.
    #[serde(default)]
    pub current_call: Option<u64>,
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Millis;

    const REST: &str = r#"{"id":1,"session_id":"0d84907d","room_name":"crm-1","call_type":"video","status":"pending",
        "initiator":14,"initiator_name":"Olivia Owner","recipient":15,"recipient_name":"Jane Doe","participants":[14,15],
        "started_at":null,"ended_at":null,"duration_seconds":null,"is_active":false,"notes":"",
        "jitsi_url":{"video_url":"https://meet.example.com/crm-1","jwt_token":null,"room_name":"crm-1","app_id":null,"error":null},
        "created_at":"2026-11-22T20:59:05.123919Z"}"#;

    fn session(json: &str) -> Option<Session> {
        let wire: WireSession = serde_json::from_str(json).unwrap();
        wire.session(Skew::default())
    }

    #[test]
    fn reads_a_rest_session() {
        let session = session(REST).unwrap();
        assert_eq!(session.id, CallId(1));
        assert_eq!(session.recipient, Some(UserId(15)));
        assert_eq!(session.created_at, Some(Millis(1_795_381_145_123)));
        assert_eq!(
            session.room.unwrap().address,
            "https://meet.example.com/crm-1"
        );
    }

    #[test]
    fn reads_odd_ones() {
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
        let callee = |json| serde_json::from_str::<WireRecord>(json).unwrap().callee();
        assert_eq!(callee(r#"{"id":2,"user_id":15}"#), Some(UserId(15)));
        assert_eq!(
            callee(r#"{"id":2,"user":{"id":15,"email":"jane@x"}}"#),
            Some(UserId(15))
        );
        assert_eq!(callee(r#"{"id":2,"user":null,"email":"a@b"}"#), None);
        assert_eq!(callee(r#"{"id":2,"user_id":0}"#), None);
    }
}
