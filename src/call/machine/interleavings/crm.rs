//! A model of the CRM, as the real one behaves: it never ends a call by itself,
//! and the query for the active call returns one call only.

use crate::domain::Media;
use crate::outbox::CrmUpdate;
use std::collections::BTreeMap;

use super::*;
use crate::crm::session::{Room, Status};

/// A call's row.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) status: Status,
    pub(super) initiator: UserId,
    pub(super) recipient: UserId,
    /// Whether an attempt of this browser made it.
    pub(super) made_here: bool,
    /// By the CRM's clock.
    created_at: u64,
    notes: String,
}

impl Call {
    pub(super) fn concerns(&self, user: UserId) -> bool {
        self.initiator == user || self.recipient == user
    }
}

#[derive(Debug)]
pub(super) struct Crm {
    pub(super) calls: BTreeMap<CallId, Call>,
    /// The CRM's clock, which never jumps.
    pub(super) now: u64,
    /// Whether it lets through a call to somebody who is calling.
    pub(super) lets_all_through: bool,
    /// Every state that a call was ever in, as it was pushed.
    pushes: Vec<(CallId, Call)>,
    /// How many calls there ever were.
    made: u64,
}

impl Crm {
    pub(super) fn new(lets_all_through: bool) -> Self {
        Self {
            calls: BTreeMap::new(),
            now: 1_000_000_000,
            lets_all_through,
            pushes: Vec::new(),
            made: 0,
        }
    }

    pub(super) fn make(&mut self, from: UserId, to: UserId, made_here: bool) -> CallId {
        self.made += 1;
        let id = CallId(self.made);
        let call = Call {
            status: Status::Pending,
            initiator: from,
            recipient: to,
            made_here,
            created_at: self.now,
            notes: String::new(),
        };
        self.pushes.push((id, call.clone()));
        self.calls.insert(id, call);
        id
    }

    /// Makes a call unless the CRM refuses it.
    pub(super) fn initiate(&mut self, from: UserId, to: UserId) -> Result<CallId, Refusal> {
        if from == to {
            return Err(Refusal::Yourself);
        }
        if !self.lets_all_through && self.is_busy(to) {
            return Err(Refusal::NotAvailable);
        }
        Ok(self.make(from, to, true))
    }

    /// Callers and people in a call are busy; a person who is only being called
    /// is not.
    pub(super) fn is_busy(&self, user: UserId) -> bool {
        self.calls.values().any(|call| {
            call.concerns(user)
                && !call.status.is_over()
                && (call.initiator == user || call.status == Status::Active)
        })
    }

    /// Whether there ever was such a call.
    pub(super) fn ever_had(&self, call: CallId) -> bool {
        (1..=self.made).contains(&call.0)
    }

    /// The newest call of which this is true.
    pub(super) fn newest(&self, wanted: impl Fn(&Call) -> bool) -> Option<CallId> {
        let mut calls = self.calls.iter().rev();
        calls.find(|(_, call)| wanted(call)).map(|(id, _)| *id)
    }

    pub(super) fn is_over(&self, call: CallId) -> bool {
        self.calls
            .get(&call)
            .is_none_or(|call| call.status.is_over())
    }

    pub(super) fn set(&mut self, call: CallId, status: Status) {
        if let Some(row) = self.calls.get_mut(&call)
            && row.status != status
        {
            row.status = status;
            self.pushes.push((call, row.clone()));
        }
    }

    pub(super) fn write(&mut self, call: CallId, notes: &str) {
        if let Some(row) = self.calls.get_mut(&call) {
            notes.clone_into(&mut row.notes);
        }
    }

    /// Carries out an outbox entry. As the worker does, it skips a call that is
    /// over.
    pub(super) fn update(&mut self, call: CallId, what: &CrmUpdate) {
        match what {
            CrmUpdate::End if !self.is_over(call) => self.set(call, Status::Completed),
            CrmUpdate::Reject if !self.is_over(call) => self.set(call, Status::Rejected),
            CrmUpdate::Note(text) => self.write(call, text),
            _ => {}
        }
    }

    /// The call as a request shows it, its times by a clock that shows `now`.
    pub(super) fn session(&self, call: CallId, now: u64) -> Option<Session> {
        self.calls.get(&call).map(|row| self.shown(call, row, now))
    }

    /// A push, perhaps an old one; pushes carry no notes.
    pub(super) fn pushed(&self, number: u8, now: u64) -> Option<Session> {
        let (call, row) = pick(number, &self.pushes)?;
        let mut session = self.shown(*call, row, now);
        session.notes.clear();
        Some(session)
    }

    /// The push socket closed: the CRM repeats nothing on the next one.
    pub(super) fn forget_pushes(&mut self) {
        self.pushes.clear();
    }

    fn shown(&self, id: CallId, row: &Call, now: u64) -> Session {
        let created_at = Timestamp(now.saturating_sub(self.now - row.created_at));
        // Mike's meetings are on a server that cuts embedded calls short.
        let embedded = row.initiator != MIKE && row.recipient != MIKE;
        let host = if embedded {
            "meet.example.com"
        } else {
            "meet.jit.si"
        };
        Session {
            id,
            status: row.status,
            media: Media::Audio,
            initiator: row.initiator,
            initiator_name: name_of(row.initiator),
            recipient: Some(row.recipient),
            recipient_name: name_of(row.recipient),
            created_at: Some(created_at),
            started_at: (row.status == Status::Active).then_some(created_at),
            duration: None,
            room: Some(Room {
                address: format!("https://{host}/{}", id.0),
                jwt: None,
            }),
            notes: row.notes.clone(),
        }
    }
}
