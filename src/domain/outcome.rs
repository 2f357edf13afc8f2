//! Why calls end, and why they do not start.

use super::{ApiTrouble, Duration};
use crate::codec::Codec;

/// Why a call did not happen or is over.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub enum EndReason {
    /// One side hung up after both had joined.
    Over {
        /// How long both were in it.
        lasted: Duration,
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
    /// It was declined on another device.
    Elsewhere,
    /// It never started.
    Refused(Refusal),
    /// The connection was lost and did not come back.
    Lost,
    /// Somebody removed the user from the meeting.
    Removed {
        /// Their name, if it is known.
        by: Option<String>,
    },
}

/// Why the CRM did not start or continue a call.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
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
    /// The call API is not to be had at its address.
    NoApi {
        trouble: ApiTrouble,
        /// The address that was tried.
        address: String,
    },
    /// The user is in another call already.
    InAnotherCall,
    /// The call is no longer there.
    Gone,
    /// Nobody is signed in at the CRM, and nobody was.
    NotSignedIn,
    /// No meeting server is known for calls with people who have no account.
    NoMeetingServer,
}
