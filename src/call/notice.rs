//! The one sentence that the user should read.

use crate::codec::Codec;
use crate::domain::CallId;

/// A notice; `text.rs` has its wording.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub enum Notice {
    /// Somebody called and nobody answered here.
    Missed { call: CallId, name: String },
    /// More people call at once than are shown.
    ManyCalls,
    /// Another call cannot be made during a call.
    Busy,
    /// The row shows somebody else than when its button was pressed.
    RowChanged,
    /// Ringside works for another user of this CRM, in another container.
    AnotherUser,
    /// The call has ended, but the CRM cannot be told yet.
    OfflineEnd,
    /// The CRM refused a note; the popup has it.
    NoteRefused,
    /// The CRM cannot be reached.
    CrmTrouble,
    /// The sign-in ended; sign in at the CRM again.
    SignInAgain,
    /// The call moved to a window because this page cannot hold it.
    MovedToWindow,
    /// The worker has failed too often and does nothing for a while.
    Stopped,
}
