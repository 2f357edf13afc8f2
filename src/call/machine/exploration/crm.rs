//! A model of the CRM: rows of calls. It ends none by itself.

use super::*;
use crate::crm::session::{Room, Status};
use crate::domain::{Media, UserId};

/// A call's row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) call: CallId,
    pub(super) from: UserId,
    pub(super) to: UserId,
    pub(super) status: Status,
    pub(super) created: u64,
    pub(super) started: Option<u64>,
}

impl Row {
    pub(super) fn concerns(&self, user: UserId) -> bool {
        self.from == user || self.to == user
    }

    pub(super) fn session(&self) -> Session {
        Session {
            id: self.call,
            status: self.status,
            media: Media::Audio,
            initiator: self.from,
            initiator_name: name_of(self.from),
            recipient: Some(self.to),
            recipient_name: name_of(self.to),
            created_at: Some(Timestamp(self.created)),
            started_at: self.started.map(Timestamp),
            duration: None,
            room: Some(Room {
                address: format!("https://meet.example.com/{}", self.call.0),
                jwt: None,
            }),
            notes: String::new(),
        }
    }
}

pub(super) fn name_of(user: UserId) -> String {
    format!("User {}", user.0)
}

/// Callers, and people in a call, are busy.
pub(super) fn is_busy(rows: &[Row], user: UserId) -> bool {
    rows.iter().any(|row| {
        let engaged = row.from == user || row.status == Status::Active;
        row.concerns(user) && !row.status.is_over() && engaged
    })
}
