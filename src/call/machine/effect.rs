//! The effects of the call machine.

use crate::call::guest_calls::GuestCall;
use crate::call::host::MediaHost;
use crate::call::page_protocol::PageCommand;
use crate::domain::{CallId, Media, TabId, Timestamp, UserId};
use crate::outbox::{CrmUpdate, OutboxEntry};
use crate::site::RecordRef;

/// Something that the worker must do.
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
    Enqueue(OutboxEntry),
    /// Query the state of this call at the CRM.
    Check(CallId),
    /// Ask the CRM for the user's active call, now.
    Poll,
    /// Send this command to the call page at this host.
    PageCommand(MediaHost, PageCommand),
    /// Grant the call page at this host the upload of a recording of its call.
    UploadGrant {
        host: MediaHost,
        call: CallId,
        /// Whether the CRM refused the sign-in of the grant before.
        refused: bool,
    },
    /// Open a window for the current call.
    OpenWindow,
    /// Bring this tab to the front.
    Focus(TabId),
    /// Open the meeting at this address in a tab of its own; answered with
    /// [`super::event::Event::OwnTabOpened`].
    OpenMeeting { call: CallId, url: String },
    /// Close a tab in which a meeting went on: it would keep the microphone.
    CloseTab(TabId),
    /// Remember this call with a guest, in place of what was known of it.
    RecordGuestCall(GuestCall),
    /// Open Ringside's options.
    OpenOptions,
    /// Open the CRM in a new tab, so that nothing that was typed in another is
    /// lost.
    OpenCrm,
}

impl Effect {
    /// Whether it asks the CRM about a call, or tells it of one.
    #[must_use]
    pub fn is_for_crm(&self) -> bool {
        match self {
            Self::Initiate { .. }
            | Self::Answer(_)
            | Self::Enqueue(_)
            | Self::Check(_)
            | Self::Poll
            | Self::UploadGrant { .. }
            | Self::OpenCrm => true,
            Self::PageCommand(..)
            | Self::OpenWindow
            | Self::Focus(_)
            | Self::OpenMeeting { .. }
            | Self::CloseTab(_)
            | Self::RecordGuestCall(_)
            | Self::OpenOptions => false,
        }
    }
}

/// Puts into the outbox what the CRM must hear about a call.
pub(super) fn enqueue(call: CallId, update: CrmUpdate, now: Timestamp) -> Effect {
    Effect::Enqueue(OutboxEntry {
        call,
        update,
        since: now,
    })
}
