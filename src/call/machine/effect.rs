//! What calls make the worker do.

use crate::call::host::MediaHost;
use crate::call::page_protocol::PageCommand;
use crate::domain::{CallId, Media, TabId, Timestamp, UserId};
use crate::outbox::{CrmUpdate, OutboxEntry};
use crate::site::RecordRef;

/// What the worker must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask the CRM to ring this record's person.
    Initiate {
        /// Number that the outcome must carry.
        attempt: u64,
        /// Whom to call.
        record: RecordRef,
        /// The user behind the record, when already known.
        user: Option<UserId>,
        /// With or without camera.
        media: Media,
    },
    /// Tell the CRM that the user answers, now or never.
    Answer(CallId),
    /// Put this into the outbox.
    OutboxEntry(OutboxEntry),
    /// Ask the CRM what became of this call.
    Check(CallId),
    /// Ask the CRM for the user's active call, now.
    Poll,
    /// Tell the call page in this seat.
    PageCommand(MediaHost, PageCommand),
    /// Let the call page in this seat hand in a recording of its call.
    UploadGrant {
        /// Which page.
        host: MediaHost,
        /// Which call.
        call: CallId,
        /// Whether the CRM refused the sign-in of the permit before.
        refused: bool,
    },
    /// Open a window for the current call.
    OpenWindow,
    /// Bring this tab to the front.
    Focus(TabId),
    /// Open the CRM in a tab of its own: what is typed elsewhere stays.
    OpenCrm,
}

/// Tells the CRM something about a call.
pub(super) fn tell(call: CallId, what: CrmUpdate, now: Timestamp) -> Effect {
    Effect::OutboxEntry(OutboxEntry {
        call,
        what,
        since: now,
    })
}
