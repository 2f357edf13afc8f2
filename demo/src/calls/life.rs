//! The life cycle of a call: started, answered, rejected, ended, and its effect
//! on the presence of both sides.
//!
//! Functions over the database and a moment; no HTTP and no clock. In both
//! modes most of the CRM's oddities stay: who answers is not checked, any call
//! can be rejected, a second call overwrites the first in the recipient's row.
//! [`Mode`] says which ones differ.

use std::time::Duration;

use rusqlite::{Connection, params};

use super::{Call, NewCall, Status};
use crate::presence::{self, Status as Presence};
use crate::{
    Mode,
    clock::Stamp,
    people::{self, User},
    token,
};

/// As documented, a call nobody answers is missed after this long. As found,
/// it rings for ever.
const RING_LIMIT: Duration = Duration::from_secs(60);

/// When and under which rules something happens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) now: Stamp,
    pub(crate) mode: Mode,
}

/// The events sent to both sides over their sockets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Initiated,
    Answered,
    Rejected,
    Ended,
}

impl Event {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Initiated => "call-initiated",
            Self::Answered => "call-answered",
            Self::Rejected => "call-rejected",
            Self::Ended => "call-ended",
        }
    }
}

/// Why nothing, or in one case not everything, was done. The texts are the API's.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("Cannot call yourself")]
    Oneself,
    #[error("User must have an active profile")]
    NoPrimaryProfile,
    #[error("{0} is not available for calls")]
    NotAvailable(String),
    #[error("Call is not in answerable state")]
    NotAnswerable,
    #[error("Only the recipient can reject this call")]
    NotTheRecipient,
    /// The call is active by now, but telling the other side failed.
    #[error("Failed to update call: 'NoneType' object has no attribute 'id'")]
    NobodyToTell,
    #[error("the database failed")]
    Storage(#[from] rusqlite::Error),
    #[error("no random bytes")]
    Random(#[from] getrandom::Error),
}

/// Starts a call and returns its id. Without a recipient it becomes a "group
/// call" of which nobody is notified. Both sides' current call is overwritten.
pub(crate) fn initiate(
    conn: &Connection,
    moment: Moment,
    caller: &User,
    recipient: Option<&User>,
    call_type: &str,
) -> Result<i64, Refusal> {
    let now = moment.now;
    if recipient.is_some_and(|recipient| recipient.id == caller.id) {
        return Err(Refusal::Oneself);
    }
    let profile = people::primary_profile(conn, caller.id)?.ok_or(Refusal::NoPrimaryProfile)?;
    if let Some(recipient) = recipient
        && let Some(row) = presence::load(conn, recipient.id)?
        && !row.takes_calls()
    {
        return Err(Refusal::NotAvailable(recipient.full_name()));
    }
    let call = super::insert(
        conn,
        &NewCall {
            session_id: &token::random_uuid()?,
            room_name: &format!("crm-{}-{}", now.compact(), token::random_hex::<4>()?),
            call_type,
            initiator: Some(caller.id),
            recipient: recipient.map(|recipient| recipient.id),
            organization: profile.organization.map(|(id, ..)| id),
        },
        now,
    )?;
    presence::set_call(conn, caller.id, Some(call), Some(Presence::Busy), now)?;
    if let Some(recipient) = recipient {
        presence::set_call(conn, recipient.id, Some(call), None, now)?;
    }
    Ok(call)
}

/// Answers for `user`, who may be anybody: only the call's state is checked.
pub(crate) fn answer(
    conn: &Connection,
    moment: Moment,
    mut call: Call,
    user: i64,
) -> Result<Option<Event>, Refusal> {
    if !matches!(call.status, Status::Pending | Status::Ringing) {
        return Err(Refusal::NotAnswerable);
    }
    call.status = Status::Active;
    call.started_at = Some(moment.now);
    super::save(conn, &call, moment.now)?;
    presence::set_call(conn, user, Some(call.id), Some(Presence::Busy), moment.now)?;
    match call.recipient {
        Some(_) => Ok(Some(Event::Answered)),
        None => Err(Refusal::NobodyToTell),
    }
}

/// Rejects for `user`. The state is not checked: a completed call becomes
/// rejected too. As found, the recipient keeps the call in their own row.
pub(crate) fn reject(
    conn: &Connection,
    moment: Moment,
    mut call: Call,
    user: i64,
) -> Result<Option<Event>, Refusal> {
    let now = moment.now;
    if call.recipient != Some(user) {
        return Err(Refusal::NotTheRecipient);
    }
    call.status = Status::Rejected;
    call.ended_at = Some(now);
    super::save(conn, &call, now)?;
    if let Some(caller) = call.initiator {
        presence::set_call(conn, caller, None, Some(Presence::Online), now)?;
    }
    if moment.mode == Mode::AsDocumented {
        release(conn, &call, now)?;
    }
    Ok(Some(Event::Rejected))
}

/// Ends the call for everybody. Ending an ended call changes nothing and is
/// no error. As found, a call that nobody answered becomes completed as well.
pub(crate) fn end(
    conn: &Connection,
    moment: Moment,
    mut call: Call,
) -> Result<Option<Event>, Refusal> {
    if !call.status.is_open() {
        return Ok(None);
    }
    let never_answered = call.status != Status::Active;
    call.status = if never_answered && moment.mode == Mode::AsDocumented {
        Status::Cancelled
    } else {
        Status::Completed
    };
    close(conn, call, moment.now)?;
    Ok(Some(Event::Ended))
}

/// The call in this user's row if it rings or runs. The query has a side
/// effect: an ended call is removed from the row and the user set online.
pub(crate) fn current(
    conn: &Connection,
    moment: Moment,
    user: i64,
) -> Result<Option<Call>, Refusal> {
    let Some(id) = presence::load(conn, user)?.and_then(|row| row.current_call) else {
        return Ok(None);
    };
    if let Some(call) = super::load(conn, id)?
        && call.status.is_open()
    {
        return Ok(Some(call));
    }
    presence::set_call(conn, user, None, Some(Presence::Online), moment.now)?;
    Ok(None)
}

/// As documented: calls that rang too long become missed. Returns their ids.
/// As found there is no timeout of any kind.
pub(crate) fn time_out(conn: &Connection, moment: Moment) -> Result<Vec<i64>, Refusal> {
    if moment.mode == Mode::AsFound {
        return Ok(Vec::new());
    }
    let mut missed = Vec::new();
    for mut call in super::all(conn)? {
        if matches!(call.status, Status::Pending | Status::Ringing)
            && moment.now.since(call.created_at) >= RING_LIMIT
        {
            missed.push(call.id);
            call.status = Status::Missed;
            close(conn, call, moment.now)?;
        }
    }
    Ok(missed)
}

/// Makes every ringing call older, as if it had rung that much longer.
pub(crate) fn age_pending(conn: &Connection, by: Duration) -> rusqlite::Result<usize> {
    conn.execute(
        "UPDATE call SET created_at = created_at - ?1 WHERE status IN ('pending', 'ringing')",
        params![i64::try_from(by.as_micros()).unwrap_or(i64::MAX)],
    )
}

fn close(conn: &Connection, mut call: Call, now: Stamp) -> rusqlite::Result<()> {
    call.ended_at = Some(now);
    call.duration_seconds = call
        .started_at
        .map(|started| i64::try_from(now.since(started).as_secs()).unwrap_or(i64::MAX));
    super::save(conn, &call, now)?;
    release(conn, &call, now)
}

/// Clears the current call of those who are in this one. They become online,
/// not what they were before; a colleague who answered stays busy.
fn release(conn: &Connection, call: &Call, now: Stamp) -> rusqlite::Result<()> {
    for user in call.participants() {
        if presence::load(conn, user)?.is_some_and(|row| row.current_call == Some(call.id)) {
            presence::set_call(conn, user, None, Some(Presence::Online), now)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
