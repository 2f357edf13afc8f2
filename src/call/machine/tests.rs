//! Sequences of events and their expected effects, unusual ones first.

mod clocks;
mod crowd;
mod elsewhere;
mod guest;
mod held;
mod incoming;
mod life;
mod lost;
mod missed;
mod notes;
mod outgoing;
mod places;
mod repeated;
mod restart;
mod windows;
mod work;

use super::*;
use crate::call::checkpoint::Checkpoint;
use crate::call::host::{MediaHost, ToastPosition};
use crate::call::state::{Rules, State};
use crate::call::view::{self, MediaLocation, NoteOffer, ToastState};
use crate::crm::session::{Room, Status};
use crate::domain::Media;
use crate::domain::Trouble;
use crate::domain::{Duration, Peer, UserId};
use crate::outbox::CrmUpdate;
use crate::site::RecordKind;
use crate::site::RecordRef;

const ME: UserId = UserId(14);
const JANE: UserId = UserId(15);
const TAB: TabId = TabId(1);
const OTHER: TabId = TabId(2);
const START: u64 = 1_795_000_000_000;

/// A machine, its clock, and the effects so far.
struct Play {
    state: State,
    now: u64,
    effects: Vec<Effect>,
}

impl Play {
    /// Signed in, with one visible CRM tab.
    fn new() -> Self {
        let mut play = Self {
            state: State::default(),
            now: START,
            effects: Vec::new(),
        };
        let name = "Olivia Owner".to_owned();
        play.then(Event::Account(AccountView::SignedIn { user: ME, name }));
        play.then(Event::Tab(Tab {
            id: TAB,
            visible: true,
        }));
        play
    }

    /// Another user, signed in, with one visible CRM tab.
    fn signed_in(user: UserId) -> Self {
        let name = "Olivia Owner".to_owned();
        let mut play = Self::new();
        play.state = State::default();
        play.then(Event::Account(AccountView::SignedIn { user, name }));
        let (id, visible) = (TAB, true);
        play.then(Event::Tab(Tab { id, visible }));
        play
    }

    /// Something happens at this moment.
    fn at(&mut self, now: u64, event: Event) -> Vec<Effect> {
        self.now = now - 100;
        self.then(event)
    }

    /// Something happens a tenth of a second later. Returns what it leads to.
    fn then(&mut self, event: Event) -> Vec<Effect> {
        self.now += 100;
        let effects = step(
            &mut self.state,
            TimedEvent {
                now: Timestamp(self.now),
                event,
            },
        );
        self.effects.extend(effects.clone());
        effects
    }

    fn after(&mut self, time: Duration) -> Vec<Effect> {
        self.now += time.as_millis();
        self.then(Event::Time)
    }

    fn seen(&mut self, session: Session) -> Vec<Effect> {
        self.then(Event::Seen(session))
    }

    fn intent(&mut self, intent: Intent) -> Vec<Effect> {
        self.then(Event::Intent {
            intent,
            tab: Some(TAB),
        })
    }

    fn page_event(&mut self, event: PageEvent) -> Vec<Effect> {
        self.then(Event::PageEvent { tab: TAB, event })
    }

    fn dial(&mut self) -> Vec<Effect> {
        self.then(Event::Place {
            record: jane(),
            media: Media::Video,
            tab: Some(TAB),
        })
    }

    /// A call to Jane that rings there.
    fn ringing_out(&mut self, call: u64) {
        self.dial();
        let attempt = self.state.next_attempt - 1;
        let session = self.outgoing(call, Status::Pending);
        self.then(Event::Placed { attempt, session });
    }

    /// A call with Jane that both are in.
    fn talking(&mut self, call: u64) {
        self.ringing_out(call);
        let session = self.outgoing(call, Status::Active);
        self.seen(session);
        self.page_event(PageEvent::Ready { alone: false });
        self.page_event(PageEvent::Joined);
        self.page_event(PageEvent::Others { count: 1 });
    }

    fn outgoing(&self, call: u64, status: Status) -> Session {
        session(call, status, (ME, JANE), self.now)
    }

    fn incoming(&self, call: u64, status: Status) -> Session {
        session(call, status, (JANE, ME), self.now)
    }

    fn toast(&self, tab: TabId) -> ToastState {
        view::of(&self.state, Some(tab)).toast
    }

    fn reason(&self) -> Option<EndReason> {
        match self.toast(TAB) {
            ToastState::Ended { reason, .. } => Some(reason),
            _ => None,
        }
    }

    /// How often the CRM was told that this call is over.
    fn ends(&self, call: u64) -> usize {
        let ends = |effect: &&Effect| matches!(effect, Effect::Enqueue(entry) if entry.call == CallId(call) && entry.update == CrmUpdate::End);
        self.effects.iter().filter(ends).count()
    }
}

fn session(call: u64, status: Status, between: (UserId, UserId), now: u64) -> Session {
    let name = |user| {
        if user == ME {
            "Olivia Owner"
        } else {
            "Jane Doe"
        }
        .to_owned()
    };
    Session {
        id: CallId(call),
        status,
        media: Media::Video,
        initiator: between.0,
        initiator_name: name(between.0),
        recipient: Some(between.1),
        recipient_name: name(between.1),
        created_at: Some(Timestamp(now)),
        started_at: (status == Status::Active).then_some(Timestamp(now)),
        duration: None,
        room: Some(Room {
            address: format!("https://meet.example.com/{call}"),
            jwt: None,
        }),
        notes: String::new(),
    }
}

fn jane() -> RecordRef {
    RecordRef {
        kind: RecordKind::Customer,
        id: Some(2),
        email: Some("jane.doe@example.com".to_owned()),
        name: "Jane Doe".to_owned(),
        detail: None,
    }
}
