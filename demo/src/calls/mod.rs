//! Call sessions: the row, and its two JSON forms.

pub(crate) mod life;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Value, json};

use crate::clock::Stamp;

/// The status of a call. The CRM itself only ever sets pending, active,
/// completed and rejected; as documented, missed and cancelled too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Pending,
    Ringing,
    Active,
    Completed,
    Missed,
    Rejected,
    Cancelled,
    Failed,
}

impl Status {
    const ALL: [Self; 8] = [
        Self::Pending,
        Self::Ringing,
        Self::Active,
        Self::Completed,
        Self::Missed,
        Self::Rejected,
        Self::Cancelled,
        Self::Failed,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Ringing => "ringing",
            Self::Active => "active",
            Self::Completed => "completed",
            Self::Missed => "missed",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == text)
    }

    /// Rings or runs.
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Ringing | Self::Active)
    }
}

/// Base addresses that appear in answers, without a trailing slash.
#[derive(Clone, Debug)]
pub(crate) struct Links {
    pub(crate) api: String,
    pub(crate) meet: String,
    /// The token that a meeting server wants, where it does.
    pub(crate) meet_token: Option<String>,
}

impl Links {
    fn meet_domain(&self) -> &str {
        self.meet
            .split_once("://")
            .map_or(self.meet.as_str(), |(_, host)| host)
    }

    fn jitsi_url(&self, room: &str) -> Value {
        json!({
            "video_url": format!("{}/{room}", self.meet),
            "jwt_token": self.meet_token,
            "room_name": room,
            "app_id": null,
            "server_domain": self.meet_domain(),
            "error": null,
        })
    }
}

/// A row of the call table, with the names of both sides.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) id: i64,
    pub(crate) status: Status,
    pub(crate) initiator: Option<i64>,
    pub(crate) recipient: Option<i64>,
    pub(crate) organization: Option<i64>,
    pub(crate) room_name: String,
    pub(crate) call_type: String,
    pub(crate) started_at: Option<Stamp>,
    pub(crate) ended_at: Option<Stamp>,
    pub(crate) duration_seconds: Option<i64>,
    pub(crate) recording_url: Option<String>,
    pub(crate) recording_file: Option<String>,
    pub(crate) notes: String,
    pub(crate) created_at: Stamp,
    session_id: String,
    updated_at: Stamp,
    initiator_name: Option<String>,
    recipient_name: Option<String>,
}

const SELECT: &str = "SELECT call.*,
        trim(i.first_name || ' ' || i.last_name) AS initiator_name,
        trim(r.first_name || ' ' || r.last_name) AS recipient_name
    FROM call LEFT JOIN user i ON i.id = call.initiator
              LEFT JOIN user r ON r.id = call.recipient";

impl Call {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let status: String = row.get("status")?;
        Ok(Self {
            id: row.get("id")?,
            status: Status::parse(&status).unwrap_or(Status::Failed),
            initiator: row.get("initiator")?,
            recipient: row.get("recipient")?,
            organization: row.get("organization_id")?,
            room_name: row.get("room_name")?,
            call_type: row.get("call_type")?,
            started_at: row.get("started_at")?,
            ended_at: row.get("ended_at")?,
            duration_seconds: row.get("duration_seconds")?,
            recording_url: row.get("recording_url")?,
            recording_file: row.get("recording_file")?,
            notes: row.get("notes")?,
            created_at: row.get("created_at")?,
            session_id: row.get("session_id")?,
            updated_at: row.get("updated_at")?,
            initiator_name: row.get("initiator_name")?,
            recipient_name: row.get("recipient_name")?,
        })
    }

    /// Both sides, or only the caller of a "group call".
    pub(crate) fn participants(&self) -> Vec<i64> {
        let mut sides: Vec<i64> = [self.initiator, self.recipient]
            .into_iter()
            .flatten()
            .collect();
        sides.dedup();
        sides
    }

    /// Whether somebody of this organisation, or this user, may see the call.
    pub(crate) fn is_visible_to(&self, user: i64, organization: Option<i64>) -> bool {
        self.participants().contains(&user)
            || (organization.is_some() && self.organization == organization)
    }

    /// The session object of every REST answer.
    pub(crate) fn session_json(&self, links: &Links) -> Value {
        let participants = self.participants();
        json!({
            "id": self.id,
            "session_id": self.session_id,
            "room_name": self.room_name,
            "call_type": self.call_type,
            "status": self.status.name(),
            "initiator": self.initiator,
            "initiator_name": self.initiator_name,
            "recipient": self.recipient,
            "recipient_name": self.recipient_name,
            "participants": participants,
            "started_at": self.started_at.map(Stamp::rest),
            "ended_at": self.ended_at.map(Stamp::rest),
            "duration_seconds": self.duration_seconds,
            "duration_formatted": formatted(self.duration_seconds.unwrap_or(0)),
            "is_active": self.status == Status::Active,
            "participant_count": participants.len(),
            "organization": self.organization,
            "recording_url": self.recording_url,
            "recording_file": self.recording_file.as_ref().map(|name| format!("{}/media/{name}", links.api)),
            "notes": self.notes,
            "jitsi_server": links.meet_domain(),
            "jitsi_url": links.jitsi_url(&self.room_name),
            "created_at": self.created_at.rest(),
            "updated_at": self.updated_at.rest(),
        })
    }

    /// The session as WebSocket events carry it: fewer fields, other times.
    pub(crate) fn event_json(&self, links: &Links) -> Value {
        json!({
            "id": self.id,
            "room_name": self.room_name,
            "call_type": self.call_type,
            "status": self.status.name(),
            "initiator": self.initiator,
            "initiator_name": self.initiator_name,
            "recipient": self.recipient,
            "recipient_name": self.recipient_name,
            "jitsi_url": links.jitsi_url(&self.room_name),
            "created_at": self.created_at.push(),
            "started_at": self.started_at.map(Stamp::push),
            "ended_at": self.ended_at.map(Stamp::push),
            "duration_seconds": self.duration_seconds,
            "participants": self.participants(),
        })
    }
}

