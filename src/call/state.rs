//! Everything the worker knows about calls. It is stored before any effect
//! starts, so that a worker that is ended loses nothing.

use super::account::AccountView;
use super::host::ToastPosition;
use super::notice::Notice;
use crate::codec::Codec;
use crate::crm::session::Room;
use crate::domain::{CallId, Clock, Duration, Media, Peer, TabId, Timestamp, UserId};

pub(super) use super::current::ALONE_ASKS;
pub use super::current::{Current, Live, Moving, Phase};

/// The calls of this browser: the current one, those that ring, and what is
/// still needed of earlier ones.
#[derive(Clone, Debug, Default, PartialEq, Codec)]
pub struct State {
    /// Incremented with every change.
    pub revision: u64,
    /// Who is signed in at the CRM.
    pub account: AccountView,
    /// The call that this browser makes or holds.
    pub current: Option<Current>,
    /// Incoming calls that ring, oldest first.
    pub rings: Vec<Incoming>,
    /// Calls that must never ring (again), newest last.
    pub handled_calls: Vec<CallId>,
    /// Attempts whose answer was lost. When the call of one shows up at the
    /// CRM, it is ended.
    pub lost: Vec<LostAttempt>,
    /// Calls that nobody answered here, newest last.
    pub missed: Vec<Missed>,
    /// The one sentence for the user, and until when it stands.
    pub notice: Option<(Notice, Timestamp)>,
    /// CRM tabs whose content script has connected, oldest first.
    pub tabs: Vec<Tab>,
    /// Number of the next attempt to call.
    pub next_attempt: u64,
    /// Where the toast stands.
    pub toast_position: ToastPosition,
    /// What the user and the administrator set.
    pub rules: Rules,
    /// The user to whom this state belongs: who is signed in, or was last.
    pub owner: Option<UserId>,
    /// A call of the user's that this browser does not carry.
    pub elsewhere: Option<Elsewhere>,
    /// This computer's clock, by which the times above are kept.
    pub clock: Clock,
}

/// What the machine must know of the settings.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct Rules {
    /// How long a call rings.
    pub ring_time: Duration,
    /// Whether calls open in a window of their own at once.
    pub window_first: bool,
    /// Whether incoming calls make no sound (do not disturb, quiet hours).
    pub quiet: bool,
    /// Whether the CRM's own call window joins the meetings, and no page of
    /// ours does.
    pub crm_carries: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            ring_time: Duration::from_secs(45),
            window_first: false,
            quiet: false,
            crm_carries: false,
        }
    }
}

/// A CRM tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
pub struct Tab {
    /// The browser's number for it.
    pub id: TabId,
    /// Whether it is visible.
    pub visible: bool,
}

/// A call that rings here.
#[derive(Clone, Debug, PartialEq, Codec)]
pub struct Incoming {
    pub call: CallId,
    /// Who calls.
    pub peer: Peer,
    /// With or without camera.
    pub media: Media,
    /// Its meeting.
    pub room: Option<Room>,
    /// When it began to ring here.
    pub since: Timestamp,
    /// Whether the user silenced it.
    pub silent: bool,
}

/// A call of the user's that this browser does not carry: it was started or
/// answered in the CRM's own window, or on another device.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct Elsewhere {
    pub call: CallId,
    /// The other person.
    pub peer: Peer,
    /// What it started with.
    pub media: Media,
    /// Its meeting.
    pub room: Option<Room>,
    /// Since when it rings, or goes on.
    pub since: Timestamp,
    /// How far it is.
    pub phase: ElsewherePhase,
}

/// How far a call is that this browser does not carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Codec)]
pub enum ElsewherePhase {
    /// It rings at the peer's end.
    Ringing,
    /// The user answered it here, for the CRM's window; the CRM has not
    /// confirmed it.
    Answering,
    /// It was answered.
    Active,
}

/// An attempt to call whose answer never came.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct LostAttempt {
    /// Its number.
    pub attempt: u64,
    /// Who was called, when known by number.
    pub user: Option<UserId>,
    /// When the button was pressed.
    pub since: Timestamp,
}

/// A call that nobody answered here.
#[derive(Clone, Debug, PartialEq, Eq, Codec)]
pub struct Missed {
    pub call: CallId,
    /// Who called.
    pub peer: Peer,
    pub at: Timestamp,
}

