//! The events of the call machine.

use crate::call::account::AccountView;
use crate::call::checkpoint::Checkpoint;
use crate::call::host::ToastPosition;
use crate::call::intent::Intent;
use crate::call::page_protocol::PageEvent;
use crate::call::state::{Rules, Tab};
use crate::crm::session::Session;
use crate::domain::{CallId, Identity, Media, Refusal, TabId, Timestamp, UserId};
use crate::site::RecordRef;

/// An event and its time.
#[derive(Clone, Debug, PartialEq)]
pub struct TimedEvent {
    /// By this computer's clock.
    pub now: Timestamp,
    pub event: Event,
}

/// An event that the call machine handles.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Somebody signed in or out at the CRM.
    Account(AccountView),
    /// The settings changed.
    Rules(Rules),
    /// The toast was moved.
    ToastMoved(ToastPosition),
    /// A CRM tab is there, or its visibility changed.
    Tab(Tab),
    /// A tab was closed or left the CRM.
    TabGone(TabId),
    /// The worker started; requests that were under way may have been lost.
    Woke,
    /// The browser started, and with it a new session.
    Restarted {
        /// The calls of the session before.
        checkpoint: Checkpoint,
        /// Calls whose end or rejection is still in the outbox.
        decided: Vec<CallId>,
    },
    /// A call button was pressed.
    Place {
        /// The record beside which it was.
        record: RecordRef,
        /// Which button.
        media: Media,
        tab: Option<TabId>,
    },
    /// A call button was pressed in a page that is asked for its sign-in first.
    Hold {
        record: RecordRef,
        media: Media,
        tab: TabId,
    },
    /// The press of this attempt waits no longer: it is somebody's now.
    Release { attempt: u64 },
    /// A call button was pressed beside somebody who has no account: a call
    /// begins for which they are invited.
    Invite {
        record: RecordRef,
        media: Media,
        tab: Option<TabId>,
        /// The address of the meeting; `None` where no server is known for it.
        meeting: Option<String>,
        /// The user's own name for the meeting.
        own_name: String,
        /// The origin of the page.
        page: String,
        /// Who the user is at the CRM that was asked about the record.
        owner: Option<Identity>,
    },
    /// Another user has signed in at this CRM, or the site was switched off:
    /// calls with guests that were made from its pages are nobody's to see.
    OwnerGone { site: String },
    /// A call button was pressed in a page of another site while a call of this
    /// one is on.
    Busy,
    /// The user behind the record of this attempt is known.
    Recipient { attempt: u64, user: UserId },
    /// The CRM made the call.
    Placed {
        /// The attempt that this answers.
        attempt: u64,
        /// The call.
        session: Session,
    },
    /// The CRM did not make the call, or it is not known whether it did.
    PlaceFailed {
        /// The attempt that it answers.
        attempt: u64,
        why: Refusal,
    },
    /// A call session was seen: pushed, polled, or looked up.
    Seen(Session),
    /// The CRM answered that the user has no active call.
    NoneActive,
    /// The CRM has no such call.
    Gone(CallId),
    /// The request to answer a call failed.
    AnswerFailed { call: CallId, why: Refusal },
    /// A person did something.
    Intent {
        intent: Intent,
        /// The tab; `None` for the popup, a notification or a shortcut.
        tab: Option<TabId>,
    },
    /// A call page sent an event.
    PageEvent {
        /// The tab that the page is in.
        tab: TabId,
        event: PageEvent,
    },
    /// A call page is gone: closed, navigated, crashed.
    PageGone(TabId),
    /// The meeting of this call was opened in a tab of its own.
    OwnTabOpened { call: CallId, tab: TabId },
    /// The window that was asked for is open in this tab. Its page is not ready
    /// yet.
    WindowOpened(TabId),
    /// The window that was asked for did not open, or was closed before its page
    /// was ready.
    NoWindow,
    /// The end of a call cannot be told to the CRM now; it waits in the outbox.
    Undelivered {
        /// Whether this computer has no network at all.
        offline: bool,
    },
    /// The CRM refused to take what the user wrote; the outbox keeps it for them.
    NoteRefused,
    /// Nothing waits in the outbox any more.
    Delivered,
    /// Time has passed.
    Time,
}