/// `MM:SS`, with hours in front once there are any.
fn formatted(seconds: i64) -> String {
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours:02}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes:02}:{seconds:02}")
    }
}

/// What a new call starts with; ids, times and status are added.
pub(crate) struct NewCall<'a> {
    pub(crate) session_id: &'a str,
    pub(crate) room_name: &'a str,
    pub(crate) call_type: &'a str,
    pub(crate) initiator: Option<i64>,
    pub(crate) recipient: Option<i64>,
    pub(crate) organization: Option<i64>,
}

/// Adds a pending call and returns its id.
pub(crate) fn insert(conn: &Connection, call: &NewCall<'_>, now: Stamp) -> rusqlite::Result<i64> {
    conn.execute(
        "INSERT INTO call (session_id, room_name, call_type, status, initiator, recipient,
                           organization_id, created_at, updated_at)
         VALUES (?1, ?2, ?3, 'pending', ?4, ?5, ?6, ?7, ?7)",
        params![
            call.session_id,
            call.room_name,
            call.call_type,
            call.initiator,
            call.recipient,
            call.organization,
            now
        ],
    )?;
    Ok(conn.last_insert_rowid())
}

/// The call with this id.
pub(crate) fn load(conn: &Connection, id: i64) -> rusqlite::Result<Option<Call>> {
    conn.query_row(&format!("{SELECT} WHERE call.id = ?1"), [id], Call::read)
        .optional()
}

/// Writes everything about the call that can change.
pub(crate) fn save(conn: &Connection, call: &Call, now: Stamp) -> rusqlite::Result<()> {
    conn.execute(
        "UPDATE call SET status = ?2, initiator = ?3, recipient = ?4, call_type = ?5,
                         started_at = ?6, ended_at = ?7, duration_seconds = ?8,
                         recording_url = ?9, recording_file = ?10, notes = ?11, updated_at = ?12
         WHERE id = ?1",
        params![
            call.id,
            call.status.name(),
            call.initiator,
            call.recipient,
            call.call_type,
            call.started_at,
            call.ended_at,
            call.duration_seconds,
            call.recording_url,
            call.recording_file,
            call.notes,
            now
        ],
    )?;
    Ok(())
}

/// Removes the call; presence rows that point to it lose it.
pub(crate) fn delete(conn: &Connection, id: i64) -> rusqlite::Result<()> {
    conn.execute("DELETE FROM call WHERE id = ?1", [id])?;
    Ok(())
}

/// Every call, newest first.
pub(crate) fn all(conn: &Connection) -> rusqlite::Result<Vec<Call>> {
    conn.prepare(&format!(
        "{SELECT} ORDER BY call.created_at DESC, call.id DESC"
    ))?
    .query_map([], Call::read)?
    .collect()
}
