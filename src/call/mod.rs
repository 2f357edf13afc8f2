//! What a call is: the words every other room uses (pure).

pub mod checkpoint;
pub mod machine;
pub mod notes;
pub mod session;
pub mod state;
pub mod view;

use serde::{Deserialize, Serialize};

use crate::persist::persist;

/// A moment, in milliseconds since the Unix epoch.
///
/// Time enters the pure rooms only as a value of this type inside an event.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub u64);

impl Timestamp {
    /// The moment `ms` milliseconds later.
    #[must_use]
    pub fn plus(self, ms: u64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// How many milliseconds have passed since `earlier`; 0 when it is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// The CRM's number for a call session (`id` of `/api/jitsi-calls/`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallId(pub u64);

/// The CRM's number for a user account. Customers and employees have numbers
/// of their own, which are different ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(pub u64);

/// The browser's number for a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TabId(pub i32);

/// What a call carries when it starts. A camera can be added later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Media {
    /// Voice only; the camera stays off.
    Audio,
    /// Voice and picture.
    Video,
}

/// The other person of a call, as far as a person wants to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peer {
    /// The CRM's user, when known.
    pub user: Option<UserId>,
    /// The name to show.
    pub name: String,
    /// Company, job title or kind of record, when known.
    pub detail: Option<String>,
}

/// Why a call did not happen or is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// It was talked out; one side hung up.
    Over {
        /// How long both were in it, in milliseconds.
        lasted: u64,
    },
    /// The caller gave up before anybody answered.
    Cancelled,
    /// The person called declined, perhaps with a note.
    Declined {
        /// The reason they gave.
        note: Option<String>,
    },
    /// Nobody answered in time.
    NoAnswer,
    /// It was answered on another device or by a colleague.
    Elsewhere,
    /// It never started.
    Refused(Refusal),
    /// The connection was lost and did not come back.
    Lost,
}

/// Why the CRM did not start or continue a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The person is in a call or does not take calls.
    NotAvailable,
    /// The record has no user account, so nobody can be rung.
    NoAccount,
    /// One cannot call oneself.
    Yourself,
    /// The user has no primary profile at the CRM.
    NoProfile,
    /// Sign-in at the CRM has expired and could not be renewed.
    SignedOut,
    /// The user may not do this.
    Forbidden,
    /// The browser has no network.
    Offline,
    /// The CRM answered with a fault or not at all.
    CrmTrouble,
    /// The user is in another call already.
    InAnotherCall,
    /// The call is no longer there.
    Gone,
}

persist!(struct Timestamp { 0 });
persist!(struct CallId { 0 });
persist!(struct UserId { 0 });
persist!(struct TabId { 0 });
persist!(enum Media { 0 Audio, 1 Video });
persist!(struct Peer { user, name, detail });
persist!(enum EndReason {
    0 Over { lasted },
    1 Cancelled,
    2 Declined { note },
    3 NoAnswer,
    4 Elsewhere,
    5 Refused(refusal),
    6 Lost,
});
persist!(enum Refusal {
    0 NotAvailable,
    1 NoAccount,
    2 Yourself,
    3 NoProfile,
    4 SignedOut,
    5 Forbidden,
    6 Offline,
    7 CrmTrouble,
    8 InAnotherCall,
    9 Gone,
});
