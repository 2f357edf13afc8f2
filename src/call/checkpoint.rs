//! What is left of calls when the browser itself ends (pure).
//!
//! The worker's memory does not outlive the browser. A call that goes on would
//! go on without us, and one that rings would ring for ever at the CRM, which
//! never ends one by itself. So as much as is needed to come back to it is
//! stored: no address of a meeting and no token; those are asked for again.

use super::state::{LostAttempt, Phase, State};
use crate::codec::{Codec, Format, Stored};
use crate::domain::{CallId, Duration, Media, Peer, Timestamp, UserId};

/// How long it may be out of date.
const FRESH: Duration = Duration::from_secs(30);

/// What another session of the browser needs to know of this one's calls.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct Checkpoint {
    /// Whose calls these are, when known.
    pub user: Option<UserId>,
    /// The current call.
    pub held: Option<SavedCall>,
    /// Attempts to call of which nothing was heard (yet).
    pub lost: Vec<LostAttempt>,
    /// The number of the next attempt.
    pub next_attempt: u64,
    /// When this was true.
    pub at: Timestamp,
}

/// The call that was on.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct SavedCall {
    /// The call.
    pub call: CallId,
    /// The other person.
    pub peer: Peer,
    /// What it started with.
    pub media: Media,
    /// Whether it was answered; else it rings at the peer's.
    pub answered: bool,
    /// Since when it rings, or goes on.
    pub since: Timestamp,
    /// The user's note on it.
    pub note: String,
}

impl Format for Checkpoint {
    const FORMAT: &'static str = "remains 1";
}

impl Stored for Checkpoint {}

impl Checkpoint {
    /// What there is to store of this state.
    #[must_use]
    pub fn of(state: &State, now: Timestamp) -> Self {
        let mut remains = Self {
            user: state.owner,
            held: None,
            lost: state.lost.clone(),
            next_attempt: state.next_attempt,
            at: now,
        };
        let Some(current) = &state.current else {
            return remains;
        };
        let (answered, since) = match &current.phase {
            Phase::Ringing { since, .. } => (false, *since),
            Phase::Live(live) => (true, live.since),
            Phase::Dialing { attempt, since, .. } => {
                // Nobody will be there to hear whether the call was made.
                remains.lost.push(LostAttempt {
                    attempt: *attempt,
                    user: current.peer.user,
                    since: *since,
                });
                return remains;
            }
            Phase::Ended { .. } => return remains,
        };
        remains.held = current.call().map(|call| SavedCall {
            call,
            peer: current.peer.clone(),
            media: current.media,
            answered,
            since,
            note: current.note.clone(),
        });
        remains
    }

    /// Whether `stored` still says this, or nearly: the time only counts while
    /// there is a call that somebody may come back to.
    #[must_use]
    pub fn is_kept_as(&self, stored: &Self) -> bool {
        let at = self.at;
        let same = Self {
            at,
            ..stored.clone()
        };
        *self == same && (self.held.is_none() || at.since(stored.at) < FRESH)
    }
}
