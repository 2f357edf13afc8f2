//! What can happen to calls.

use crate::call::account::AccountView;
use crate::call::checkpoint::Checkpoint;
use crate::call::host::ToastPosition;
use crate::call::intent::Intent;
use crate::call::page_protocol::PageEvent;
use crate::call::state::{Rules, Tab};
use crate::crm::session::Session;
use crate::domain::{CallId, Media, Refusal, TabId, Timestamp};
use crate::site::RecordRef;

/// Something that happened, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct TimedEvent {
    /// When it happened, by this computer's clock.
    pub now: Timestamp,
    /// What happened.
    pub what: Event,
}

/// What can happen.
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
    /// The worker started; what was under way may have been lost.
    Woke,
    /// The browser started anew.
    Restarted {
        /// What is left of the calls before.
        remains: Checkpoint,
        /// Calls of which the CRM must still be told: they were decided.
        decided: Vec<CallId>,
    },
    /// A call button was pressed.
    Place {
        /// Beside which record.
        record: RecordRef,
        /// Which button.
        media: Media,
        /// In which tab.
        tab: Option<TabId>,
    },
    /// The CRM made the call.
    Placed {
        /// The attempt that it answers.
        attempt: u64,
        /// The call.
        session: Session,
    },
    /// The CRM did not make the call, or it is not known whether it did.
    PlaceFailed {
        /// The attempt that it answers.
        attempt: u64,
        /// Why.
        why: Refusal,
    },
    /// A call session was seen: pushed, polled, or looked up.
    Seen(Session),
    /// The CRM says that the user has no active call.
    NoneActive,
    /// The CRM has no such call.
    Gone(CallId),
    /// The CRM did not take an answer.
    AnswerFailed {
        /// Which call.
        call: CallId,
        /// Why.
        why: Refusal,
    },
    /// A person did something, in this tab (or elsewhere).
    Intent {
        /// What.
        intent: Intent,
        /// Where; `None` for the popup, a notification or a shortcut.
        tab: Option<TabId>,
    },
    /// A call page reports.
    PageEvent {
        /// The tab that the page is in.
        tab: TabId,
        /// What it says.
        report: PageEvent,
    },
    /// A call page is gone: closed, navigated, crashed.
    PageGone(TabId),
    /// The end of a call cannot be told to the CRM now; it waits in the outbox.
    Undelivered {
        /// Whether this computer has no network at all.
        offline: bool,
    },
    /// Nothing waits in the outbox any more.
    Delivered,
    /// Time has passed.
    Time,
}
