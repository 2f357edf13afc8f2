//! What is stored of calls for the time after a restart of the browser.
//!
//! The worker's memory and session storage end with the browser, but the CRM
//! never ends a call by itself: one that rings would ring for ever. So local
//! storage has what is needed to rejoin or end a call. Meeting addresses and
//! tokens are not in it; the CRM is asked for them again.

use super::state::{LostAttempt, Phase, State};
use crate::codec::{Codec, Format, Recover, Stored};
use crate::domain::{CallId, Duration, MOST_SITES, Media, Newest, Peer, Timestamp, UserId};

/// How old a stored checkpoint may get.
const FRESH: Duration = Duration::from_secs(30);

/// The checkpoint of each site, by its origin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct Checkpoints {
    of: Newest<(String, Checkpoint), MOST_SITES>,
}

impl Format for Checkpoints {
    const FORMAT: &'static str = "checkpoints 1";
}

impl Stored for Checkpoints {}

impl Recover for Checkpoints {
    fn take_back(&mut self, mut aside: Self) {
        for (site, checkpoint) in aside.of.take() {
            if !self.of.iter().any(|(known, _)| *known == site) {
                self.of.push((site, checkpoint));
            }
        }
    }
}

impl Checkpoints {
    /// The checkpoint of this site.
    #[must_use]
    pub fn of(&self, site: &str) -> Checkpoint {
        let found = self.of.iter().find(|(origin, _)| origin == site);
        found.map_or_else(Checkpoint::default, |(_, checkpoint)| checkpoint.clone())
    }

    /// Stores the checkpoint of this site. `false` when the one that is stored
    /// is still good enough.
    pub fn set(&mut self, site: &str, checkpoint: Checkpoint) -> bool {
        match self.of.iter_mut().find(|(origin, _)| origin == site) {
            Some((_, stored)) if checkpoint.is_kept_as(stored) => return false,
            Some((_, stored)) => *stored = checkpoint,
            None if checkpoint.is_empty() => return false,
            None => self.of.push((site.to_owned(), checkpoint)),
        }
        true
    }
}

/// What the next session of the browser needs to know about this one's calls.
#[derive(Clone, Debug, Default, PartialEq, Eq, Codec)]
pub struct Checkpoint {
    /// Whose calls these are, when known.
    pub user: Option<UserId>,
    /// The current call.
    pub held: Option<SavedCall>,
    /// Attempts to call without an answer yet.
    pub lost: Vec<LostAttempt>,
    /// The number of the next attempt.
    pub next_attempt: u64,
    /// When the checkpoint was made.
    pub at: Timestamp,
}

/// The current call, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct SavedCall {
    pub call: CallId,
    /// The other person.
    pub peer: Peer,
    /// What it started with.
    pub media: Media,
    /// Whether it was answered; otherwise it rings at the peer's end.
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
    /// The checkpoint of this state.
    #[must_use]
    pub fn of(state: &State, now: Timestamp) -> Self {
        let mut checkpoint = Self {
            user: state.owner,
            held: None,
            lost: state.lost.clone(),
            next_attempt: state.next_attempt,
            at: now,
        };
        let Some(current) = &state.current else {
            return checkpoint;
        };
        let (answered, since) = match &current.phase {
            Phase::Ringing { since, .. } => (false, *since),
            Phase::Live(live) => (true, live.since),
            Phase::Dialing { attempt, since, .. } => {
                // No worker will receive the answer to this attempt.
                checkpoint.lost.push(LostAttempt {
                    attempt: *attempt,
                    user: current.peer.user,
                    since: *since,
                });
                return checkpoint;
            }
            Phase::Ended { .. } => return checkpoint,
        };
        if current.guest.is_some() {
            // Its meeting is not stored, and no CRM can be asked for it.
            return checkpoint;
        }
        checkpoint.held = current.call().map(|call| SavedCall {
            call,
            peer: current.peer.clone(),
            media: current.media,
            answered,
            since,
            note: current.note.clone(),
        });
        checkpoint
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let empty = Self {
            at: self.at,
            ..Self::default()
        };
        *self == empty
    }

    /// Whether `stored` is still good enough. Its time only matters while there
    /// is a call to come back to.
    #[must_use]
    pub fn is_kept_as(&self, stored: &Self) -> bool {
        let at = self.at;
        let same = Self {
            at,
            ..stored.clone()
        };
        *self == same && (self.held.is_none() || stored.at.counts(FRESH, at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sites_with_a_checkpoint_have_a_bound() {
        let mut checkpoints = Checkpoints::default();
        let checkpoint = Checkpoint {
            next_attempt: 3,
            ..Checkpoint::default()
        };
        for number in 0..1_000 {
            let site = format!("https://c{number}.example.com");
            assert!(checkpoints.set(&site, checkpoint.clone()));
        }
        assert_eq!(checkpoints.of.len(), MOST_SITES);
        assert_eq!(checkpoints.of("https://c999.example.com"), checkpoint);
    }
}