/// How many handled calls are remembered.
const HANDLED_MAX: usize = 64;
/// How many missed calls are remembered.
const MISSED_MAX: usize = 20;
/// How many calls ring at once. Of more, the user reads that there are more.
pub(super) const RINGS_MAX: usize = 5;
/// How many lost attempts are remembered.
pub(super) const LOST_MAX: usize = 16;
/// How many tabs are remembered.
pub(super) const TABS_MAX: usize = 200;

impl State {
    /// The signed-in user, when there is one.
    #[must_use]
    pub fn me(&self) -> Option<UserId> {
        match &self.account {
            AccountView::SignedIn { user, .. } => Some(*user),
            _ => None,
        }
    }

    /// The signed-in user's name, when there is one.
    #[must_use]
    pub fn own_name(&self) -> Option<String> {
        match &self.account {
            AccountView::SignedIn { name, .. } => Some(name.clone()),
            _ => None,
        }
    }

    /// The missed calls to show: those of nobody while nobody is signed in,
    /// for the next person may be somebody else.
    #[must_use]
    pub fn missed_shown(&self) -> &[Missed] {
        if self.is_signed_out() {
            return &[];
        }
        &self.missed
    }

    /// Whether nobody is signed in. An expired sign-in is still somebody's.
    #[must_use]
    pub fn is_signed_out(&self) -> bool {
        self.account == AccountView::SignedOut
    }

    /// Whether this call must not ring (again).
    #[must_use]
    pub fn is_handled(&self, call: CallId) -> bool {
        self.handled_calls.contains(&call)
    }

    /// Whether this call is on or rings here, or did.
    #[must_use]
    pub fn knows(&self, call: CallId) -> bool {
        let current = self.current.as_ref().and_then(Current::call);
        current == Some(call)
            || self.rings.iter().any(|ring| ring.call == call)
            || self.is_handled(call)
    }

    /// Remembers that this call must not ring again.
    pub fn mark_handled(&mut self, call: CallId) {
        if !self.is_handled(call) {
            if self.handled_calls.len() == HANDLED_MAX {
                self.handled_calls.remove(0);
            }
            self.handled_calls.push(call);
        }
    }

    /// Records a missed call.
    pub fn miss(&mut self, call: CallId, peer: Peer, at: Timestamp) {
        if self.missed.len() == MISSED_MAX {
            self.missed.remove(0);
        }
        self.missed.push(Missed { call, peer, at });
    }

    /// Whether a call is being made or held; one that is only shown as ended
    /// does not count.
    #[must_use]
    pub fn is_engaged(&self) -> bool {
        self.current
            .as_ref()
            .is_some_and(|current| !matches!(current.phase, Phase::Ended { .. }))
    }

    /// Whether the current call is with a guest, of whom no CRM knows.
    #[must_use]
    pub fn is_with_guest(&self) -> bool {
        self.current
            .as_ref()
            .is_some_and(|current| current.guest.is_some())
    }

    /// Whether no call is on, rings, or is shown for a moment after its end.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.current.is_none() && self.rings.is_empty()
    }

    /// Whether the ring should sound: one sound, however many tabs and calls.
    #[must_use]
    pub fn sounds(&self) -> bool {
        !self.is_talking() && self.rings.iter().any(|ring| !ring.silent)
    }

    /// Whether the user is in a call in this browser, so that another one
    /// waits: Ringside's, or one in the CRM's window where that carries calls.
    /// One on another device does not count: it may be long over.
    #[must_use]
    pub fn is_talking(&self) -> bool {
        self.is_engaged() || (self.rules.crm_carries && self.elsewhere.is_some())
    }

    /// The address of the current call's meeting.
    #[must_use]
    pub fn meeting_address(&self) -> Option<String> {
        match &self.current.as_ref()?.phase {
            Phase::Live(live) => Some(live.room.as_ref()?.address.clone()),
            _ => None,
        }
    }

    /// The tab of the meeting's own in which the current call goes on.
    #[must_use]
    pub fn own_tab(&self) -> Option<TabId> {
        match &self.current.as_ref()?.phase {
            Phase::Live(live) => live.own_tab,
            _ => None,
        }
    }

    /// The visible tab, else the newest one.
    #[must_use]
    pub fn best_tab(&self) -> Option<TabId> {
        let visible = self.tabs.iter().rev().find(|tab| tab.visible);
        visible.or(self.tabs.last()).map(|tab| tab.id)
    }

    /// Whether any CRM tab is visible.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        self.tabs.iter().any(|tab| tab.visible)
    }
}
